"""One node: a whole Debian machine, and everything that can happen to it."""

import os
import subprocess
import time
from pathlib import Path

from understudy_lab import network
from understudy_lab.cgroup import Cgroup
from understudy_lab.disk import Disk
from understudy_lab.layout import ADDRESSES
from understudy_lab.shell import LabError, run, say
from understudy_lab.waiting import until

ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
               "LANG": "C.UTF-8", "TERM": os.environ.get("TERM", "dumb")}
BOOT_PATIENCE = 120  # seconds; three is usual


class Node:
    def __init__(self, layout, name, in_memory=False):
        self.layout, self.name = layout, name
        self.home = layout.node_home(name)
        self.disk = Disk(self.home, layout.images_in_memory if in_memory else self.home)
        self.cgroup = Cgroup(f"understudy-{layout.name}-{name}")
        self.unplugged_note = self.home / "unplugged"

    # What it is

    def is_running(self):
        return self.cgroup.populated()

    def is_paused(self):
        return self.cgroup.frozen()

    def engine_pid(self):
        """The engine's main process as this machine numbers it; None if it does not run."""
        shown = self.run("systemctl", "show", "--property=MainPID", "--value", "understudyd.service", check=False).strip()
        for pid in self.cgroup.pids("payload/system.slice/understudyd.service"):
            if pid_inside(pid) == shown:
                return pid
        return None

    # Power

    def boot(self, prepare=None):
        """Until systemd says that it is running. `prepare` may change the root folder before; it is durable then."""
        if self.is_running():
            if self.is_paused():
                raise LabError(f"{self.name} is paused: resume it or cut it first")
            return self.wait_until_up()
        self.clear_away()
        network.connect(self.layout, self.name, plugged=not self.unplugged_note.exists())
        self.disk.mount()
        if prepare:
            prepare(self)
            self.disk.sync()
        self.mount_programs()
        self.cgroup.create()
        self.start_supervisor()
        self.wait_until_up()

    def mount_programs(self):
        place = self.disk.root / "opt/understudy/bin"
        run("mount", "--bind", self.layout.programs, place)
        run("mount", "-o", "remount,bind,ro", place)

    def start_supervisor(self):
        script = Path(__file__).with_name("supervise.sh")
        with open(self.home / "console.log", "ab") as console:
            subprocess.run(
                ["setsid", "--fork", "unshare", "--mount", "--propagation", "slave", "bash", script, self.cgroup.folder, self.disk.root,
                 f"understudy-{self.layout.name}-{self.name}", self.name, self.layout.netns(self.name),
                 ADDRESSES[self.name]],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console, check=True)

    def wait_until_up(self):
        """Asks until systemd answers, then lets it tell when the boot is over."""
        if not until(lambda: self.system_state() in ("running", "degraded"), BOOT_PATIENCE, pause=0.05):
            raise LabError(f"{self.name} did not come up in {BOOT_PATIENCE} s (systemd says: {self.system_state()}); "
                           f"look at {self.home}/console.log and its journal")
        if self.system_state() == "degraded":
            failed = self.run("systemctl", "--failed", "--plain", "--no-legend", check=False).strip()
            say(f"{self.name} is up, but these units failed: {failed}")

    def system_state(self):
        try:
            return self.run("systemctl", "is-system-running", "--wait", check=False, timeout=BOOT_PATIENCE).strip()
        except LabError as error:  # no first process yet
            return str(error)

    def cut(self):
        """A power cut. Returns the moment (time.monotonic) from which on nothing left the node."""
        return cut_together(self)

    def lose_cable(self):
        """Before anything dies: the kernel tells the peer of the death of each process, and no power cut does that."""
        if self.is_running():
            network.set_cable(self.layout, self.name, plugged=False)

    def lose_power(self):
        if self.is_running():
            self.cgroup.freeze()
            self.disk.lose_power()
            self.cgroup.kill()

    def crash(self):
        """Every process at once. The kernel closes their connections and keeps (and writes) what is in memory."""
        if self.is_running():
            self.cgroup.kill()
        self.clear_away()

    def clear_away(self):
        """After the last process: control group, network and mounts of a node that is off. Harmless to repeat."""
        if self.cgroup.exists():
            self.cgroup.remove()
        network.disconnect(self.layout, self.name)
        self.disk.unmount()

    def remove(self):
        """The node and its disk, in whatever condition."""
        if self.is_running():
            if self.disk.is_mounted():
                self.disk.lose_power()  # nobody wants it: do not wait until it is written
            self.cgroup.kill()
        self.clear_away()
        self.disk.remove()

    # A grey failure, and the cable

    def pause(self):
        """Frozen whole. Its kernel still answers pings and holds its addresses."""
        self.must_run()
        self.cgroup.freeze()
        self.cgroup.wait_frozen()

    def resume(self):
        self.must_run()
        self.cgroup.thaw()

    def unplug(self):
        self.unplugged_note.touch()
        if self.is_running():
            network.set_cable(self.layout, self.name, plugged=False)

    def plug(self):
        self.unplugged_note.unlink(missing_ok=True)
        if self.is_running():
            network.set_cable(self.layout, self.name, plugged=True)

    # Commands in it

    def must_run(self):
        if not self.is_running():
            raise LabError(f"{self.name} is off: ./dev lab boot {self.name} starts it")

    def command(self, words):
        """How a process of this machine that has joined the node's control group becomes that command in the node."""
        self.must_run()
        if self.is_paused():
            raise LabError(f"{self.name} is paused, a command there would wait for ever: resume it first")
        first = self.cgroup.init_pid()
        if not first:
            raise LabError(f"{self.name} is just starting or stopping: ./dev lab boot {self.name} waits until it is up")
        # nsenter stays outside as the parent; who kills it means the command.
        return ["nsenter", "-t", str(first), "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w", "--",
                "setpriv", "--pdeathsig", "KILL", "--", *map(str, words)]

    def become(self, words):
        """Replaces this process by the command in the node: standard streams and exit status are its own."""
        command = self.command(words)
        self.cgroup.join(os.getpid())
        os.execvpe(command[0], command, ENVIRONMENT)

    def start(self, *words, **streams):
        """The command in the node as a subprocess.Popen of the caller."""
        return subprocess.Popen(self.command(words), env=ENVIRONMENT,
                                preexec_fn=lambda: self.cgroup.join(os.getpid()), **streams)

    def run(self, *words, check=True, stdin=None, timeout=60):
        """The command's standard output; LabError if it fails."""
        with self.start(*words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                output, errors = process.communicate(stdin, timeout=timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                raise LabError(f"`{' '.join(map(str, words))}` on {self.name} did not end in {timeout} s") from None
        if check and process.returncode != 0:
            raise LabError(f"`{' '.join(map(str, words))}` on {self.name} failed with status {process.returncode}: "
                           f"{(errors or output).strip()[-2000:]}")
        return output


def cut_together(*nodes):
    """A power cut of all of them within a moment, which is returned (time.monotonic)."""
    for node in nodes:
        node.lose_cable()
    moment = time.monotonic()
    for node in nodes:
        node.lose_power()
    for node in nodes:
        node.clear_away()
    return moment


def pid_inside(pid):
    """The number that a process has in its innermost namespace, as text."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return ""
    return next((line.split()[-1] for line in status.splitlines() if line.startswith("NSpid:")), "")
