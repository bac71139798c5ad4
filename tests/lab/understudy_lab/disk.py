"""A node's own disk: a file system in an image file, which can lose what was not synced, as a power cut does."""

import fcntl
import os
import shutil
import struct
from pathlib import Path

from understudy_lab import image
from understudy_lab.layout import DISK_FOLDERS
from understudy_lab.shell import LabError, run, succeeds
from understudy_lab.waiting import until

SIZE = "8G"  # sparse: it takes what is written
MAKE = {
    "ext4": ("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,assume_storage_prezeroed=1"),
    "xfs": ("mkfs.xfs", "-q", "-f"),
}

# <linux/fs.h> knows FS_IOC_SHUTDOWN since 6.16 only; ext4 and xfs share the number. 2: do not even write the journal.
SHUTDOWN_REQUEST = 0x8004587D
WITHOUT_FLUSHING = struct.pack("I", 2)


class Disk:
    def __init__(self, home, images_folder):
        self.image = images_folder / f"{home.name}.img"
        self.mounted_at = home / "disk"
        self.root = home / "root"

    def make(self, kind):
        if kind not in MAKE:
            raise LabError(f"'{kind}' is no disk the lab can make: use ext4 or xfs")
        self.image.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.mounted_at, self.root):
            folder.mkdir(parents=True, exist_ok=True)
        run("truncate", "-s", SIZE, self.image)
        run(*MAKE[kind], self.image)

    def mount(self):
        """The disk, the root folder over base image and disk, and the folders that are on the disk itself."""
        run("mount", "-o", "loop", self.image, self.mounted_at)
        upper, work = self.mounted_at / "root", self.mounted_at / "work"
        for folder in (upper, work):
            folder.mkdir(exist_ok=True)
        run("mount", "-t", "overlay", "understudy-lab", "-o",
            f"lowerdir={self.base()},upperdir={upper},workdir={work}", self.root)
        for name in DISK_FOLDERS:
            real = self.mounted_at / "folders" / name
            real.mkdir(parents=True, exist_ok=True)
            (self.root / name).mkdir(parents=True, exist_ok=True)
            run("mount", "--bind", real, self.root / name)

    def hang(self):
        """Writes wait from now on, without an error; what is in memory is read as before."""
        run("fsfreeze", "--freeze", self.mounted_at)

    def go_on(self):
        run("fsfreeze", "--unfreeze", self.mounted_at, check=False)

    def base(self):
        """The image below this node stays the one it was made on."""
        note = self.mounted_at / "base"
        if not note.exists():
            note.write_text(str(image.base()))
        base = Path(note.read_text())
        if not base.is_dir():
            raise LabError(f"the base image {base} of this node is gone: take the lab down and up again")
        return base

    def lose_power(self):
        """From here on nothing reaches the disk; what is in memory only will be gone after the next mount."""
        descriptor = os.open(self.mounted_at, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(descriptor, SHUTDOWN_REQUEST, WITHOUT_FLUSHING)
        finally:
            os.close(descriptor)

    def sync(self):
        run("sync", "-f", self.mounted_at)

    def is_mounted(self):
        return os.path.ismount(self.mounted_at)

    def unmount(self, seconds=30):
        """Everything of this node, innermost first. The last users go a moment after the processes are killed."""
        for place in reversed(mounts_below(self.root, self.mounted_at)):
            if not until(lambda: succeeds("umount", place) or not os.path.ismount(place), seconds):
                raise LabError(f"{place} stays busy: {run('fuser', '-vm', place, check=False)}")

    def remove(self):
        self.image.unlink(missing_ok=True)
        for folder in (self.root, self.mounted_at):
            shutil.rmtree(folder, ignore_errors=True)


def mounts_below(*folders):
    """Where something is mounted at or below the folders, in the order of mounting."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    places = [line.split()[4].encode().decode("unicode_escape") for line in lines]
    return [place for folder in reversed(folders) for place in places
            if place == str(folder) or place.startswith(f"{folder}/")]
