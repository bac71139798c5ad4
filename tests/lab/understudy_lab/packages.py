"""Reads packages.txt, the one list of Debian packages."""

from understudy_lab.layout import REPOSITORY


def of_groups(*wanted):
    group, names = None, set()
    for line in (REPOSITORY / "packages.txt").read_text().splitlines():
        word = line.split("#")[0].strip()
        if word.startswith("["):
            group = word.strip("[]")
        elif word and group in wanted:
            names.add(word)
    return sorted(names)
