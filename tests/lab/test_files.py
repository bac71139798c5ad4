"""The replicated folder as an ordinary folder: everything a user of files does is right there, and arrives on the other side."""

import unittest
from pathlib import Path

from outside import administrator, copies
from outside.case import QUICK, ClusterCase
from outside.writers import FileUser, is_error
from understudy_lab.layout import Options

USER = Path(__file__).with_name("outside") / "file_user.py"
ROUNDS = 2000
PLAIN = "/srv/plain"


class Files(ClusterCase):
    lab_name = "files"
    seeds = (1, 2)
    options = Options(module="files", **QUICK)

    def setUp(self):
        super().setUp()
        self.folder = self.lab.describe_node(self.node(self.serving))["folder"]
        self.shell(self.serving, f"find {self.folder} -mindepth 1 -delete; rm -rf {PLAIN}; mkdir {PLAIN}")

    def use(self, folder, seed, rounds=ROUNDS):
        return self.node(self.serving).run("python3", "-B", "-", folder, seed, rounds, stdin=USER.read_text(), timeout=300)

    def plain(self):
        return self.node(self.serving).disk.root / PLAIN.lstrip("/")

    def test_it_behaves_as_a_plain_folder_and_both_copies_are_equal_to_it(self):
        for seed in self.seeds:
            self.shell(self.serving, f"""
                find {self.folder} -mindepth 1 -delete
                rm -rf {PLAIN}; mkdir {PLAIN}; chmod --reference={self.folder} {PLAIN}""")
            wanted, told = self.use(PLAIN, seed), self.use(self.folder, seed)
            self.say(f"seed {seed}: {len(wanted.splitlines())} answers of the system, "
                     "from a plain folder and from the replicated one")
            self.maxDiff = 2000
            self.assertEqual(told.splitlines(), wanted.splitlines())
            self.assertNotIn("failed:", wanted)
            found = copies.differences(self.plain(), copies.backing(self.lab, self.serving))
            self.assertEqual(found, [], "the serving node's copy")
            self.assert_copies_equal(time_slack=5)
            self.assert_set_times_are_exact()
            self.assert_holes_stay_holes()

    def assert_set_times_are_exact(self):
        for name in ("timed-file", "timed-folder", "timed-link"):
            times = [(copies.backing(self.lab, node) / name).lstat().st_mtime_ns for node in ("node1", "node2")]
            self.assertEqual(times[0], times[1], name)
            self.assertLess(times[0], 1_400_000_000_000_000_000, name)

    def assert_holes_stay_holes(self):
        for node in ("node1", "node2"):
            self.assertLess((copies.backing(self.lab, node) / "sparse").lstat().st_blocks, 1000, node)

    def test_a_copy_that_was_away_is_made_equal(self):
        self.use(self.folder, 3)
        self.control(self.standby, "stop")
        administrator.wait_state(self.lab, self.standby, "STOP", colour="red")
        self.shell(self.serving, f"find {self.folder} -mindepth 1 -delete")
        self.use(self.folder, 4)
        self.say(f"while {self.standby} was away, everything was deleted and made anew, partly under the same names")
        self.control(self.standby, "start")
        self.assertEqual(administrator.wait_in_sync(self.lab), self.serving)
        self.assert_copies_equal(time_slack=0)

    def test_after_a_power_cut_the_other_node_serves_the_same_files(self):
        self.use(self.folder, 5)
        self.shell(self.serving, f"find {self.folder} -type f -exec sync {{}} +; sync {self.folder}")
        before = self.listing(self.serving)
        self.node(self.serving).cut()
        administrator.wait_serving(self.lab, self.standby)
        self.assertEqual(self.listing(self.standby), before)
        self.say(f"{self.standby} took over and serves the same {len(before.splitlines())} names and contents")
        self.node(self.serving).boot()
        self.assertEqual(administrator.wait_in_sync(self.lab), self.standby)
        self.assert_copies_equal()

    def listing(self, name):
        return self.shell(name, f"""cd {self.folder} && {{
            find . -type f -exec sha256sum {{}} +; find . -printf '%M %n %u %g %s %p %l\\n'; }} | cat -v | sort""")

    def test_a_writer_is_not_disturbed_by_a_standby_that_comes_and_goes(self):
        usual = {word for line in self.use(PLAIN, 6).splitlines() for word in line.split() if is_error(word)}
        writer = FileUser(self.node(self.serving), self.folder, 6)
        for turn in range(2):
            before = writer.answers
            self.control(self.standby, "stop")
            administrator.wait_state(self.lab, self.standby, "STOP", colour="red")
            self.control(self.standby, "start")
            administrator.wait_in_sync(self.lab)
            self.say(f"{turn + 1}: {self.standby} went and came back beside a writer at full speed, "
                     f"which got {writer.answers - before} answers meanwhile")
            self.assertGreater(writer.answers, before + 100)
        writer.stop()
        self.assertEqual(writer.errors_told - usual, set(), "errors that a plain folder never tells")
        self.assert_copies_equal()


class FilesOnXfs(Files):
    """The same on the other file system; its first two stories are enough."""

    lab_name = "filesxfs"
    seeds = (7,)
    options = Options(module="files", disk="xfs", **QUICK)
    test_after_a_power_cut_the_other_node_serves_the_same_files = None
    test_a_writer_is_not_disturbed_by_a_standby_that_comes_and_goes = None


if __name__ == "__main__":
    unittest.main(verbosity=2)
