"""The control group of a node: everything that runs in it, to be frozen or killed at one stroke."""

from pathlib import Path

from understudy_lab.shell import LabError
from understudy_lab.waiting import until

ROOT = Path("/sys/fs/cgroup")
if (ROOT / "unified").is_dir():  # a machine with cgroup v1 and v2 side by side
    ROOT = ROOT / "unified"


class Cgroup:
    def __init__(self, name):
        self.folder = ROOT / name

    def create(self):
        self.folder.mkdir(exist_ok=True)

    def exists(self):
        return self.folder.is_dir()

    def populated(self):
        try:
            return "populated 1" in (self.folder / "cgroup.events").read_text()
        except OSError:
            return False

    def frozen(self):
        try:
            return (self.folder / "cgroup.freeze").read_text().strip() == "1"
        except OSError:
            return False

    def freeze(self):
        (self.folder / "cgroup.freeze").write_text("1")

    def thaw(self):
        (self.folder / "cgroup.freeze").write_text("0")

    def wait_frozen(self, seconds=5):
        """Processes that wait in the kernel freeze as soon as they come back from there; that is as good."""
        return until(lambda: "frozen 1" in (self.folder / "cgroup.events").read_text(), seconds, pause=0.005)

    def kill(self):
        (self.folder / "cgroup.kill").write_text("1")

    def join(self, pid):
        (self.folder / "cgroup.procs").write_text(str(pid))

    def init_pid(self):
        """The node's first process, as this machine numbers it; None while there is none."""
        return self.first_pid("payload/init.scope")

    def first_pid(self, below):
        pids = self.pids(below)
        return pids[0] if pids else None

    def pids(self, below):
        try:
            return [int(pid) for pid in (self.folder / below / "cgroup.procs").read_text().split()]
        except OSError:
            return []

    def remove(self, seconds=20):
        """After kill: waits for the last process to be gone."""
        if not until(lambda: not self.populated(), seconds, pause=0.005):
            raise LabError(f"processes in {self.folder} do not end")
        for folder in sorted(self.folder.rglob("*"), key=lambda path: -len(path.parts)):
            if folder.is_dir():
                folder.rmdir()
        if self.exists():
            self.folder.rmdir()
