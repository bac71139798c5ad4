"""From two bare nodes to a cluster that serves, by the commands that an administrator would type."""

import json

from understudy_lab import settings
from understudy_lab.layout import NODES
from understudy_lab.shell import LabError, say
from understudy_lab.waiting import until

SETTINGS_FILE = "root/settings.json"  # in the node; the engine keeps its own copy
PATIENCE = 180  # seconds for the first start and synchronisation; a few are usual


def configure(lab):
    text = json.dumps(settings.document(lab.options), indent=2) + "\n"
    for name, role in zip(NODES, ("--primary", "--secondary")):
        node = lab.node(name)
        (node.disk.root / SETTINGS_FILE).write_text(text)
        node.run("understudyctl", "config", "apply", role, f"/{SETTINGS_FILE}")
    start(lab)


def start(lab):
    say("starting the cluster; waiting until both copies are equal")
    for name in reversed(NODES):
        lab.node(name).run("understudyctl", "start")
    wait_for(lab, {"node1": "PRIM", "node2": "SECOND"}, PATIENCE)


def wait_for(lab, states, seconds):
    """Until the nodes are in these states, green and uptodate, as node1 sees it."""
    def reached():
        nodes = reported(lab.node("node1"))
        return all(settled(nodes.get(name), state) for name, state in states.items())
    if not until(reached, seconds, pause=0.1):
        raise LabError(f"the cluster is not {states} after {seconds} s, but {json.dumps(reported(lab.node('node1')))}; "
                       "look at `./dev lab ctl node1 logs module`")


def settled(node, state):
    return bool(node) and (node["state"], node["colour"], node["data"]) == (state, "green", "uptodate")


def reported(node):
    """What `understudyctl state` says there: name of a node -> its report."""
    text = node.run("understudyctl", "state", "--json", check=False)
    try:
        return {report["name"]: report for report in json.loads(text)["nodes"]}
    except (ValueError, KeyError):
        return {}
