"""Two computers become a cluster, from a terminal: with the code, without it, and with an engine that is killed on the way."""

import json
import time
import unittest

from outside import administrator, copies
from outside.case import ClusterCase
from understudy_lab.layout import NODES, VIRTUAL_IP, Options
from understudy_lab.waiting import until

WANTED = ("--template", "files", "--folder", "/srv/files", "--virtual-ip", VIRTUAL_IP)
WRONG_CODE = "00000-00000-00000-00000-00000"  # its check character is right
BEFORE = "/etc/understudy/keys-before"


class Joining(ClusterCase):
    lab_name = "joining"
    options = Options(module="files", configure=False, memory=True)

    def setUp(self):
        """Both computers as they were after the installation; with keys of an earlier life, which must not get lost."""
        self.began, self.lines = time.monotonic(), 0
        for name in NODES:
            self.shell(name, f"""
                systemctl stop understudyd
                cd /etc/understudy
                [ -d {BEFORE} ] || cp -a keys {BEFORE}
                rm -rf settings.json joining keys /var/lib/understudy/*
                cp -a {BEFORE} keys
                systemctl start understudyd""")

    def prepare(self):
        answer = self.control("node2", "join", "prepare", "--json")
        return json.loads(answer)["code"]

    def join(self, code, *words, status=0):
        return self.control("node1", "join", "start", "node2", "--code", code, *WANTED, *words, status=status)

    def phase(self, name):
        text = self.node(name).run("understudyctl", "join", "status", "--json", check=False)
        return json.loads(text)["phase"] if text.startswith("{") else "no engine"

    def is_as_before(self, name):
        return self.shell(name, f"""
            cd /etc/understudy
            if [ -e settings.json ] || [ -e joining ] || ! diff -rq keys {BEFORE} > /dev/null; then echo no; fi""") == ""

    def listens(self):
        return self.shell("node2", "ss -Hltn sport = 9001") != ""

    def test_with_the_code_they_are_joined_started_and_in_sync(self):
        code = self.prepare()
        self.assertTrue(self.listens())
        self.shell("node1", "echo precious > /srv/files/file")
        self.join(code.lower())
        self.say("joined")
        self.assertTrue(until(lambda: not self.listens()), "port 9001 is open")
        self.assertEqual([self.phase(name) for name in NODES], ["joined", "joined"])
        self.control("node1", "join", "finish")
        self.assertEqual(administrator.wait_in_sync(self.lab), "node1")
        self.assert_copies_equal()
        self.assertEqual((copies.backing(self.lab, "node2") / "file").read_text(), "precious\n")
        report = self.control("node1", "prerequisites")  # with a module that runs, so with our own mount
        self.assertIn("node2", report)
        self.assertNotIn("missing", report)
        for name in NODES:
            self.control(name, "join", "prepare", status=1)
        self.control("node2", "stop")
        self.control("node1", "stop")

    def test_after_five_wrong_codes_the_right_one_is_refused_too(self):
        code = self.prepare()
        for tries in range(5):
            self.assertIn("not given the same code", self.join(WRONG_CODE, status=1), tries)
        self.assertTrue(until(lambda: not self.listens()), "port 9001 is open")
        self.assertIn("9001", self.join(code, status=1))
        for name in NODES:
            self.assertTrue(self.is_as_before(name), name)
        self.join(self.prepare())  # another code is good

    def test_an_engine_that_is_killed_on_the_way_leaves_both_as_before_or_both_joined(self):
        for victim in NODES:
            for sign in ("joining", "joining/record", "joining/settings.copy", "settings.json"):
                with self.subTest(victim=victim, sign=sign):
                    self.setUp()
                    self.kill_at(victim, sign)

    def kill_at(self, victim, sign):
        code = self.prepare()
        with self.node(victim).start("bash", "-c", f"""
                engine=$(systemctl show -P MainPID understudyd)
                until [ -e /etc/understudy/{sign} ] || [ -e /etc/understudy/settings.json ]; do :; done
                kill -9 $engine""") as killer:
            with self.node("node1").start("understudyctl", "join", "start", "node2", "--code", code, *WANTED) as start:
                start.wait(60)
            killer.wait(60)
        for name in NODES:
            self.shell(name, "systemctl reset-failed understudyd; systemctl start understudyd")
        # A code that nobody has used up stays good: node2 may go on waiting for node1.
        def ended():
            return [self.phase(name) for name in NODES] in (["joined", "joined"], ["none", "none"], ["none", "open"])
        # A node2 that died before it had anything durable knows nothing and listens no more: prepared again, it says so.
        def stuck():
            return [self.phase(name) for name in NODES] == ["pending", "none"]
        until(lambda: ended() or stuck(), 30, pause=0.1)
        if not ended() and not until(ended, 5, pause=0.1) and stuck():
            self.say("node1 waits for node2 to be prepared again")
            self.prepare()
        self.assertTrue(until(ended, 30, pause=0.1), [self.phase(name) for name in NODES])
        joined = self.phase("node1") == "joined"
        self.say(f"{victim} killed at {sign}: both {'joined' if joined else 'as before'}")
        if not joined:
            for name in NODES:
                self.assertTrue(self.is_as_before(name), name)


if __name__ == "__main__":
    unittest.main()
