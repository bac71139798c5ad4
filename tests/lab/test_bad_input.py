"""Bad input and bad luck before anything runs: settings with errors, taken ports, garbage from the network."""

import ctypes
import json
import os
import random
import socket
import subprocess
import sys
import time
import unittest

from outside import administrator
from outside.case import QUICK, ClusterCase
from outside.listener import HERE, in_client
from understudy_lab import settings
from understudy_lab.layout import ADDRESSES, Options
from understudy_lab.waiting import until

PORT_HOLDER = "import socket, signal; s = socket.socket(socket.AF_INET, socket.{kind}); s.setsockopt(socket.SOL_SOCKET, " \
              "socket.SO_REUSEADDR, 1); s.bind(('0.0.0.0', {port})); {listen}; print('ready', flush=True); signal.pause()"


class NotConfigured(ClusterCase):
    """On a node without a configuration."""

    lab_name = "bare"
    options = Options(module="files", configure=False, **QUICK)

    def setUp(self):
        self.began, self.lines = time.monotonic(), 0
        self.serving = "node1"

    def document(self):
        return settings.document(self.options)

    def write(self, document):
        text = document if isinstance(document, str) else json.dumps(document)
        (self.node("node1").disk.root / "root/settings.json").write_text(text)

    def assert_nothing_started(self):
        self.assertIn("not configured", self.control("node1", "state"))
        listening = self.shell("node1", "ss -lntu")
        for port in ("8888", "5600"):
            self.assertNotIn(f":{port} ", listening)
        self.assertEqual(self.shell("node1", "ls -A /srv").split(), ["files"])
        self.assertNotIn("/srv/files", self.shell("node1", "grep -v ' / ' /proc/mounts | grep fuse. || true"))

    def test_all_errors_of_the_settings_are_listed_with_their_place_and_nothing_is_started(self):
        document = self.document()
        module = document["modules"][0]
        document["heartbeat"] = {"interval_ms": 5, "timeout_ms": "long"}
        document["colour"] = "green"
        module |= {"virtual_ip": "10.99.0.300/24", "id": 0, "folders": [{"name": "files", "path": "srv/files"}]}
        module["checkers"] = [{"name": "port", "kind": "tcp", "port": 70000}, {"name": "what", "kind": "wish"}]
        self.write(document)
        told = self.control("node1", "config", "check", "/root/settings.json", status=1)
        self.say(f"config check says:\n{told}")
        for place in ("heartbeat.interval_ms", "heartbeat.timeout_ms", "colour", "modules[0].virtual_ip", "modules[0].id",
                      "modules[0].folders[0].path", "modules[0].checkers[0].port", "modules[0].checkers[1].kind"):
            self.assertIn(place, told)
        applied = self.control("node1", "config", "apply", "--primary", "/root/settings.json", status=1)
        self.assertIn("modules[0].checkers[1].kind", applied)
        self.assert_nothing_started()

    def test_text_that_is_not_json_is_told_with_line_and_column(self):
        self.write('{\n  "format": 1,\n  "cluster": {"name": "lab",}\n')
        told = self.control("node1", "config", "check", "/root/settings.json", status=1)
        self.say(told.strip())
        self.assertIn("line 3", told)

    def test_wrong_use_has_its_own_status_and_an_unprivileged_user_is_refused(self):
        self.control("node1", "frobnicate", status=2)
        self.control("node1", "config", "apply", status=2)
        told = self.shell("node1", "setpriv --reuid 65534 --regid 65534 --clear-groups understudyctl state 2>&1; "
                                   "echo status $?")
        self.say(told.strip())
        self.assertIn("status 1", told)

    def test_a_folder_that_cannot_be_replicated_is_refused_before_anything_is_moved(self):
        cases = {"missing": "/srv/absent", "on another file system": "/run", "no folder but a file": "/etc/hostname"}
        for what, path in cases.items():
            with self.subTest(what):
                document = self.document()
                document["modules"][0]["folders"] = [{"name": "files", "path": path}]
                self.write(document)
                told = self.shell("node1", "understudyctl config apply --primary /root/settings.json 2>&1; "
                                           "understudyctl start 2>&1; true")
                state = self.shell("node1", "understudyctl state; understudyctl explain; true", check=False)
                self.say(f"{what}: {told.strip() or state.strip()}")
                self.assertIn(path, told + state)
                self.assertEqual(self.shell("node1", "ls -A / /srv /etc | grep understudy- || true"), "")
                self.start_over()

    def start_over(self):
        self.shell("node1", "systemctl stop understudyd; rm -f /etc/understudy/settings.json /var/lib/understudy/*; "
                            "systemctl start understudyd")

    def test_without_fuse_it_is_said_before_anything_is_moved(self):
        self.write(self.document())
        self.shell("node1", "mv /dev/fuse /dev/fuse.away")
        try:
            self.node("node1").run("understudyctl", "config", "apply", "--primary", "/root/settings.json", check=False)
            self.node("node1").run("understudyctl", "start", check=False)
            told = self.shell("node1", "understudyctl state; understudyctl explain; understudyctl logs module; true")
            self.say(told.strip())
            self.assertIn("/dev/fuse", told)
            self.assertEqual(self.shell("node1", "ls -A /srv").split(), ["files"])
        finally:
            self.shell("node1", "mv /dev/fuse.away /dev/fuse")
            self.start_over()


