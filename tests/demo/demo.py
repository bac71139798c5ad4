"""./dev demo: a real database survives the death of its node, told on the terminal.

Exit status: 0 nothing was lost; 1 something was, or the demo failed; 2 wrong use; 130 interrupted.
"""

import argparse
import os
import shutil
import signal
import sys

from chapters import Story
from figures import Figures
from teller import Teller
from understudy_lab.lab import Lab
from understudy_lab.layout import Options
from understudy_lab.shell import LabError

NAME = "demo"
ROOM = 2 << 30  # bytes; the story takes less than a quarter of it

KEPT = f"""
The cluster goes on running. Look at it, and break it:
  sudo ./dev lab ctl  --name {NAME} node1 state --watch
  sudo ./dev lab ctl  --name {NAME} node1 logs module
  sudo ./dev lab ctl  --name {NAME} node1 explain
  sudo ./dev lab exec --name {NAME} client -- psql -h 10.99.0.10 -U app app -c 'SELECT count(*) FROM story'
  sudo ./dev lab cut  --name {NAME} node1        and: boot, pause, unplug, part ... (./dev lab help)
  sudo ./dev lab down --name {NAME}              removes it\
"""


def parsed(words):
    parser = argparse.ArgumentParser(prog="./dev demo", description="A database survives the death of its node.")
    parser.add_argument("--report", metavar="FILE", help="write the table as JSON")
    parser.add_argument("--keep", action="store_true", help="leave the cluster running, and say how to look at it")
    parser.add_argument("--heartbeat", type=int, default=100, metavar="MS", help="interval of the heartbeats (default: 100)")
    parser.add_argument("--timeout", type=int, default=500, metavar="MS",
                        help="silence after which a node is taken for dead (default: 500)")
    parser.add_argument("--on-disk", action="store_true",
                        help="the nodes' disks are on this machine's disk (default: in its memory, if there is room)")
    return parser.parse_args(words)


def room_in_memory():
    return shutil.disk_usage("/dev/shm").free >= ROOM


def interrupt(*_):
    raise KeyboardInterrupt


def run(options):
    lab, teller, figures = Lab(NAME), Teller(), Figures()
    kept = False
    try:
        lab.down()  # what an earlier --keep left
        memory = not options.on_disk and room_in_memory()
        lab.up(Options(heartbeat_ms=options.heartbeat, timeout_ms=options.timeout, memory=memory))
        teller = Teller()  # the clock begins when the curtain rises
        story = Story(lab, teller, figures)
        story.tell_all()
        teller.print()
        teller.print(figures.table())
        if options.report:
            figures.save(options.report)
        kept = options.keep
        if kept:
            teller.print(KEPT)
        return 1 if figures.rows_lost or story.copies_differ else 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C must not leave half of it
        if not kept:
            lab.down()


def main(words):
    options = parsed(words)
    if os.geteuid() != 0:
        print("demo: it makes machines and networks: run it as root (sudo ./dev demo)", file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    try:
        return run(options)
    except LabError as error:
        print(f"\ndemo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndemo: interrupted; everything it made is removed", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
