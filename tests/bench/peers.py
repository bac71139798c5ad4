"""Brings programs that are installed on this machine into a node, which has no way to the outside.

Node and machine are the same Debian, so a package's files do there what they do here; what a package needs comes along.
"""

import os
import shutil
from pathlib import Path

from understudy_lab.shell import LabError, run

PEERS = ("keepalived", "glusterfs-server", "glusterfs-client", "fio")


def needed(packages):
    """The packages and everything that they depend on."""
    listed = run("apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks",
                 "--no-replaces", "--no-enhances", *packages)
    return {line.split(":")[0] for line in listed.splitlines() if line[:1].isalnum()}


def installed(*admin_folder):
    listed = run("dpkg-query", *admin_folder, "-W", "-f", "${Package} ${db:Status-Status}\n")
    return {line.split()[0] for line in listed.splitlines() if line.endswith(" installed")}


def bring(node, packages=PEERS):
    missing = set(packages) - installed()
    if missing:
        raise LabError(f"not installed: {', '.join(sorted(missing))}; ./dev bench installs what packages.txt lists")
    wanted = (needed(packages) & installed()) - installed(f"--admindir={node.disk.root}/var/lib/dpkg")
    for package in sorted(wanted):
        for name in run("dpkg", "-L", package).splitlines():
            copy(Path(name), node.disk.root)
    node.run("ldconfig")
    node.disk.sync()


def copy(path, root):
    if path.is_dir() and not path.is_symlink():
        below(root, path).mkdir(parents=True, exist_ok=True)
    elif os.path.lexists(path):
        target = below(root, path.parent) / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(target):
            shutil.copy2(path, target, follow_symlinks=False)


def below(root, folder):
    """Where that folder of this machine is in the node: /lib is /usr/lib in both."""
    return root / os.path.realpath(folder).lstrip("/")
