"""Lays two copies of a folder side by side: names, types, owners, modes, links, extended attributes and every byte.

Written for this alone and by the plain means of the system; it shares nothing with the engine.
"""

import os
import stat
from pathlib import Path

from understudy_lab.layout import replicated_folder
from understudy_lab.waiting import until

CHUNK = 1 << 20
OF_THE_ENGINE = "trusted.understudy."  # not the application's


def differences(left, right, time_slack=None):
    """What differs, as sentences; [] for equal copies. `time_slack`: compare modification times too, to so many seconds."""
    entries = [scan(folder) for folder in (left, right)]
    found = [f"{path}: only in {left if path in entries[0] else right}" for path in sorted(entries[0].keys() ^ entries[1].keys())]
    for path in sorted(entries[0].keys() & entries[1].keys()):
        found += [f"{path}: {what}" for what in compare(*(folder / path for folder in (left, right)), time_slack)]
    return found + compare_links(*entries)


def scan(folder):
    """Path below the folder -> its lstat."""
    found = {Path("."): os.lstat(folder)}
    for base, folders, files in os.walk(folder):
        for name in folders + files:
            path = Path(base, name)
            found[path.relative_to(folder)] = os.lstat(path)
    return found


def compare(left, right, time_slack):
    one, two = os.lstat(left), os.lstat(right)
    for what in ("st_mode", "st_uid", "st_gid", "st_nlink", "st_rdev"):
        if getattr(one, what) != getattr(two, what):
            yield f"{what} {getattr(one, what):o} and {getattr(two, what):o}"
    if time_slack is not None and abs(one.st_mtime_ns - two.st_mtime_ns) > time_slack * 1e9:
        yield f"modified {one.st_mtime} and {two.st_mtime}"
    if xattrs(left) != xattrs(right):
        yield f"extended attributes {xattrs(left)} and {xattrs(right)}"
    if stat.S_ISLNK(one.st_mode) and os.readlink(left) != os.readlink(right):
        yield f"points to {os.readlink(left)} and {os.readlink(right)}"
    if stat.S_ISREG(one.st_mode) and stat.S_ISREG(two.st_mode):
        yield from compare_bytes(left, right, one.st_size, two.st_size)


def xattrs(path):
    names = [name for name in os.listxattr(path, follow_symlinks=False) if not name.startswith(OF_THE_ENGINE)]
    return {name: os.getxattr(path, name, follow_symlinks=False) for name in sorted(names)}


def compare_bytes(left, right, left_size, right_size):
    if left_size != right_size:
        yield f"{left_size} and {right_size} bytes"
        return
    with open(left, "rb", buffering=0) as one, open(right, "rb", buffering=0) as two:
        offset = 0
        while True:
            first, second = one.read(CHUNK), two.read(CHUNK)
            if first != second:
                at = next((n for n, (a, b) in enumerate(zip(first, second)) if a != b), min(len(first), len(second)))
                yield f"bytes differ from {offset + at} on"
                return
            if not first:
                return
            offset += len(first)


def compare_links(left, right):
    """The same names must be one file on both sides."""
    groups = []
    for entries in (left, right):
        names = {}
        for path, status in entries.items():
            if status.st_nlink > 1 and not stat.S_ISDIR(status.st_mode):
                names.setdefault(status.st_ino, set()).add(str(path))
        groups.append({frozenset(paths) for paths in names.values()})
    return [f"{sorted(group)}: one file only on one side" for group in groups[0] ^ groups[1]]


def backing(lab, name):
    """The real folder of that node's copy, as this machine sees it."""
    return lab.node(name).disk.root / str(replicated_folder(lab.options.module)[1]).lstrip("/")


def stable_differences(lab, seconds=10, time_slack=None):
    """As differences of the two nodes' copies; an application that still writes now and then gets some time to be quiet."""
    found = []

    def equal():
        try:
            found[:] = differences(backing(lab, "node1"), backing(lab, "node2"), time_slack)
        except FileNotFoundError as gone:  # between scan and look
            found[:] = [f"{gone.filename}: came or went meanwhile"]
        return not found
    until(equal, seconds, pause=0.1)
    return found
