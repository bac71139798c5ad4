"""What an administrator sees: states and logs, by understudyctl."""

import json
import re
import time
from datetime import datetime

from understudy_lab.configure import reported
from understudy_lab.layout import NODES
from understudy_lab.shell import LabError
from understudy_lab.waiting import until

SERVING = ("PRIM", "ALONE")
LOG_LINES = 1000
DATABASE_LOG, DATABASE_LOG_LINES = "/var/log/postgresql/postgresql-15-main.log", 500


def other(name):
    return NODES[1 - NODES.index(name)]


def running(lab):
    nodes = [lab.node(name) for name in NODES]
    return [node for node in nodes if node.is_running() and not node.is_paused()]


def own_report(node):
    """What the node says of itself; {} while its engine does not answer."""
    return reported(node).get(node.name, {})


def serving(lab):
    """The name of the node that serves, by its own word; None if there is none. Two would be the worst of all."""
    names = [node.name for node in running(lab) if own_report(node).get("state") in SERVING]
    if len(names) > 1:
        raise LabError("both nodes say that they serve")
    return names[0] if names else None


def is_in(report, *states, colour="green"):
    return report.get("state") in states and report.get("colour") == colour


def in_sync(lab):
    """The name of the serving node, once it replicates to an uptodate standby and all is green; else None."""
    reports = {node.name: own_report(node) for node in running(lab)}
    for name in NODES:
        standby = reports.get(other(name), {})
        if is_in(reports.get(name, {}), "PRIM") and is_in(standby, "SECOND") and standby.get("data") == "uptodate":
            return name
    return None


def wait_in_sync(lab, seconds=60):
    name = until(lambda: in_sync(lab), seconds, pause=0.05)
    if not name:
        raise LabError(f"the nodes are not in sync after {seconds} s: {describe(lab)}")
    return name


def wait_serving(lab, name, seconds=30):
    """Until that node serves and its application is up (green)."""
    if not until(lambda: is_in(own_report(lab.node(name)), *SERVING), seconds, pause=0.03):
        raise LabError(f"{name} does not serve after {seconds} s: {describe(lab)}")


def wait_state(lab, name, *states, colour="green", seconds=30):
    if not until(lambda: is_in(own_report(lab.node(name)), *states, colour=colour), seconds, pause=0.03):
        raise LabError(f"{name} is not {' or '.join(states)} ({colour}) after {seconds} s: {describe(lab)}")


def describe(lab):
    """One line for a message: each node's state, colour, data and reason."""
    lines = []
    for node in running(lab):
        report = own_report(node)
        reason = report.get("reason", {})
        lines.append(f"{node.name} {report.get('state')} {report.get('colour')} {report.get('data')}: {reason.get('sentence')}")
    return "; ".join(lines) or "no node is up"


def log(node, which="module", verbose=True):
    """The entries of a log, oldest first; `moment` in each is its time on this machine's monotonic clock."""
    words = ["understudyctl", "logs", which, "--json", "--limit", LOG_LINES] + (["--verbose"] if verbose else [])
    entries = [json.loads(line) for line in node.run(*words).splitlines()]
    shift = time.time() - time.monotonic()
    for entry in entries:
        entry["moment"] = datetime.fromisoformat(entry["time"].replace("Z", "+00:00")).timestamp() - shift
    return entries


def rows_since(node, moment):
    """The ids of the transitions in the module log after a moment."""
    return [entry["row"] for entry in log(node) if entry["moment"] > moment]


def database_start_seconds(node):
    """How long PostgreSQL took for its last start on that node, from its first line to "ready", as its own log tells."""
    times = {}
    for line in node.run("tail", "-n", DATABASE_LOG_LINES, DATABASE_LOG).splitlines():
        for what in ("starting PostgreSQL", "ready to accept connections"):
            if what in line:
                times[what] = datetime.fromisoformat(re.match(r"[\d-]+ [\d:.]+", line)[0])
    return (times["ready to accept connections"] - times["starting PostgreSQL"]).total_seconds()


class SyncWatch:
    """The synchronisation that is about to begin, as the serving node shows it. Make it before the standby returns: the
    figures of the one before stay in the report until then.
    """

    def __init__(self, lab, serving):
        self.lab, self.serving = lab, serving
        self.before = own_report(lab.node(serving)).get("sync")
        self.done = self.total = self.rate = 0
        self.changed = self.sent = None

    def look(self):
        sync = own_report(self.lab.node(self.serving)).get("sync")
        if sync and sync != self.before:
            self.done, self.total, self.rate = sync["done_bytes"], sync["total_bytes"], sync["rate"]
            self.changed, self.sent = sync["changed_bytes"], sync["sent_bytes"]

    def until_in_sync(self, seconds=60, show=lambda _: None):
        """`show` is called with this after each look."""
        def done():
            self.look()
            show(self)
            return in_sync(self.lab) == self.serving
        if not until(done, seconds, pause=0.01):
            raise LabError(f"the nodes are not in sync after {seconds} s: {describe(self.lab)}")
        self.look()
        return self
