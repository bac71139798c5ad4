"""The door to the network of a node that serves a database: what happens to it does not happen to the application."""

import json
import subprocess
import time
import unittest

from outside import administrator
from outside.case import ClusterCase
from outside.listener import in_client, start_in_client
from understudy_lab.layout import ADDRESSES
from understudy_lab.waiting import until

GATEWAY = "understudy-gateway"


class DoorUnderLoad(ClusterCase):
    lab_name = "door"

    def ask(self, path, *words):
        """From the client host, over HTTPS, trusting the cluster's authority; the answer as JSON, None if there is none."""
        authority = self.lab.layout.home / "keys" / self.serving / "ca.crt"
        done = subprocess.run(in_client(self.lab.layout, "curl", "-s", "-m", "5", "--cacert", authority,
                                        f"https://{ADDRESSES[self.serving]}:9453{path}", *words), capture_output=True, text=True)
        return json.loads(done.stdout) if done.returncode == 0 else None

    def pid_of(self, unit):
        return int(self.shell(self.serving, f"systemctl show -P MainPID {unit}"))

    def log_in(self):
        self.shell(self.serving, "echo Right.1 | understudyctl password --stdin")
        body = json.dumps({"user": "admin", "password": "Right.1", "form": "token"})
        told = until(lambda: self.ask("/api/v1/login", "-d", body), 20, pause=0.2)
        self.assertTrue(told, self.shell(self.serving, f"journalctl -b -u {GATEWAY} -n 30 -o cat; true"))
        return f"Authorization: Bearer {told['token']}"

    def test_the_gateway_runs_without_rights(self):
        bearer = self.log_in()
        self.assertEqual(self.ask("/api/v1/state", "-H", bearer)["self"], self.serving)
        status = self.shell(self.serving, f"cat /proc/{self.pid_of(GATEWAY)}/status")
        fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        self.assertNotEqual(fields["Uid"].split()[0], "0")
        for name, value in {"CapEff": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1", "Seccomp": "2"}.items():
            self.assertEqual(fields[name].strip(), value, name)
        self.say(f"user {fields['Uid'].split()[0]}, no capability, no new rights, its system calls filtered")

    def test_killing_flooding_and_crashing_it_under_load_does_not_touch_the_database(self):
        bearer = self.log_in()
        engine, before = self.pid_of("understudyd"), administrator.own_report(self.node(self.serving))
        client = self.client()
        client.wait_for_rows(100)
        began = time.monotonic()
        client.wait_for_rows(300)
        calm = 300 / (time.monotonic() - began)
        begin, rows = time.monotonic(), client.confirmed()
        flood = start_in_client(self.lab.layout, "flood.py", ADDRESSES[self.serving], 12)
        self.addCleanup(flood.communicate)
        for signal in ("KILL", "SEGV", "ABRT"):
            gateway = self.pid_of(GATEWAY)
            self.shell(self.serving, f"systemctl kill -s {signal} {GATEWAY}")
            self.assertTrue(until(lambda: self.pid_of(GATEWAY) not in (0, gateway), 10, pause=0.1))
            client.wait_for_rows(100)
        handshakes, answers = flood.communicate(timeout=60)[0].split()
        stormy = (client.confirmed() - rows) / (time.monotonic() - begin)
        self.say(f"{handshakes} handshakes and {answers} answers in 12 s, three deaths of the gateway: {calm:.0f} commits/s before, "
                 f"{stormy:.0f} meanwhile, longest wait {client.outage(begin, time.monotonic()) * 1000:.0f} ms")
        self.assertEqual(self.pid_of("understudyd"), engine)
        after = administrator.own_report(self.node(self.serving))
        for key in ("state", "colour", "data", "generation", "since"):
            self.assertEqual(after[key], before[key], key)
        self.assertEqual(administrator.in_sync(self.lab), self.serving)
        self.assertTrue(until(lambda: self.ask("/api/v1/state", "-H", bearer), 10, pause=0.2))  # the session lives on
        client.stop()
        self.assertEqual(client.troubles, [], "the application was disturbed")
        self.assert_nothing_lost(client)


if __name__ == "__main__":
    unittest.main(verbosity=2)