class Ports(ClusterCase):
    lab_name = "ports"

    def hold(self, name, port, kind="SOCK_STREAM"):
        listen = "s.listen()" if kind == "SOCK_STREAM" else ""
        holder = self.node(name).start("python3", "-c", PORT_HOLDER.format(kind=kind, port=port, listen=listen),
                                       stdout=subprocess.PIPE, text=True)
        self.addCleanup(holder.stdout.close)
        self.addCleanup(holder.wait)
        self.addCleanup(holder.kill)
        self.assertEqual(holder.stdout.readline(), "ready\n")
        return holder

    def test_a_taken_port_is_named_with_the_program_that_has_it(self):
        for port, kind in ((5600, "SOCK_STREAM"), (8888, "SOCK_DGRAM")):
            with self.subTest(port=port):
                self.shell(self.standby, "systemctl stop understudyd")
                holder = self.hold(self.standby, port, kind)
                self.shell(self.standby, "systemctl start understudyd")
                told = until(lambda: self.told_about(port), 20, pause=0.2)
                self.say(f"{port}: {told}")
                self.assertTrue(told, self.everything_told())
                holder.kill()
                holder.wait()
                self.shell(self.standby, "systemctl restart understudyd")
                self.assertEqual(administrator.wait_in_sync(self.lab), self.serving)

    def everything_told(self):
        return self.shell(self.standby, "understudyctl state; understudyctl explain; understudyctl logs module | tail -20; "
                                        "journalctl -b -u understudyd -n 20 -o cat; true")

    def told_about(self, port):
        return next((line for line in self.everything_told().splitlines() if str(port) in line and "python3" in line), None)

    def test_garbage_and_replayed_packets_are_counted_and_have_no_effect(self):
        client = self.client()
        client.wait_for_rows(100)
        before = {node.name: administrator.own_report(node) for node in administrator.running(self.lab)}
        self.throw_garbage()
        replayed = self.replay()
        self.say(f"garbage thrown at UDP 8888, TCP 5600 and TCP 4800 of both nodes, and {replayed} recorded packets sent again")
        client.wait_for_rows(200)
        for node in administrator.running(self.lab):
            report = administrator.own_report(node)
            for key in ("state", "colour", "data", "generation", "since"):
                self.assertEqual(report[key], before[node.name][key], f"{node.name}: {key}")
        counted = self.shell(self.serving, "understudyctl state --json; understudyctl logs module --verbose")
        self.assertRegex(counted, "(?i)rejected|refused packets|not authentic|dropped packets", "nothing was counted")
        client.stop()
        self.assert_nothing_lost(client)

    def throw_garbage(self):
        thrown = subprocess.run(in_client(self.lab.layout, sys.executable, "-B", HERE / "garbage.py",
                                          *(ADDRESSES[name] for name in ("node1", "node2"))), capture_output=True, text=True)
        self.assertEqual(thrown.returncode, 0, thrown.stderr)

    def replay(self):
        """Heartbeats of the serving node, recorded on its cable, are sent once more to the standby."""
        with InNamespace(self.lab.layout.switch):
            ear = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
            mouth = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        with ear, mouth:
            ear.bind((self.serving, 0x0800))
            mouth.bind((self.standby, 0))
            frames, end = [], time.monotonic() + 5
            while len(frames) < 20 and time.monotonic() < end:
                frame = ear.recv(4096)
                if frame[23:24] == b"\x11" and frame[36:38] == (8888).to_bytes(2, "big"):
                    frames.append(frame)
            random.Random(1).shuffle(frames)
            for frame in frames * 5:
                mouth.send(frame)
            return len(frames) * 5


class InNamespace:
    """Sockets made inside belong to that network namespace for ever."""

    def __init__(self, name):
        self.there = os.open(f"/run/netns/{name}", os.O_RDONLY)
        self.here = os.open("/proc/self/ns/net", os.O_RDONLY)

    def enter(self, descriptor):
        if ctypes.CDLL(None, use_errno=True).setns(descriptor, 0) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def __enter__(self):
        self.enter(self.there)

    def __exit__(self, *_):
        self.enter(self.here)
        os.close(self.there)
        os.close(self.here)


if __name__ == "__main__":
    unittest.main(verbosity=2)
