"""A power cut of the serving node: how long until the network finds the address at the other node.

keepalived (VRRPv3, one advertisement each 0.1 s) guards an address of its own on the same two nodes, so that one and the
same cut kills both. The client host asks for both addresses every 2 ms.
"""

from outside import administrator
from outside.address import AddressWatch
from outside.client import Client, make_tables
from understudy_lab.lab import Lab
from understudy_lab.layout import Options
from understudy_lab.waiting import until

PEER_ADDRESS = "10.99.0.11"
PRIORITY = {"node1": 150, "node2": 100}
KEEPALIVED = """\
global_defs {{
    vrrp_version 3
}}
vrrp_instance bench {{
    state BACKUP
    interface host0
    virtual_router_id 51
    priority {priority}
    advert_int 0.1
    virtual_ipaddress {{
        {address}/24 dev host0
    }}
}}
"""
OURS, PEER = "Understudy (100 ms, timeout 300 ms)", "keepalived (advert_int 0.1)"
WHAT = "power cut to address at the other node"


def measure(results, options, bring, say):
    lab = Lab("bench")
    lab.down()
    try:
        say("two nodes, heartbeats each 100 ms, timeout 300 ms; keepalived beside")
        lab.up(Options(heartbeat_ms=100, timeout_ms=300, memory=True))
        lab.on_both(lambda node: bring(node, ("keepalived",)))
        lab.on_both(start_keepalived)
        make_tables(lab.layout)
        for number in range(options.rounds):
            one_round(lab, results, lambda text, number=number: say(f"cut {number + 1}/{options.rounds}: {text}"))
    finally:
        lab.down()
    results.compare(WHAT, OURS, PEER, wanted=1.0, less_is_better=True)


def start_keepalived(node):
    node.run("bash", "-c", "cat >/etc/keepalived.conf; sync -f /etc",
             stdin=KEEPALIVED.format(priority=PRIORITY[node.name], address=PEER_ADDRESS))
    node.run("systemd-run", "-q", "--unit=bench-keepalived",
             "keepalived", "--dont-fork", "--vrrp", "-f", "/etc/keepalived.conf")


def one_round(lab, results, say):
    node1, node2 = lab.node("node1"), lab.node("node2")
    until(lambda: PEER_ADDRESS in node1.run("ip", "addr"), 30, pause=0.1)
    ours, peer = AddressWatch(lab.layout, 2), AddressWatch(lab.layout, 2, PEER_ADDRESS)
    client = Client(lab.layout)
    try:
        client.wait_for_rows(200)
        moment = node1.cut()
        times = {OURS: ours.first_answer("node2", moment) - moment, PEER: peer.first_answer("node2", moment) - moment}
        outage = client.outage(moment, client.wait_for_row_after(moment + 0.001))
    finally:
        for listener in (ours, peer, client):
            listener.stop()
    for system, seconds in times.items():
        results.add(WHAT, system, "ms", seconds * 1000)
    recovery = administrator.database_start_seconds(node2)
    results.add("power cut to first commit", OURS, "ms", outage * 1000)
    results.add("of it PostgreSQL's own start and recovery", OURS, "ms", recovery * 1000)
    say(f"Understudy {times[OURS] * 1000:.0f} ms, keepalived {times[PEER] * 1000:.0f} ms; first commit after "
        f"{outage * 1000:.0f} ms, {recovery * 1000:.0f} ms of it PostgreSQL's start and recovery")
    back_to_start(lab)


def back_to_start(lab):
    node1 = lab.node("node1")
    node1.boot()
    start_keepalived(node1)
    administrator.wait_in_sync(lab)
    lab.node("node2").run("understudyctl", "swap")
    until(lambda: administrator.in_sync(lab) == "node1", 60, pause=0.1)
    make_tables(lab.layout)
