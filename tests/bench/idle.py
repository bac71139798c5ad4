"""What the engine costs while nothing happens but heartbeats and checkers: time and memory of its processes over 20 s."""

import os
import time
from pathlib import Path

from results import Limit
from understudy_lab.lab import Lab
from understudy_lab.layout import NODES, Options
from understudy_lab.waiting import until

ROLES = ("PRIM", "SECOND")
SECONDS = 20
TICKS = os.sysconf("SC_CLK_TCK")


def measure(results, options, _bring, say):
    lab = Lab("bench")
    lab.down()
    try:
        say(f"two nodes with heartbeats each second; nothing happens for {SECONDS} s")
        lab.up(Options(memory=True))
        engines = {name: lab.node(name).cgroup.pids("payload/system.slice/understudyd.service") for name in NODES}
        say("first a round that does not count: the database has just been started")
        pass_time()
        for _ in range(options.rounds):
            one_round(engines, results, say)
    finally:
        lab.down()
    for role in ROLES:
        for what, limit, unit in (("processor", 0.5, "% of a core"), ("memory", 40, "MiB")):
            value = results.figure("idle engine", f"{role}: {what}").median()
            results.limits.append(Limit(f"idle engine, {role}: {what}", value, limit, unit))


def one_round(engines, results, say):
    begun = {name: sum(map(used, pids)) for name, pids in engines.items()}
    passed = pass_time()
    for name, role in zip(NODES, ROLES):
        share = 100 * (sum(map(used, engines[name])) - begun[name]) / TICKS / passed
        memory = sum(map(resident, engines[name])) / 1024
        say(f"{role}: {share:.2f} % of a core, {memory:.1f} MiB resident, {len(engines[name])} processes")
        results.add("idle engine", f"{role}: processor", "% of a core", share)
        results.add("idle engine", f"{role}: memory", "MiB", memory)


def pass_time():
    start = time.monotonic()
    until(lambda: time.monotonic() - start > SECONDS, SECONDS + 5, pause=0.5)
    return time.monotonic() - start


def used(pid):
    """Clock ticks of user and system time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def resident(pid):
    """KiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))
