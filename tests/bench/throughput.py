"""pgbench (8 clients, scale 10) and single fsyncs (fio), the systems by turns."""

import json

from servers import OnGluster, OnPlainDisk, OnReplicatedFolder, WithStreaming
from understudy_lab.lab import Lab
from understudy_lab.layout import Options, replicated_folder

OURS, PLAIN = "Understudy", "one plain disk, no copy"
STREAMING, GLUSTER = "PostgreSQL synchronous streaming", "GlusterFS replica 2"
FIO = ("--name=x", "--filename=fio.bin", "--ioengine=psync", "--rw=randwrite", "--bs=4k", "--size=64m", "--fdatasync=1",
       "--time_based", "--output-format=json")


def measure(results, options, bring, say):
    lab = Lab("bench")
    lab.down()
    try:
        say("two nodes with their disks in memory")
        lab.up(Options(memory=True))
        lab.on_both(bring)
        servers = set_up(lab, say)
        run_rounds(lab, servers, results, options, say)
    finally:
        lab.down()
    compare(results)


def set_up(lab, say):
    folder = str(replicated_folder("postgresql")[0])
    servers = {OURS: OnReplicatedFolder(lab, "ours", 5432, folder), PLAIN: OnPlainDisk(lab, "plain", 5433, "/srv/plain"),
               STREAMING: WithStreaming(lab, "streaming", 5434, "/srv/streaming"),
               GLUSTER: OnGluster(lab, "gluster", 5435, "/mnt/gluster/main")}
    for name, server in servers.items():
        say(f"setting up: {name}")
        server.set_up()
        server.fill()
    return servers


def run_rounds(lab, servers, results, options, say):
    for number in range(options.rounds):
        for name, server in servers.items():
            tps, latency = server.round(options.seconds)
            say(f"pgbench {number + 1}/{options.rounds}: {tps:8.0f} transactions/s, {latency:.2f} ms  {name}")
            results.add("pgbench", name, "transactions/s", tps)
            results.add("pgbench latency", name, "ms", latency)
    for number in range(options.rounds):
        for name in (OURS, PLAIN, GLUSTER):
            rate = fsyncs(lab.node("node1"), servers[name].folder)
            say(f"fio {number + 1}/{options.rounds}: {rate:8.0f} writes of 4 KiB with fdatasync/s  {name}")
            results.add("4 KiB + fdatasync", name, "/s", rate)


def fsyncs(node, folder):
    """By one writer, one after the other."""
    output = node.run("bash", "-c", 'cd "$0" && fio "$@"; rm -f fio.bin', folder, *FIO, "--runtime=3", timeout=120)
    return json.loads(output[output.index("{"):])["jobs"][0]["write"]["iops"]


def compare(results):
    results.compare("pgbench", OURS, STREAMING, wanted=1.0)
    results.compare("pgbench", OURS, GLUSTER, wanted=1.5)
    results.compare("pgbench", OURS, PLAIN)
    results.compare("4 KiB + fdatasync", OURS, GLUSTER)
    results.compare("4 KiB + fdatasync", OURS, PLAIN)
