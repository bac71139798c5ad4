"""The lab must be believed before its verdicts are: each fault does what its name says. No engine is needed here."""

import os
import signal
import subprocess
import unittest

from understudy_lab import faults
from understudy_lab.lab import Lab
from understudy_lab.layout import ADDRESSES, REPOSITORY, VIRTUAL_IP, Options
from understudy_lab.waiting import until

DEV = str(REPOSITORY / "dev")


def pings(lab, target, count=1):
    """How many of `count` pings from the client are answered."""
    output = in_client(lab, "ping", "-q", "-n", "-i", "0.02", "-W", "0.3", "-c", str(count), target).stdout
    return int(output.split(" received")[0].split()[-1])


def in_client(lab, *command):
    namespace = f"--net=/run/netns/{lab.layout.netns('client')}"
    return subprocess.run(["nsenter", namespace, "--", *command], capture_output=True, text=True)


def command_line(lab, verb, *words, **options):
    return subprocess.run([DEV, "lab", verb, "--name", lab.layout.name, *words], capture_output=True, text=True, **options)


class LabTest(unittest.TestCase):
    """One lab for all tests of a class; each test leaves both nodes up and the network whole."""

    options = Options(configure=False, memory=True)
    lab_name = "itself"

    @classmethod
    def setUpClass(cls):
        cls.lab = Lab(cls.lab_name)
        cls.lab.down()
        cls.lab.up(cls.options)
        cls.addClassCleanup(cls.lab.down)

    def setUp(self):
        faults.heal(self.lab.layout)
        self.lab.on_both(lambda node: node.boot())
        self.node1, self.node2 = self.lab.node("node1"), self.lab.node("node2")


class PowerTest(LabTest):
    def write_two_files(self):
        """In the place where the replicated folders are: one file synced, one not, and one overwritten without sync."""
        self.node1.run("bash", "-c", """
            cd /srv/files; rm -f *; echo old >overwritten; sync -f .
            echo kept >synced; sync synced .
            echo lost >unsynced; echo new >overwritten""")

    def files(self):
        return self.node1.run("bash", "-c", "cd /srv/files; grep . *")

    def test_cut_loses_what_was_not_synced_and_keeps_what_was(self):
        self.write_two_files()
        self.node1.cut()
        self.node1.boot()
        self.assertEqual(self.files(), "overwritten:old\nsynced:kept\n")

    def test_crash_loses_nothing(self):
        self.write_two_files()
        self.node1.crash()
        self.node1.boot()
        self.assertEqual(self.files(), "overwritten:new\nsynced:kept\nunsynced:lost\n")

    def test_replicated_folders_are_on_the_nodes_own_file_system(self):
        for folder in ("/var/lib/postgresql/15", "/srv/files", "/var/lib/understudy"):
            kind = self.node1.run("stat", "-f", "-c", "%T", folder).strip()
            self.assertIn(kind, ("ext2/ext3", "xfs"), folder)

    def test_peer_hears_nothing_of_a_cut_but_hears_of_a_crash(self):
        for stop, heard in ((self.node1.cut, False), (self.node1.crash, True)):
            with self.subTest(heard=heard):
                self.node1.boot()
                with self.connection_from_node1() as ending:
                    stop()
                    self.assertEqual(bool(ending(2.0)), heard)

    def connection_from_node1(self):
        return Connection(self.node1, self.node2)

    def test_virtual_address_is_gone_after_cut_and_after_boot(self):
        self.node1.run("ip", "addr", "add", f"{VIRTUAL_IP}/24", "dev", "host0")
        self.assertEqual(pings(self.lab, VIRTUAL_IP), 1)
        self.node1.cut()
        self.assertEqual(pings(self.lab, VIRTUAL_IP), 0)
        self.node1.boot()
        self.assertEqual(pings(self.lab, VIRTUAL_IP), 0)
        self.assertEqual(pings(self.lab, ADDRESSES["node1"]), 1)

    def test_node_keeps_its_identity_over_a_cut(self):
        def identity():
            return self.node1.run("cat", "/etc/machine-id", "/sys/class/net/host0/address", "/etc/hostname")
        before = identity()
        self.node1.cut()
        self.node1.boot()
        self.assertEqual(identity(), before)
        self.assertNotEqual(self.node1.run("cat", "/etc/machine-id"), self.node2.run("cat", "/etc/machine-id"))

    def test_reboot_from_inside_comes_back_without_the_virtual_address(self):
        self.node1.run("ip", "addr", "add", f"{VIRTUAL_IP}/24", "dev", "host0")
        before = self.node1.cgroup.init_pid()
        self.node1.run("systemctl", "reboot", check=False)
        self.assertTrue(until(lambda: self.node1.cgroup.init_pid() not in (None, before)))
        self.node1.boot()
        self.assertNotIn(VIRTUAL_IP, self.node1.run("ip", "addr"))

    def test_verbs_may_be_repeated(self):
        for _ in range(2):
            self.node1.cut()
        for _ in range(2):
            self.node1.boot()
        for _ in range(2):
            self.node1.crash()
        self.node1.boot()
        self.assertEqual(self.node1.run("systemctl", "is-system-running").strip(), "running")


