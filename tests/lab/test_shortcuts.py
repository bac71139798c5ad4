"""Four shortcuts that pass the usual tests and lose data (safety.md, at its end), and the tests that see them.

Writers run on the serving node itself, in the folder, and print each fsync that returned: an acknowledgement that a client
behind the virtual IP never gets to see counts here.
"""

import os
import random
import time
import unittest

from outside import administrator, copies
from outside.address import AddressWatch
from outside.administrator import other
from outside.case import QUICK, ClusterCase
from outside.writers import CarelessWriter, FsyncWriters, LargeAndSmall
from understudy_lab import faults
from understudy_lab.lab import Lab
from understudy_lab.layout import Options
from understudy_lab.network import hardware_address
from understudy_lab.shell import run
from understudy_lab.waiting import until

STREAM_PORT = 5600


class FilesCase(ClusterCase):
    """The classes of this file share one lab, which the first of them makes."""

    options = Options(module="files", **QUICK)
    lab = Lab("shortcuts")

    @classmethod
    def setUpClass(cls):
        if not cls.lab.options:
            unittest.addModuleCleanup(cls.lab.down)
            cls.make_anew()

    def setUp(self):
        super().setUp()
        self.folder = self.lab.describe_node(self.node(self.serving))["folder"]
        self.shell(self.serving, f"find {self.folder} -mindepth 1 -delete")

    def backing(self, name):
        return copies.backing(self.lab, name)

    def drop_stream(self, name):
        """The replication port is dead, heartbeats flow."""
        run("ip", "netns", "exec", self.lab.layout.netns(name), "nft", "-f", "-", stdin=f"""
            table inet stream {{
                chain in {{ type filter hook input priority 0; tcp dport {STREAM_PORT} drop; tcp sport {STREAM_PORT} drop; }}
                chain out {{ type filter hook output priority 0; tcp dport {STREAM_PORT} drop; tcp sport {STREAM_PORT} drop; }}
            }}""")

    def assert_acknowledged_is_kept(self, writer):
        self.assertEqual(copies.stable_differences(self.lab), [])
        for name in ("node1", "node2"):
            self.assertEqual(writer.missing_in(self.backing(name)), [], name)

    def wait_for_time(self, seconds):
        """Lets the cluster alone for so long: here the time itself is the condition."""
        end = time.monotonic() + seconds
        until(lambda: time.monotonic() > end, seconds + 1)


class AcknowledgementsRestOnARecord(FilesCase):
    """Shortcut 1: the permission to acknowledge is kept in memory (S1, S2, S3)."""


    def test_s2_stream_cut_then_power_cut_within_a_second(self):
        self.stream_cut_then_power_cut(lambda writer: self.wait_for_time(0.7))

    def test_s2_stream_cut_then_power_cut_after_the_standby_was_dropped(self):
        def wait(writer):
            administrator.wait_state(self.lab, self.serving, "ALONE")
            writer.wait_for_fsyncs(1000)
        self.stream_cut_then_power_cut(wait)

    def stream_cut_then_power_cut(self, wait):
        writer = FsyncWriters(self.node(self.serving), self.folder, 4)
        writer.wait_for_fsyncs(100)
        before = writer.count
        begun = time.monotonic()
        self.drop_stream(self.serving)
        wait(writer)
        moment = self.node(self.serving).cut()
        writer.hear_out()
        self.say(f"stream of {self.serving} dead for {moment - begun:.1f} s, then its power cut: "
                 f"{before} fsyncs had returned before, {writer.count} in all")
        self.assertTrue(until(self.standby_has_decided, 10, pause=0.05), administrator.describe(self.lab))
        self.say(f"meanwhile: {administrator.describe(self.lab)}")
        self.node(self.serving).boot()
        self.say(f"back: {administrator.wait_in_sync(self.lab)} serves")
        self.assert_acknowledged_is_kept(writer)
        return writer

    def standby_has_decided(self):
        report = administrator.own_report(self.node(self.standby))
        return administrator.is_in(report, "ALONE") or administrator.is_in(report, "WAIT", colour="red")

    def test_s3_engine_killed_and_started_again_at_once(self):
        for turn in range(3):
            self.serving = administrator.wait_in_sync(self.lab)
            writer = FsyncWriters(self.node(self.serving), self.folder, 4)
            writer.wait_for_fsyncs(100 + 50 * turn)
            self.shell(self.serving, "systemctl kill -s KILL --kill-whom=main understudyd; systemctl restart understudyd")
            writer.hear_out()
            now = administrator.wait_in_sync(self.lab)
            self.say(f"engine of {self.serving} killed and restarted: {writer.count} fsyncs had returned, "
                     f"then {set(writer.failed.values())}; {now} serves")
            self.assert_acknowledged_is_kept(writer)


