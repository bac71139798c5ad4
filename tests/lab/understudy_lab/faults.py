"""Faults of the network between the two nodes, as rules of the switch. The client reaches both nodes all the time."""

from understudy_lab.layout import NODES
from understudy_lab.shell import LabError, run

# Two tables, so that a cut and a lossy line come and go on their own.
CUT, LOSS = "cut", "loss"


def replace(layout, table, rules):
    script = [f"add table bridge {table}", f"delete table bridge {table}"]
    if rules:
        script += [f"table bridge {table} {{", "chain forward {", "type filter hook forward priority 0", *rules, "}", "}"]
    run("ip", "netns", "exec", layout.switch, "nft", "-f", "-", stdin="\n".join(script) + "\n")


def from_to(sender):
    receiver = NODES[1 - NODES.index(sender)]
    return f'iifname "{sender}" oifname "{receiver}"'


def part(layout, one_way=None):
    """Silence: the carrier stays, nothing arrives. With one_way only what that node sends is lost."""
    if one_way is not None and one_way not in NODES:
        raise LabError(f"--one-way wants node1 or node2, not '{one_way}'")
    senders = [one_way] if one_way else NODES
    replace(layout, CUT, [f"{from_to(sender)} drop" for sender in senders])


def heal(layout):
    """The line between the nodes is as good as new: no cut, no loss."""
    replace(layout, CUT, [])
    replace(layout, LOSS, [])


def loss(layout, percent):
    if not 0 <= percent <= 100:
        raise LabError(f"a loss of {percent} percent cannot be: use 0 to 100")
    rules = [f"{from_to(sender)} numgen random mod 100 < {percent} drop" for sender in NODES]
    replace(layout, LOSS, rules if percent else [])
