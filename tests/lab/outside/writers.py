"""Writers inside a node, and what they can prove: which fsyncs returned."""

from outside.fsync_writer import record
from outside.large_and_small import BLOCK
from outside.listener import Listener, start_in_node
from understudy_lab.shell import LabError


class FsyncWriters(Listener):
    def __init__(self, node, folder, writers):
        self.acknowledged, self.failed, self.count = {}, {}, 0
        super().__init__(start_in_node(node, "fsync_writer.py", folder, writers))

    def heard(self, words):
        if words[0] == "ok":
            self.acknowledged[int(words[1])] = int(words[2])
            self.count += 1
        else:
            self.failed[int(words[1])] = words[2]

    def wait_for_fsyncs(self, more, seconds=30):
        wanted = self.count + more
        if not self.wait_for(lambda: self.count >= wanted, seconds):
            raise LabError(f"only {self.count - wanted + more} of {more} fsyncs returned in {seconds} s; errors: {self.failed}")

    def missing_in(self, copy):
        """Acknowledged records that are not in that copy of the folder, as sentences."""
        found = []
        for writer, last in sorted(self.acknowledged.items()):
            path = copy / f"writer-{writer:03d}"
            data = path.read_bytes() if path.exists() else b""
            wrong = [n for n in range(1, last + 1) if data[(n - 1) * 64:n * 64] != record(writer, n)]
            if wrong:
                found.append(f"writer {writer}: {len(wrong)} of {last} acknowledged records, first {wrong[0]}")
        return found


class LargeAndSmall(Listener):
    def __init__(self, node, folder, blocks):
        self.acknowledged = {"large": 0, "small": 0}
        super().__init__(start_in_node(node, "large_and_small.py", folder, blocks))

    def heard(self, words):
        self.acknowledged[words[0]] = int(words[1])

    def missing_in(self, copy):
        found = []
        data = (copy / "large").read_bytes()
        rounds = [int.from_bytes(data[at:at + 8], "little") for at in range(0, len(data), BLOCK)]
        large, small = self.acknowledged["large"], self.acknowledged["small"]
        old = [number for number, turn in enumerate(rounds) if turn < large]
        if old or not rounds:
            found.append(f"large: {len(old)} of {len(rounds)} blocks are older than the acknowledged round {large}")
        lines = (copy / "small").read_bytes()
        if lines[:small * 16] != b"".join(b"%015d\n" % number for number in range(1, small + 1)):
            found.append(f"small: not all {small} acknowledged lines are there")
        return found


class CarelessWriter(Listener):
    def __init__(self, node, folder, seed):
        self.done = 0
        super().__init__(start_in_node(node, "careless_writer.py", folder, seed))

    def heard(self, words):
        self.done = int(words[1])


ENDLESS = 1_000_000_000  # rounds


def is_error(word):
    """The name of an error, as file_user.py prints it."""
    return word.startswith("E") and word[1:].isalnum() and word.isupper()


class FileUser(Listener):
    """Everything that an ordinary user of files does, until it is stopped; and which errors it was told."""

    def __init__(self, node, folder, seed):
        self.answers, self.errors_told = 0, set()
        super().__init__(start_in_node(node, "file_user.py", folder, seed, ENDLESS))

    def heard(self, words):
        self.answers += 1
        self.errors_told.update(filter(is_error, words))
