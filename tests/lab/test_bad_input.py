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

from outside import administrator, garbage
from outside.case import QUICK, ClusterCase
from outside.client import query
from outside.listener import HERE, in_client
from understudy_lab import settings
from understudy_lab.layout import ADDRESSES, Options
from understudy_lab.waiting import until

ALL_FRAMES = 3  # ETH_P_ALL: the switch takes others before they get to a socket
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
                told = self.control("node1", "config", "apply", "--primary", "/root/settings.json", status=1)
                self.say(f"{what}: {told.strip()}")
                self.assertIn("modules[0].folders[0].path", told)
                self.assertIn(path, told)
                self.assertEqual(self.shell("node1", "ls -A / /srv /etc | grep understudy- || true"), "")
                self.assert_nothing_started()

    def test_a_folder_that_is_gone_when_the_module_starts_is_named(self):
        self.write(self.document())
        self.control("node1", "config", "apply", "--primary", "/root/settings.json")
        self.shell("node1", "mv /srv/files /srv/away")
        told = self.refused_start()
        self.say(told)
        self.assertIn("/srv/files", told)
        self.shell("node1", "mv /srv/away /srv/files")
        self.start_over()

    def refused_start(self):
        """Why the start failed, as the state tells."""
        self.control("node1", "start", status=1)
        report = administrator.own_report(self.node("node1"))
        self.assertEqual((report["state"], report["colour"]), ("STOP", "red"))
        return report["reason"]["sentence"]

    def start_over(self):
        self.shell("node1", "systemctl stop understudyd; rm -f /etc/understudy/settings.json /var/lib/understudy/*; "
                            "systemctl start understudyd")

    def test_without_fuse_or_the_right_to_mount_it_is_said_before_anything_is_moved(self):
        drop_in = "/run/systemd/system/understudyd.service.d"
        cases = {"/dev/fuse": "umount /dev/fuse; rm -f /dev/fuse",
                 "CAP_SYS_ADMIN": f"""mkdir {drop_in}
                     printf '[Service]\nCapabilityBoundingSet=~CAP_SYS_ADMIN\n' >{drop_in}/few.conf
                     systemctl daemon-reload; systemctl restart understudyd"""}
        for what, taking_away in cases.items():
            with self.subTest(what):
                self.write(self.document())
                self.shell("node1", taking_away)
                self.control("node1", "config", "apply", "--primary", "/root/settings.json")
                told = self.refused_start()
                self.say(f"without {what}: {told}")
                self.assertIn(what, told)
                self.assertEqual(self.shell("node1", "ls -A /srv").split(), ["files"])
                self.start_over()
                self.node("node1").crash()  # what was taken away is there again
                self.node("node1").boot()


class Configured(ClusterCase):
    lab_name = "badluck"

    def hold(self, name, port, kind="SOCK_STREAM"):
        listen = "s.listen()" if kind == "SOCK_STREAM" else "pass"
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
            more = {what: count - before[node.name]["refused"].get(what, 0) for what, count in report["refused"].items()}
            self.say(f"{node.name} refused: {more}")
            # The kernel may drop some when the socket's buffer is full.
            self.assertGreater(more["heartbeat length"] + more["heartbeat magic"], 0.7 * garbage.DATAGRAMS)
            self.assertGreater(more["control"], 0)
            if node.name == self.standby:  # who serves does not listen there
                self.assertGreater(more["replication"], 0)
                self.assertGreaterEqual(more["heartbeat replayed"], replayed)
        client.stop()
        self.assert_nothing_lost(client)

    def throw_garbage(self):
        thrown = subprocess.run(in_client(self.lab.layout, sys.executable, "-B", HERE / "garbage.py",
                                          *(ADDRESSES[name] for name in ("node1", "node2"))), capture_output=True, text=True)
        self.assertEqual(thrown.returncode, 0, thrown.stderr)

    def replay(self):
        """Heartbeats of the serving node, recorded on its cable, are sent once more to the standby."""
        with InNamespace(self.lab.layout.switch):
            ear = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ALL_FRAMES))
            mouth = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        with ear, mouth:
            ear.bind((self.serving, ALL_FRAMES))
            ear.settimeout(5)
            mouth.bind((self.standby, 0))
            frames = []
            while len(frames) < 20:
                frame, (_, _, direction, *_) = ear.recvfrom(4096)
                if direction != socket.PACKET_OUTGOING and is_heartbeat(frame):
                    # Its UDP checksum is left to a card that is none; 0 stands for "not computed".
                    frames.append(frame[:40] + b"\0\0" + frame[42:])
            random.Random(1).shuffle(frames)
            for frame in frames * 5:
                mouth.send(frame)
            return len(frames) * 5

    def test_a_full_disk_of_the_standby_costs_the_standby_and_nothing_else(self):
        client = self.client()
        client.wait_for_rows(50)
        self.shell(self.standby, """
            size=8589934592
            while [ $size -ge 4096 ]; do
                fallocate -l $size /srv/filler.$size 2>/dev/null || { rm -f /srv/filler.$size; size=$((size / 2)); continue; }
                mv /srv/filler.$size /srv/filler.$size.$RANDOM$RANDOM
            done""")
        query(self.lab.layout, "CREATE TABLE bulk AS SELECT repeat(md5(n::text), 20) FROM generate_series(1, 50000) n")
        self.assertTrue(until(lambda: self.dropped_for("No space left on device"), 30, pause=0.1),
                        administrator.describe(self.lab))
        self.say(administrator.describe(self.lab))
        client.wait_for_rows(200)
        self.assertEqual(administrator.serving(self.lab), self.serving)
        self.shell(self.standby, "rm /srv/filler.*")
        if administrator.own_report(self.node(self.standby))["state"] == "STOP":  # its own record is on that disk too
            self.control(self.standby, "start")
        self.assertEqual(administrator.wait_in_sync(self.lab), self.serving)
        client.stop()
        self.assertEqual(client.troubles, [], "the application was disturbed")
        self.assert_nothing_lost(client)
        self.assert_copies_equal()

    def dropped_for(self, why):
        """Whether the serving node has gone on alone, and its log tells this reason."""
        node = self.node(self.serving)
        sentences = [entry["sentence"] for entry in administrator.log(node)]
        return administrator.is_in(administrator.own_report(node), "ALONE") and any(why in line for line in sentences[-20:])


def is_heartbeat(frame):
    return frame[12:14] == b"\x08\0" and frame[23:24] == b"\x11" and frame[36:38] == (8888).to_bytes(2, "big")


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
