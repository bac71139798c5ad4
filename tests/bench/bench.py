"""./dev bench: the figures, beside those of the peers. Exit status: 0 measured (whatever the figures), 1 failed, 2 wrong use."""

import argparse
import os
import signal
import sys
import time

import idle
import peers
import takeover
import throughput
from results import Results
from understudy_lab.shell import LabError

PARTS = {"takeover": takeover, "throughput": throughput, "idle": idle}


def parsed(words):
    parser = argparse.ArgumentParser(prog="./dev bench", description="Understudy beside its peers, on the same two nodes.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"what to measure: {', '.join(PARTS)} (default: all)")
    parser.add_argument("--report", metavar="FILE", help="write everything as JSON")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="of each measurement; the median counts (default: 5)")
    parser.add_argument("--seconds", type=int, default=10, metavar="N", help="of each round of pgbench (default: 10)")
    options = parser.parse_args(words)
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"there is no part '{part}': use {', '.join(PARTS)}")
    return options


def say_since(begun):
    return lambda text: print(f"{time.monotonic() - begun:7.1f} s  {text}", file=sys.stderr, flush=True)


def interrupt(*_):
    raise KeyboardInterrupt


def main(words):
    options = parsed(words)
    if os.geteuid() != 0:
        print("bench: it makes machines and networks: run it as root (sudo ./dev bench)", file=sys.stderr)
        return 1
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    results = Results()
    try:
        for part in options.parts or PARTS:
            PARTS[part].measure(results, options, peers.bring, say_since(time.monotonic()))
    except LabError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: interrupted; everything it made is removed", file=sys.stderr)
        return 130
    print(results.table())
    if options.report:
        results.save(options.report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