class Connection:
    """An established TCP connection from a process on node1 to one on node2."""

    LISTEN = "import socket; s = socket.create_server(('', 7000)); print('ready', flush=True); c, _ = s.accept(); " \
             "print('connected', flush=True); print('ended', c.recv(1), flush=True)"
    CONNECT = "import socket, signal; s = socket.create_connection(('10.99.0.2', 7000)); signal.pause()"

    def __init__(self, node1, node2):
        self.node1, self.node2 = node1, node2

    def __enter__(self):
        self.listener = self.node2.start("python3", "-c", self.LISTEN, stdout=subprocess.PIPE, text=True)
        assert self.listener.stdout.readline() == "ready\n"
        self.caller = self.node1.start("python3", "-c", self.CONNECT)
        assert self.listener.stdout.readline() == "connected\n"
        return self.ended_within

    def ended_within(self, seconds):
        try:
            self.listener.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False

    def __exit__(self, *_):
        self.listener.kill()
        self.listener.wait()
        self.listener.stdout.close()
        self.caller.wait()


class NetworkTest(LabTest):
    def arrives(self, sender, receiver):
        """Whether a datagram from one node gets to the other (a static neighbour entry: no answer is needed)."""
        with Datagrams(sender, receiver) as datagrams:
            return datagrams.sent_and_received(20)

    def both_ways(self):
        return self.arrives(self.node1, self.node2) > 0, self.arrives(self.node2, self.node1) > 0

    def test_part_is_silent_and_leaves_the_client_alone(self):
        faults.part(self.lab.layout)
        self.assertEqual(self.both_ways(), (False, False))
        self.assertIn("LOWER_UP", self.node1.run("ip", "link", "show", "host0"))
        self.assertEqual((pings(self.lab, ADDRESSES["node1"]), pings(self.lab, ADDRESSES["node2"])), (1, 1))
        faults.heal(self.lab.layout)
        self.assertEqual(self.both_ways(), (True, True))

    def test_one_way_part_loses_what_that_node_sends(self):
        faults.part(self.lab.layout, "node1")
        self.assertEqual(self.both_ways(), (False, True))
        faults.part(self.lab.layout, "node2")
        self.assertEqual(self.both_ways(), (True, False))

    def test_loss_loses_about_so_many(self):
        faults.loss(self.lab.layout, 30)
        with Datagrams(self.node1, self.node2) as datagrams:
            received = datagrams.sent_and_received(1000)
        self.assertGreater(received, 600)
        self.assertLess(received, 800)
        faults.loss(self.lab.layout, 0)
        with Datagrams(self.node1, self.node2) as datagrams:
            self.assertEqual(datagrams.sent_and_received(100), 100)

    def test_unplugged_cable_is_seen_by_the_node_and_stays_out_over_a_boot(self):
        self.addCleanup(self.node1.plug)
        self.node1.unplug()
        self.assertTrue(until(lambda: "NO-CARRIER" in self.node1.run("ip", "link", "show", "host0")))
        self.node1.cut()
        self.node1.boot()
        self.assertEqual(pings(self.lab, ADDRESSES["node1"]), 0)
        self.node1.plug()
        self.assertTrue(until(lambda: pings(self.lab, ADDRESSES["node1"]) == 1))

    def test_paused_node_answers_pings_and_nothing_else(self):
        self.addCleanup(self.node1.crash)
        self.node1.run("bash", "-c", "(while echo tick; do :; done) </dev/null >/srv/files/ticks 2>/dev/null &")
        ticks = self.node1.disk.root / "srv/files/ticks"

        def size():
            return ticks.stat().st_size if ticks.exists() else 0
        self.assertTrue(until(lambda: size() > 0))
        self.node1.pause()
        stopped = size()
        self.assertEqual(pings(self.lab, ADDRESSES["node1"], 5), 5)
        self.assertEqual(size(), stopped)
        refused = command_line(self.lab, "exec", "node1", "--", "true")
        self.assertEqual(refused.returncode, 125)
        self.assertIn("paused", refused.stderr)
        self.node1.resume()
        self.assertTrue(until(lambda: size() > stopped))


