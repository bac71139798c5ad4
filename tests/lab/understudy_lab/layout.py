"""Where everything of a lab is, and what things are called. No I/O except reading and writing the lab's own notes."""

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from understudy_lab.shell import LabError

REPOSITORY = Path(__file__).resolve().parents[3]
LABS = Path("/var/lib/understudy-lab")
MEMORY = Path("/dev/shm")
NODES = ("node1", "node2")
CLIENT = "client"
HOSTS = NODES + (CLIENT,)
ADDRESSES = {"node1": "10.99.0.1", "node2": "10.99.0.2", CLIENT: "10.99.0.100"}
NETWORK = "10.99.0.0/24"
VIRTUAL_IP = "10.99.0.10"

# The replicated folders are on the node's own disk, never on the overlay of its root: these are bind mounts.
DISK_FOLDERS = ("var/lib/postgresql", "srv", "var/lib/understudy")


@dataclass
class Options:
    module: str = "postgresql"
    heartbeat_ms: int = 1000
    timeout_ms: int = 3000
    disk: str = "ext4"
    configure: bool = True
    memory: bool = False


def replicated_folder(module):
    """The folder as the application sees it, and the real one behind it (see ARCHITECTURE.md)."""
    folder = Path("/srv/files") if module == "files" else Path("/var/lib/postgresql/15/main")
    return folder, folder.parent / f".understudy-{folder.name}" / "data"


def binaries():
    """The folder of the build whose engine runs in the nodes."""
    return REPOSITORY / "build" / os.environ.get("UNDERSTUDY_PRESET", "dev")


class Layout:
    """The names of one lab's things."""

    def __init__(self, name):
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,19}", name):
            raise LabError(f"'{name}' is no name for a lab: use up to 20 of a-z, 0-9 and -")
        self.name = name
        self.home = LABS / name
        self.switch = f"understudy-{name}-switch"
        self.options_file = self.home / "options.json"
        self.programs = self.home / "bin"
        self.images_in_memory = MEMORY / f"understudy-lab-{name}"

    def netns(self, host):
        return f"understudy-{self.name}-{host}"

    def node_home(self, node):
        return self.home / node

    def save(self, options):
        self.options_file.write_text(json.dumps(asdict(options)))

    def options(self):
        """What this lab was made with; None if there is no such lab."""
        try:
            return Options(**json.loads(self.options_file.read_text()))
        except FileNotFoundError:
            return None
