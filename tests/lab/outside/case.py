"""A test with a whole cluster: one lab for the tests of a class; each begins with both nodes in sync."""

import subprocess
import time
import unittest

from outside import administrator, copies
from outside.client import Client, lost_rows, make_tables
from understudy_lab import faults
from understudy_lab.lab import Lab
from understudy_lab.layout import NODES, Options
from understudy_lab.shell import LabError
from understudy_lab.waiting import until

# Quick enough for a test, and patient enough for a machine that builds or tests something else beside.
QUICK = {"heartbeat_ms": 100, "timeout_ms": 1000, "memory": True}


class ClusterCase(unittest.TestCase):
    options = Options(**QUICK)
    lab_name = "cluster"

    @classmethod
    def setUpClass(cls):
        cls.lab = Lab(cls.lab_name)
        cls.addClassCleanup(cls.lab.down)
        cls.make_anew()

    @classmethod
    def make_anew(cls):
        cls.lab.down()
        cls.lab.up(cls.options)
        if cls.options.module == "postgresql":
            make_tables(cls.lab.layout)

    def setUp(self):
        self.began = time.monotonic()
        self.lines = 0
        try:
            self.repair()
        except LabError as error:  # what the test before did must not make this one fail
            self.say(f"the lab is not whole ({error}): a new one")
            self.make_anew()
        self.serving = administrator.wait_in_sync(self.lab)
        self.standby = administrator.other(self.serving)

    def repair(self):
        faults.heal(self.lab.layout)
        for name in NODES:
            node = self.lab.node(name)
            node.plug()
            if node.is_paused():
                node.resume()
        self.lab.on_both(lambda node: node.boot())
        if not until(lambda: administrator.in_sync(self.lab), 15, pause=0.1):
            for node in administrator.running(self.lab):
                if administrator.own_report(node).get("state") == "STOP":
                    node.run("understudyctl", "start", check=False)
        administrator.wait_in_sync(self.lab, 30)

    def say(self, text):
        """What the test does, beside its name."""
        if not self.lines:
            print()
        self.lines += 1
        print(f"    {time.monotonic() - self.began:6.1f} s  {text}", flush=True)

    def node(self, name):
        return self.lab.node(name)

    def shell(self, name, script, *words, check=True):
        return self.node(name).run("bash", "-c", script, "-", *words, check=check)

    def control(self, name, *words, status=0):
        """understudyctl there; its output (both streams). The exit status is part of what is promised."""
        with self.node(name).start("understudyctl", *words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            output = process.communicate(timeout=120)[0]
        self.assertEqual(process.returncode, status, f"understudyctl {' '.join(words)}: {output}")
        return output

    def client(self, **options):
        client = Client(self.lab.layout, first=self.next_number(), **options)
        self.addCleanup(client.stop)
        return client

    @classmethod
    def next_number(cls):
        """A million numbers for each client of the class."""
        cls.clients_made = getattr(cls, "clients_made", 0) + 1
        return cls.clients_made * 1_000_000

    def assert_nothing_lost(self, *clients):
        lost = lost_rows(self.lab.layout, clients)
        confirmed = sum(client.confirmed() for client in clients)
        self.say(f"{confirmed} rows confirmed, {len(lost)} lost")
        self.assertEqual(lost, [])

    def assert_copies_equal(self, time_slack=None):
        self.assertEqual(copies.stable_differences(self.lab, time_slack=time_slack), [])
        self.say("both copies are equal, byte for byte")

    def assert_one_holder(self, name):
        """The address is at that node alone; looked at inside both nodes, not by what the neighbours believe."""
        holders = [node.name for node in administrator.running(self.lab) if "10.99.0.10/" in node.run("ip", "addr")]
        self.assertEqual(holders, [name])

    def assert_mounted_only_at(self, name):
        """The folder is a FUSE file system there, answers, and is none elsewhere."""
        folder = self.lab.describe_node(self.node(name))["folder"]
        for node in administrator.running(self.lab):
            mounts = [line.split() for line in node.run("cat", "/proc/mounts").splitlines()]
            kinds = [kind.split(".")[0] for _, place, kind, *_ in mounts if place == folder]
            self.assertEqual(kinds, ["fuse"] if node.name == name else [], node.name)
        self.node(name).run("stat", "-f", folder)

    def pids_of_database(self, name):
        return self.shell(name, "pgrep -x postgres || true").split()