class ZonesWaitForThePeer(FilesCase):
    """Shortcut 2: an activity log by path, that its own syncfs empties (S4, S5, S7, S9)."""


    def test_s4_s5_writer_without_fsync_power_cut_of_the_serving_node(self):
        self.careless_then_cut(lambda: self.serving, disturb=lambda: faults.loss(self.lab.layout, 20), seeds=(11, 12))

    def test_s4_s5_writer_without_fsync_power_cut_of_the_standby(self):
        self.careless_then_cut(lambda: self.standby, disturb=self.pause_the_standby, seeds=(21,))

    def test_s7_second_cut_in_the_middle_of_the_synchronisation(self):
        self.careless_then_cut(lambda: self.serving, disturb=self.pause_the_standby, seeds=(31, 32), second_cut=True)

    def pause_the_standby(self):
        node = self.node(self.standby)
        node.pause()
        self.wait_for_time(0.4)
        node.resume()

    def careless_then_cut(self, victim, disturb, seeds, second_cut=False):
        for seed in seeds:
            dice = random.Random(seed)
            self.serving = administrator.wait_in_sync(self.lab)
            self.standby = other(self.serving)
            writer = CarelessWriter(self.node(self.serving), self.folder, seed)
            self.write_and_sync_underneath(2 + dice.random() * 2, disturb)
            cut = victim()
            self.node(cut).cut()
            self.say(f"seed {seed}: {cut} cut after {writer.done} operations without any fsync")
            if cut == self.standby:
                self.wait_for_time(1)
            self.stop_writer(writer, cut)
            faults.heal(self.lab.layout)
            self.node(cut).boot()
            if second_cut:
                self.cut_while_it_synchronises(cut, dice)
            administrator.wait_in_sync(self.lab)
            self.assert_copies_equal()

    def write_and_sync_underneath(self, seconds, disturb):
        """Each second a syncfs of the file system below, past the engine."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            disturb()
            self.wait_for_time(0.5)
            self.shell(self.serving, "sync -f /srv")

    def stop_writer(self, writer, cut):
        if cut != self.serving:
            writer.process.kill()
        writer.hear_out()

    def cut_while_it_synchronises(self, name, dice):
        until(lambda: administrator.own_report(self.node(name)).get("state") == "SECOND", 20, pause=0.005)
        self.wait_for_time(dice.random() * 0.3)
        self.node(name).cut()
        self.say(f"{name} cut again while it synchronised")
        self.node(name).boot()


class DeathIsMoreThanSigkill(FilesCase):
    """Shortcut 3: death is tested with SIGKILL only (S12, S13, S15, S17)."""

    CLIENTS = 32
    BOUND = 20  # seconds until everything must be right on the other side
    DISK_BOUND = 90  # 30 s for a call to the own disk, 10 s for closing by force, 10 s for a loop that waits for its record

    def setUp(self):
        super().setUp()
        self.watch = AddressWatch(self.lab.layout, 50)
        self.addCleanup(self.watch.stop)
        self.writer = FsyncWriters(self.node(self.serving), self.folder, self.CLIENTS)
        self.writer.wait_for_fsyncs(500)
        self.engine = self.node(self.serving).engine_pid()

    def fence(self):
        """The small process beside the engine, as this machine numbers it; None without one."""
        pids = self.node(self.serving).cgroup.pids("payload/system.slice/understudyd.service")
        return next((pid for pid in pids if pid != self.engine), None)

    def test_s12_s15_engine_stopped(self):
        self.stop_and_go_on("engine", [self.engine], freed_by_fence=True)

    def test_s12_fence_then_engine_stopped(self):
        fence = self.fence()
        self.assertTrue(fence, "there is no fence beside the engine")
        self.stop_and_go_on("fence and engine", [fence, self.engine], freed_by_fence=False)

    def test_s15_fence_stopped_alone_does_no_harm_and_killed_alone_is_replaced(self):
        old = self.fence()
        self.assertTrue(old, "there is no fence beside the engine")
        run("kill", "-STOP", old)
        self.writer.wait_for_fsyncs(500)
        self.assertEqual(administrator.wait_in_sync(self.lab), self.serving)
        self.say("fence stopped: the engine serves")
        run("kill", "-9", old)
        self.assertTrue(until(lambda: self.fence() not in (None, old), self.BOUND, pause=0.1), "the engine does not replace its fence")
        self.say("fence killed: the engine has another one")
        self.writer.wait_for_fsyncs(200)
        self.assertEqual(administrator.wait_in_sync(self.lab), self.serving)

    def stop_and_go_on(self, what, pids, freed_by_fence):
        begun = time.monotonic()
        for pid in pids:
            run("kill", "-STOP", pid)
        self.assert_other_side_serves(begun, what)
        if freed_by_fence:
            self.assertEqual(self.stuck_threads(), [], "the fence leaves them in the kernel")
            self.say(f"nobody waits in the kernel any more after {time.monotonic() - begun:.1f} s")
            # The fence has killed the stopped engine, and the one that follows it synchronises this copy: that
            # may change bytes, so what must stand still is looked at behind it.
            self.assertFalse(os.path.exists(f"/proc/{self.engine}"), "the stopped engine is still there")
            self.assertEqual(administrator.wait_in_sync(self.lab), self.standby)
        acknowledged, content = self.writer.count, self.fingerprint()
        for pid in pids:
            run("kill", "-CONT", pid, check=False)
        self.wait_for_time(2)
        self.assertEqual(self.writer.count, acknowledged, "an fsync was acknowledged after the other took over")
        self.assert_nothing_new(content)
        self.assertEqual(self.stuck_threads(), [], "they hang in the kernel")
        self.return_to_sync()

    def assert_other_side_serves(self, begun, what):
        administrator.wait_serving(self.lab, self.standby, self.BOUND)
        taken = self.watch.first_answer(self.standby, begun, self.BOUND)
        self.say(f"{what} stopped with {self.CLIENTS} clients in fsync: "
                 f"{self.standby} answers for the address after {taken - begun:.1f} s")
        old = hardware_address(self.lab.layout, self.serving)

        def quiet():
            return time.monotonic() > taken + 1 and old not in self.watch.holders(time.monotonic() - 0.5)
        self.assertTrue(until(quiet, self.BOUND, pause=0.05), "the old owner still answers for the address")
        self.say(f"only {self.standby} answers after {time.monotonic() - begun:.1f} s")

    def stuck_threads(self):
        """Threads of the node that wait for an answer of the engine after the time that is granted for it. They sleep like
        others, but one that is killed meanwhile hangs until somebody aborts the connection."""
        def waiting():
            return self.shell(self.serving, "ps -eLo wchan:30=,comm= | grep ^request_wait_answer || true").splitlines()
        until(lambda: not waiting(), self.BOUND, pause=0.1)
        return waiting()

    def assert_nothing_new(self, before):
        """The engine that goes on may be synchronised meanwhile: what changed then is what the other copy has. A write
        that had waited would be on neither side."""
        other = self.fingerprint(self.standby)
        for name, content in self.fingerprint().items():
            known = set(before.get(name, b"").splitlines()) | set(other.get(name, b"").splitlines())
            self.assertEqual(set(content.splitlines()) - known, set(), f"{name} changed after the other took over")

    def fingerprint(self, node=None):
        backing = self.backing(node or self.serving)
        return {path.name: path.read_bytes() for path in backing.iterdir() if path.is_file()}

    def return_to_sync(self):
        if not until(lambda: administrator.in_sync(self.lab), 30, pause=0.1):
            self.control(self.serving, "start", status=0)
        now = administrator.wait_in_sync(self.lab)
        self.writer.process.kill()
        self.writer.hear_out()
        self.say(f"{now} serves; {self.writer.count} fsyncs had returned; errors: {set(self.writer.failed.values())}")
        self.assert_acknowledged_is_kept(self.writer)

    def test_s15_a_disk_that_hangs_without_an_error(self):
        """Every write to the disk of the serving node waits; heartbeats go on, and no call returns an error."""
        disk, begun = self.node(self.serving).disk, time.monotonic()
        disk.hang()
        self.addCleanup(disk.go_on)
        until(lambda: administrator.own_report(self.node(self.standby)).get("state") in ("ALONE", "PRIM"), self.DISK_BOUND)
        self.assert_other_side_serves(begun, "disk")
        acknowledged = self.writer.count
        disk.go_on()
        self.wait_for_time(2)
        self.assertEqual(self.writer.count, acknowledged, "an fsync was acknowledged after the other took over")
        self.return_to_sync()

    def test_s13_s14_whole_node_frozen_for_ten_seconds(self):
        node = self.node(self.serving)
        # The engine first: what it has answered until then is heard before the writers freeze as well.
        begun = time.monotonic()
        run("kill", "-STOP", self.engine)
        self.wait_for_time(0.2)
        acknowledged = self.writer.count
        node.pause()
        run("kill", "-CONT", self.engine)
        administrator.wait_serving(self.lab, self.standby, 10)
        taken = self.watch.first_answer(self.standby, begun)
        self.say(f"{self.serving} frozen: {self.standby} answers for the address after {taken - begun:.1f} s")
        self.wait_for_time(max(0.0, begun + 10 - time.monotonic()))
        woken = time.monotonic()
        node.resume()
        self.wait_for_time(3)
        old = hardware_address(self.lab.layout, self.serving)
        late = [moment - woken for moment, card in self.watch.since(woken) if card == old]
        self.say(f"awake again: it answered for the address {len(late)} times, "
                 f"the last {max(late, default=0):.2f} s after it woke")
        self.assertLess(max(late, default=0), 2.5, "it drops the address within its bound")
        self.assertEqual(self.writer.count, acknowledged, "it acknowledged something after the other took over")
        self.return_to_sync()


class ConfirmationsNameTheirRequest(FilesCase):
    """Shortcut 4: confirmations from the page cache, or inferred from a later one (S6, S7)."""

    BLOCKS = 2048  # 8 MiB

    def test_s6_cut_of_both_only_the_standby_returns_and_is_forced(self):
        for rounds in (2, 5):
            self.serving = administrator.wait_in_sync(self.lab)
            self.standby = other(self.serving)
            writer = LargeAndSmall(self.node(self.serving), self.folder, self.BLOCKS)
            writer.wait_for(lambda: writer.acknowledged["large"] >= rounds, 60)
            self.cut_both_and_force_the_standby(writer)

    def test_s7_the_same_one_second_after_uptodate(self):
        self.control(self.standby, "stop")
        administrator.wait_state(self.lab, self.standby, "STOP", colour="red")
        writer = LargeAndSmall(self.node(self.serving), self.folder, self.BLOCKS)
        writer.wait_for(lambda: writer.acknowledged["large"] >= 3, 60)
        self.control(self.standby, "start")
        administrator.wait_in_sync(self.lab)
        self.wait_for_time(1)
        self.cut_both_and_force_the_standby(writer)

    def cut_both_and_force_the_standby(self, writer):
        self.lab.on_both(lambda node: node.cut())
        writer.hear_out()
        self.say(f"both cut; acknowledged: {writer.acknowledged}")
        self.node(self.standby).boot()
        administrator.wait_state(self.lab, self.standby, "WAIT", colour="red")
        self.say(f"{self.standby} alone: {administrator.own_report(self.node(self.standby))['reason']['sentence']}")
        self.control(self.standby, "force-start", "--yes")
        administrator.wait_serving(self.lab, self.standby)
        self.assertEqual(writer.missing_in(self.backing(self.standby)), [])
        self.node(self.serving).boot()
        self.assertEqual(administrator.wait_in_sync(self.lab), self.standby)
        self.assert_acknowledged_is_kept(writer)


if __name__ == "__main__":
    unittest.main(verbosity=2)