class Datagrams:
    PORT = 7001
    RECEIVE = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); " \
              "s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22); s.bind(('', 7001)); " \
              "print('ready', flush=True); input(); s.setblocking(False); n = 0\n" \
              "try:\n while s.recv(64): n += 1\nexcept BlockingIOError: print(n)"
    SEND = "import socket, sys; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n" \
           "for i in range(int(sys.argv[1])): s.sendto(b'x', (sys.argv[2], 7001))"

    def __init__(self, sender, receiver):
        self.sender, self.receiver = sender, receiver

    def __enter__(self):
        hardware = self.receiver.run("cat", "/sys/class/net/host0/address").strip()
        self.target = ADDRESSES[self.receiver.name]
        self.sender.run("ip", "neigh", "replace", self.target, "lladdr", hardware, "dev", "host0", "nud", "permanent")
        self.process = self.receiver.start("python3", "-c", self.RECEIVE, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                           text=True)
        assert self.process.stdout.readline() == "ready\n"
        return self

    def sent_and_received(self, count):
        """A datagram on a veth pair has arrived when its sender's call has returned."""
        self.sender.run("python3", "-c", self.SEND, count, self.target)
        return int(self.process.communicate("\n")[0])

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.sender.run("ip", "neigh", "del", self.target, "dev", "host0")


class CommandLineTest(LabTest):
    def test_exec_passes_standard_input_and_exit_status(self):
        done = command_line(self.lab, "exec", "node1", "--", "sh", "-c", "cat; hostname; exit 7", input="over\n")
        self.assertEqual((done.stdout, done.returncode), ("over\nnode1\n", 7), done.stderr)
        done = command_line(self.lab, "exec", "client", "--", "sh", "-c", "cat; exit 3", input="over\n")
        self.assertEqual((done.stdout, done.returncode), ("over\n", 3), done.stderr)

    def test_wrong_use_and_failures_have_their_own_status(self):
        self.assertEqual(command_line(self.lab, "cut", "node3").returncode, 2)
        self.assertEqual(command_line(self.lab, "frobnicate").returncode, 2)
        self.assertEqual(command_line(self.lab, "loss", "101").returncode, 2)
        self.node1.cut()
        off = command_line(self.lab, "pause", "node1")
        self.assertEqual(off.returncode, 1)
        self.assertIn("is off", off.stderr)
        self.assertEqual(command_line(self.lab, "exec", "node1", "--", "true").returncode, 125)

    def test_two_labs_run_side_by_side_and_leave_nothing(self):
        other = Lab("other")
        other.up(Options(configure=False, memory=True, disk="xfs"))
        self.addCleanup(other.down)
        other.node("node1").run("touch", "/srv/files/here")
        self.assertFalse((self.node1.disk.root / "srv/files/here").exists())
        self.assertEqual(self.node1.run("ip", "addr").count("10.99.0.1/24"), 1)
        other.node("node1").cut()
        other.node("node1").boot()  # the nodes of this lab must not hold the old disk
        self.assertEqual(other.node("node2").run("stat", "-f", "-c", "%T", "/srv").strip(), "xfs")
        other.down()
        self.assertEqual(pings(self.lab, ADDRESSES["node1"]), 1)
        self.assert_nothing_left("other")

    def assert_nothing_left(self, name):
        for command in (["ip", "netns"], ["cat", "/proc/self/mountinfo"], ["losetup", "-a"]):
            shown = subprocess.run(command, capture_output=True, text=True).stdout
            self.assertNotIn(f"understudy-{name}-", shown)
            self.assertNotIn(f"understudy-lab/{name}/", shown)
            self.assertNotIn(f"understudy-lab-{name}/", shown)
        self.assertFalse(self.lab.layout.home.with_name(name).exists())

    def test_an_interrupted_up_leaves_nothing(self):
        process = subprocess.Popen([DEV, "lab", "up", "--name", "short", "--ram", "--no-configure"],
                                   env={**os.environ, "UNDERSTUDY_NO_BUILD": "1"},
                                   stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        for line in process.stderr:
            if "booting" in line:
                break
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        Lab("short").down()  # waits for the clean-up of the interrupted one
        self.assert_nothing_left("short")


if __name__ == "__main__":
    unittest.main()
