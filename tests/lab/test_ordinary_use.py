"""A day with the cluster: what an administrator does, and the small accidents."""

import random
import time
import unittest

from outside import administrator
from outside.administrator import other
from outside.case import ClusterCase
from understudy_lab.waiting import until


class OrdinaryUse(ClusterCase):
    lab_name = "ordinary"

    def test_one_serves_and_the_other_holds_a_copy_that_nobody_can_open_by_accident(self):
        state = self.control(self.serving, "state")
        self.say(f"understudyctl state says:\n{state}")
        for word in ("PRIM", "SECOND", "uptodate"):
            self.assertIn(word, state)
        self.assert_one_holder(self.serving)
        self.assert_mounted_only_at(self.serving)
        self.assertNotEqual(self.pids_of_database(self.serving), [])
        self.assertEqual(self.pids_of_database(self.standby), [])
        folder = self.lab.describe_node(self.node(self.standby))["folder"]
        listing = self.shell(self.standby, f"touch {folder}/x 2>&1; ls -A {folder}")
        self.say(f"on the standby: {listing.strip()}")
        self.assertIn("Operation not permitted", listing)
        self.assertEqual(len(listing.splitlines()), 1, "the folder is empty there")
        self.assert_copies_equal()

    def test_a_killed_database_is_started_again_in_place(self):
        client = self.client()
        client.wait_for_rows(200)
        before = time.monotonic()
        self.shell(self.serving, "pkill -9 -x postgres")
        self.assertTrue(until(lambda: "app-failed-restart" in administrator.rows_since(self.node(self.serving), before), 20))
        self.assertEqual(administrator.wait_in_sync(self.lab), self.serving, "it stays where it was")
        after = client.wait_for_row_after(time.monotonic())
        self.say(f"all processes of the database killed; it was away for {client.outage(before, after) * 1000:.0f} ms")
        client.stop()
        self.assert_nothing_lost(client)
        self.assert_copies_equal()

    def test_what_a_unit_writes_is_in_the_application_log(self):
        unit = self.shell(self.serving, "systemctl list-units --plain --no-legend 'postgresql@*' | cut -d' ' -f1").strip()
        told = until(lambda: f"Started {unit}" in (log := self.control(self.serving, "logs", "application")) and log, 10)
        self.assertTrue(told, self.control(self.serving, "logs", "application"))
        self.say(told.strip().splitlines()[-1])

    def test_explain_tells_what_comes_next(self):
        told = self.control(self.serving, "explain")
        self.say(f"understudyctl explain says:\n{told}")
        self.assertRegex(told, "ALONE .*is no longer the standby and knows it")
        self.assertRegex(told, "WAIT .*understudyctl swap: ")

    def test_the_state_does_not_wait_for_a_node_that_is_known_to_be_silent(self):
        node = self.node(self.standby)
        node.cut()
        administrator.wait_state(self.lab, self.serving, "ALONE")
        before = time.monotonic()
        state = self.control(self.serving, "state")
        passed = time.monotonic() - before
        self.say(f"{passed * 1000:.0f} ms:\n{state}")
        self.assertIn("connection error", state)
        self.assertLess(passed, 1.5, "the two seconds of patience with a peer that does not answer")
        node.boot()
        administrator.wait_in_sync(self.lab)

    def test_a_swap_there_and_back_loses_nothing_and_copies_nothing(self):
        client = self.client()
        for source in (self.serving, self.standby):
            client.wait_for_rows(200)
            begun = time.monotonic()
            self.control(source, "swap")
            administrator.wait_serving(self.lab, other(source))
            outage = client.outage(begun, client.wait_for_row_after(time.monotonic()))
            self.say(f"swapped from {source} to {other(source)}; the client stood still for {outage * 1000:.0f} ms")
            self.assertEqual(administrator.wait_in_sync(self.lab), other(source))
            self.assert_one_holder(other(source))
            self.assert_mounted_only_at(other(source))
        client.stop()
        self.assert_nothing_lost(client)
        self.assert_copies_equal()

    def test_a_standby_that_was_away_gets_what_changed_and_not_the_folder(self):
        client = self.client()
        client.wait_for_rows(100)
        self.control(self.standby, "stop")
        administrator.wait_state(self.lab, self.standby, "STOP", colour="red")
        administrator.wait_state(self.lab, self.serving, "ALONE")
        self.say(f"{self.standby} is stopped; {self.serving} is ALONE and goes on")
        client.wait_for_rows(1000)
        watch = administrator.SyncWatch(self.lab, self.serving)
        self.control(self.standby, "start")
        seen = watch.until_in_sync()
        backing = self.lab.describe_node(self.node(self.serving))["backing"]
        folder = int(self.shell(self.serving, f"du -sb {backing}").split()[0])
        self.say(f"back in sync: changed {seen.changed} bytes, sent {seen.sent} bytes; the folder has {folder}")
        self.assertIsNotNone(seen.sent, "the progress was never shown")
        self.assertLess(seen.sent, folder / 2)
        self.assertLess(seen.sent, seen.changed * 2 + (1 << 20), "little more than what changed")
        client.stop()
        self.assert_nothing_lost(client)
        self.assert_copies_equal()

    def test_an_engine_killed_at_any_instant_leaves_no_stale_mount_and_no_stale_address(self):
        """The database lives on, here or there; what the dead engine left is gone when the next one is up (S3)."""
        dice = random.Random(7)
        clients = []
        for turn in range(4):
            self.serving = administrator.wait_in_sync(self.lab)
            victim = self.serving if turn % 2 == 0 else other(self.serving)
            clients.append(self.client())
            clients[-1].wait_for_rows(50 + dice.randrange(200))
            before, engines = time.monotonic(), self.restarts(victim)
            self.shell(victim, "systemctl kill -s KILL --kill-whom=main understudyd")
            self.assertTrue(until(lambda: self.restarts(victim) > engines, 20), "systemd starts the engine again")
            serving = administrator.wait_in_sync(self.lab)
            after = clients[-1].wait_for_row_after(time.monotonic())
            role = "serving" if victim == self.serving else "standby"
            self.say(f"engine of {victim} ({role}) killed; the client stood still for "
                     f"{clients[-1].outage(before, after) * 1000:.0f} ms; {serving} serves")
            self.assert_one_holder(serving)
            self.assert_mounted_only_at(serving)
            self.assertEqual(self.pids_of_database(other(serving)), [])
            clients[-1].stop()
        self.assert_nothing_lost(*clients)
        self.assert_copies_equal()

    def restarts(self, name):
        return int(self.shell(name, "systemctl show --property=NRestarts --value understudyd"))

    def test_a_full_disk_of_the_standby_costs_the_standby_and_not_the_application(self):
        client = self.client(patience=10, note=2000)
        client.wait_for_rows(50)
        filling = self.shell(self.standby, """
            cd /srv; n=0
            for size in 1G 100M 10M 1M 100K; do
                while fallocate -l $size full.$((n++)) 2>/dev/null; do :; done
            done
            df -h /srv | tail -1""")
        self.addCleanup(lambda: self.shell(self.standby, "rm -f /srv/full.*"))
        self.say(f"{self.standby}'s disk is full: {filling.split()[3]} left")
        before = time.monotonic()
        dropped = until(lambda: administrator.own_report(self.node(self.serving)).get("state") == "ALONE", 30)
        client.wait_for_rows(200)
        longest = client.outage(before, time.monotonic())
        self.say(f"{self.serving} goes on alone; the longest wait of the client: {longest * 1000:.0f} ms")
        self.assertTrue(dropped, administrator.describe(self.lab))
        told = "\n".join(entry["sentence"] for name in (self.serving, self.standby)
                         for entry in administrator.log(self.node(name)) if entry["moment"] > before - 2)
        self.assertRegex(told, "(?i)disk is full|no space|disk full", "the reason is told")
        self.shell(self.standby, "rm -f /srv/full.*")
        if administrator.own_report(self.node(self.standby)).get("state") == "STOP":
            self.control(self.standby, "start")
        self.assertEqual(administrator.wait_in_sync(self.lab), self.serving)
        self.say("room again: in sync again")
        client.stop()
        self.assert_nothing_lost(client)
        self.assert_copies_equal()

    def test_stop_and_start_of_both_keep_the_data_where_it_was_last(self):
        client = self.client()
        client.wait_for_rows(100)
        client.stop()
        for name in (self.standby, self.serving):
            self.control(name, "stop")
            administrator.wait_state(self.lab, name, "STOP", colour="red")
        self.assert_nothing_left_running()
        self.say("both stopped: no mount, no address, no database")
        for name in (self.standby, self.serving):
            self.control(name, "start")
        self.assertEqual(administrator.wait_in_sync(self.lab), self.serving)
        self.assert_nothing_lost(client)

    def assert_nothing_left_running(self):
        for node in administrator.running(self.lab):
            self.assertNotIn("10.99.0.10/", node.run("ip", "addr"))
            self.assertNotIn(" fuse", node.run("cat", "/proc/mounts").replace("fusectl", ""))
            self.assertEqual(self.pids_of_database(node.name), [])

    def test_a_reboot_of_the_serving_node_is_a_failover_and_its_return_a_synchronisation(self):
        client = self.client()
        client.wait_for_rows(100)
        node, before = self.node(self.serving), time.monotonic()
        old = node.cgroup.init_pid()
        node.run("systemctl", "reboot", check=False)
        until(lambda: node.cgroup.init_pid() not in (None, old), 60)
        node.boot()
        after = client.wait_for_row_after(before + 1)
        administrator.wait_in_sync(self.lab)
        self.say(f"{self.serving} rebooted; the client stood still for {client.outage(before, after) * 1000:.0f} ms")
        client.stop()
        self.assert_nothing_lost(client)
        self.assert_copies_equal()

    def test_stopping_the_engine_of_the_serving_node_hands_over_in_order(self):
        client = self.client()
        client.wait_for_rows(100)
        first, other = self.serving, self.standby
        before = time.monotonic()
        self.shell(first, "systemctl stop understudyd")
        after = client.wait_for_row_after(time.monotonic())
        self.assertEqual(self.shell(first, "systemctl show --property=Result --value understudyd").strip(), "success")
        self.say(f"{first} stopped in order; the client stood still for {client.outage(before, after) * 1000:.0f} ms")
        self.assertIn("stopped serving and handed over", self.lab.node(other).run("understudyctl", "logs", "module"))
        self.shell(first, "systemctl start understudyd")
        administrator.wait_in_sync(self.lab)
        client.stop()
        self.assert_nothing_lost(client)
        self.assert_copies_equal()


if __name__ == "__main__":
    unittest.main(verbosity=2)
