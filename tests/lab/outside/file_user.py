"""An ordinary user of files, who tries everything: python3 file_user.py FOLDER SEED ROUNDS

Prints what it was told by the system (contents, sizes, errors). The same seed does and prints the same on any good file
system, so a replicated folder is held against a plain one. Files named `timed-*` have times that were set by hand last.
"""

import ctypes
import errno
import fcntl
import hashlib
import mmap
import os
import random
import stat
import sys

AT_FDCWD = -100
RENAME_NOREPLACE, RENAME_EXCHANGE = 1, 2
KEEP_SIZE, PUNCH_HOLE, ZERO_RANGE = 1, 2, 16
KIB, MIB = 1 << 10, 1 << 20
libc = ctypes.CDLL(None, use_errno=True)


def call(function, *arguments):
    words = [os.fsencode(a) if isinstance(a, str) else ctypes.c_long(a) for a in arguments]
    if getattr(libc, function)(*words) != 0:
        raise OSError(ctypes.get_errno(), function)


def rename2(old, new, flags):
    call("renameat2", AT_FDCWD, old, AT_FDCWD, new, flags)


def fallocate(descriptor, mode, offset, length):
    call("fallocate", descriptor, mode, offset, length)


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def content(path):
    with open(path, "rb") as file:
        return file.read()


def report(*words):
    print(*words, flush=True)


def write(path, data, flags=os.O_CREAT | os.O_RDWR, offset=None, mode=0o644):
    descriptor = os.open(path, flags, mode)
    try:
        os.pwrite(descriptor, data, offset) if offset is not None else os.write(descriptor, data)
    finally:
        os.close(descriptor)


# ---- one small story for each thing that a file user does


def hard_links():
    write("link-a", b"one")
    os.mkdir("links")
    os.link("link-a", "links/b")
    write("links/b", b"two ways", os.O_WRONLY | os.O_TRUNC)
    os.link("links/b", "links/c")
    os.unlink("link-a")
    report("links", os.stat("links/c").st_nlink, content("links/b"), os.stat("links/b").st_ino == os.stat("links/c").st_ino)


def rename_over_open_file():
    write("new", b"the new one")
    write("old", b"the old one")
    with open("old", "r+b", buffering=0) as reader:
        os.rename("new", "old")
        reader.seek(0, os.SEEK_END)
        reader.write(b", still written to")
        os.fsync(reader)
        reader.seek(0)
        report("renamed over", reader.read(), content("old"))


def rename_while_open():
    os.mkdir("away")
    with open("moving", "wb", buffering=0) as writer:
        writer.write(b"before ")
        os.rename("moving", "away/moved")
        writer.write(b"after")
    os.rename("away", "further")
    report("moved", content("further/moved"))


def unlink_while_open():
    with open("doomed", "w+b", buffering=0) as file:
        file.write(b"x" * 100_000)
        os.unlink("doomed")
        file.write(b"y" * 100)
        os.fsync(file)
        os.ftruncate(file.fileno(), 100_050)
        file.seek(99_990)
        report("unlinked", os.fstat(file.fileno()).st_nlink, file.read())
    write("doomed", b"a namesake")


def append():
    descriptors = [os.open("appended", os.O_CREAT | os.O_WRONLY | os.O_APPEND) for _ in range(3)]
    for turn in range(30):
        os.write(descriptors[turn % 3], b"%04d\n" % turn)
    os.pwrite(descriptors[0], b"pwrite appends too\n", 0)
    for descriptor in descriptors:
        os.close(descriptor)
    report("appended", digest(content("appended")), os.stat("appended").st_size)


def direct():
    page = mmap.mmap(-1, 64 * KIB)
    page.write(bytes(range(256)) * 256)
    descriptor = os.open("direct", os.O_CREAT | os.O_RDWR | os.O_DIRECT)
    os.writev(descriptor, [page])
    os.pwritev(descriptor, [memoryview(page)[:4096]], 32 * KIB)
    os.fdatasync(descriptor)
    os.close(descriptor)
    report("direct", digest(content("direct")))


def synchronous():
    for name, flag in (("o-sync", os.O_SYNC), ("o-dsync", os.O_DSYNC)):
        write(name, b"durable " * 1000, os.O_CREAT | os.O_WRONLY | flag)
        report(name, digest(content(name)))


def truncate():
    write("truncated", b"abcdefgh" * 4096)
    os.truncate("truncated", 10_001)
    os.truncate("truncated", 50_000)
    write("truncated", b"end", os.O_WRONLY, 49_990)
    write("emptied", b"was full")
    write("emptied", b"", os.O_WRONLY | os.O_TRUNC)
    report("truncated", digest(content("truncated")), os.stat("emptied").st_size)


def sparse():
    descriptor = os.open("sparse", os.O_CREAT | os.O_RDWR)
    for offset in (0, 5 * MIB + 123, 100 * MIB):
        os.pwrite(descriptor, b"island", offset)
    os.ftruncate(descriptor, 200 * MIB)
    os.close(descriptor)
    report("sparse", os.stat("sparse").st_size, os.stat("sparse").st_blocks < 1000)


def allocate():
    descriptor = os.open("allocated", os.O_CREAT | os.O_RDWR)
    os.posix_fallocate(descriptor, 0, MIB)
    os.pwrite(descriptor, b"z" * MIB, 0)
    fallocate(descriptor, PUNCH_HOLE | KEEP_SIZE, 100_000, 300_000)
    fallocate(descriptor, ZERO_RANGE | KEEP_SIZE, 600_001, 1000)
    fallocate(descriptor, KEEP_SIZE, MIB, 64 * KIB)
    os.close(descriptor)
    report("allocated", digest(content("allocated")), os.stat("allocated").st_size)


def mapped():
    write("mapped", bytes(300_000))
    with open("mapped", "r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        memory[12_345:12_350] = b"store"
        memory[299_995:300_000] = b"last."
        memory.flush()
    report("mapped", digest(content("mapped")))


def copied():
    source, target = os.open("mapped", os.O_RDONLY), os.open("copied", os.O_CREAT | os.O_RDWR)
    done = os.copy_file_range(source, target, 200_000, 10_000, 5)
    while done < 200_000:
        done += os.copy_file_range(source, target, 200_000 - done, 10_000 + done, 5 + done)
    os.close(source)
    os.close(target)
    report("copied", digest(content("copied")))


def xattrs():
    write("with-xattrs", b"x")
    os.setxattr("with-xattrs", "user.comment", b"first")
    os.setxattr("with-xattrs", "user.comment", b"second", os.XATTR_REPLACE)
    os.setxattr("with-xattrs", "user.gone", b"1")
    os.removexattr("with-xattrs", "user.gone")
    os.setxattr("with-xattrs", "user.big", b"v" * 3000)
    os.setxattr("with-xattrs", "trusted.own", b"\0\1")
    os.setxattr("links", "user.on-folder", b"yes")
    acl = bytes.fromhex("0200000001000600ffffffff02000400e803000004000400ffffffff10000600ffffffff20000400ffffffff")
    os.setxattr("with-xattrs", "system.posix_acl_access", acl)
    report("xattrs", sorted(os.listxattr("with-xattrs")), digest(os.getxattr("with-xattrs", "user.big")),
           attempt(lambda: os.getxattr("with-xattrs", "user.gone")),
           attempt(lambda: os.setxattr("with-xattrs", "user.comment", b"", os.XATTR_CREATE)))


def as_somebody(action):
    child = os.fork()
    if child == 0:
        try:
            os.setresgid(1001, 1001, 1001)
            os.setresuid(1001, 1001, 1001)
            action()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def rights():
    write("private", b"mine", mode=0o600)
    os.chown("private", 1234, 4321)
    os.chmod("private", 0o4750)
    os.mkdir("shared", 0o777)
    os.chmod("shared", 0o3777)
    os.chown("shared", 55, 66)
    write("shared/inherits", b"group of the folder")
    mask = os.umask(0o077)
    write("shared/masked", b"", mode=0o666)
    os.umask(mask)
    write("cleared", b"s")
    os.chown("cleared", 1000, 1000)
    os.chmod("cleared", 0o6755)
    os.chown("cleared", 1001, 1001)  # takes suid and sgid away
    for name, flags in (("appended", os.O_APPEND), ("overwritten", 0), ("emptied", os.O_TRUNC)):
        write(name, b"who writes does not keep the rights of another")
        os.chmod(name, 0o6777)
        as_somebody(lambda: os.write(os.open(name, os.O_WRONLY | flags), b"w"))
    names = ("private", "shared", "shared/inherits", "shared/masked", "cleared", "appended", "overwritten", "emptied")
    report("rights", [(oct(os.stat(name).st_mode), os.stat(name).st_uid, os.stat(name).st_gid) for name in names])


def times():
    write("timed-file", b"t")
    os.utime("timed-file", ns=(1_000_000_000_123_456_789, 1_100_000_000_987_654_321))
    os.mkdir("timed-folder")
    os.utime("timed-folder", ns=(5, 1_200_000_000_000_000_001))
    os.symlink("timed-file", "timed-link")
    os.utime("timed-link", ns=(7, 1_300_000_000_000_000_003), follow_symlinks=False)
    report("times", [os.lstat(name).st_mtime_ns for name in ("timed-file", "timed-folder", "timed-link")])


def special_files():
    os.symlink("nowhere/at/all", "dangling")
    os.symlink("x" * 500, "long-link")
    os.mkfifo("pipe", 0o640)
    os.mknod("null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    report("special", os.readlink("dangling"), len(os.readlink("long-link")), os.stat("null").st_rdev)


def renames_with_flags():
    write("left", b"left")
    os.mkdir("right")
    write("right/inside", b"inside")
    rename2("left", "right", RENAME_EXCHANGE)
    write("third", b"third")
    report("exchange", content("right"), content("left/inside"), attempt(lambda: rename2("third", "right", RENAME_NOREPLACE)))


def wal_recycling():
    """As PostgreSQL does: a file of equal size is renamed over the place of the next one, and both folders are synced."""
    os.mkdir("wal")
    for number in (1, 2):
        write(f"wal/{number}", bytes([number]) * 65_536)
    os.rename("wal/1", "wal/3")
    write("wal/3", b"reused", os.O_WRONLY, 0)
    folder = os.open("wal", os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(folder)
    os.close(folder)
    report("wal", sorted(os.listdir("wal")), digest(content("wal/3")))


def names():
    for name in ("with space", "naïve-ü-日本", "n" * 255, "-dash", "new\nline"):
        write(name, name.encode())
    raw = b"not-utf8-\xff\xfe"
    descriptor = os.open(raw, os.O_CREAT | os.O_WRONLY)
    os.close(descriptor)
    report("names", attempt(lambda: write("n" * 256, b"")), os.path.exists(raw))


def refusals():
    os.mkdir("full")
    write("full/file", b"")
    report("refused", attempt(lambda: os.rmdir("full")), attempt(lambda: os.unlink("full")),
           attempt(lambda: os.open("absent", os.O_RDONLY)), attempt(lambda: os.open("full/file", os.O_CREAT | os.O_EXCL)),
           attempt(lambda: os.rename("full", "full/inside")), attempt(lambda: os.link("full", "hard-folder")),
           attempt(lambda: os.mkdir("full/file/below")))


def many_names():
    os.mkdir("many")
    for number in range(1500):
        write(f"many/{number:05}", b"")
    for number in range(0, 1500, 3):
        os.unlink(f"many/{number:05}")
    report("many", len(os.listdir("many")))


def locks():
    with open("locked", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        report("locked")


STORIES = (hard_links, rename_over_open_file, rename_while_open, unlink_while_open, append, direct, synchronous, truncate,
           sparse, allocate, mapped, copied, xattrs, rights, times, special_files, renames_with_flags, wal_recycling, names,
           refusals, many_names, locks)


def attempt(action):
    """The error's name, or what came back."""
    try:
        return action()
    except OSError as error:
        return errno.errorcode[error.errno]


# ---- and at random


class Wanderer:
    """Does anything to a small set of names, so that they collide; some files stay open over what happens to their names."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.open_files = []
        os.mkdir("wander")
        for folder in "abc":
            os.mkdir(f"wander/{folder}")

    def name(self):
        return f"wander/{self.random.choice('abc')}/{self.random.choice('pqrstu')}"

    def step(self):
        actions = [self.write, self.write, self.append, self.truncate, self.rename, self.rename, self.link, self.unlink,
                   self.folder, self.attributes, self.xattr, self.keep_open, self.use_open, self.use_open, self.hole, self.sync]
        action = self.random.choice(actions)
        report(action.__name__, attempt(action))

    def data(self):
        return self.random.randbytes(self.random.choice((1, 100, 4096, 10_000, 70_000)))

    def offset(self):
        return self.random.choice((0, 1, 4095, 4096, 100_000, 5 * MIB))

    def write(self):
        write(self.name(), self.data(), offset=self.offset())

    def append(self):
        write(self.name(), self.data(), os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def truncate(self):
        os.truncate(self.name(), self.offset())

    def rename(self):
        old, new = self.name(), self.name()
        rename2(old, new, self.random.choice((0, 0, 0, RENAME_EXCHANGE, RENAME_NOREPLACE)))

    def link(self):
        os.link(self.name(), self.name())

    def unlink(self):
        os.unlink(self.name())

    def folder(self):
        name = self.name()
        os.mkdir(name) if self.random.random() < 0.5 else os.rmdir(name)

    def attributes(self):
        name = self.name()
        os.chmod(name, self.random.randrange(0o10000))
        os.chown(name, self.random.randrange(3), self.random.randrange(3))

    def xattr(self):
        name, key = self.name(), f"user.{self.random.choice('xy')}"
        if self.random.random() < 0.7:
            return os.setxattr(name, key, self.random.randbytes(20))
        return os.removexattr(name, key)

    def keep_open(self):
        self.open_files.append(os.open(self.name(), os.O_RDWR))
        if len(self.open_files) > 8:
            os.close(self.open_files.pop(0))

    def use_open(self):
        if self.open_files:
            descriptor = self.random.choice(self.open_files)
            os.pwrite(descriptor, self.data(), self.offset())
            return digest(os.pread(descriptor, 200_000, 0)), os.fstat(descriptor).st_nlink

    def hole(self):
        if self.open_files:
            fallocate(self.random.choice(self.open_files), PUNCH_HOLE | KEEP_SIZE, self.offset(), 50_000)

    def sync(self):
        if self.open_files:
            os.fsync(self.random.choice(self.open_files))


def main(folder, seed, rounds):
    os.chdir(folder)
    os.umask(0o022)
    for story in STORIES:
        try:
            story()
        except OSError as error:  # a story of its own, so that one refusal does not hide the others
            report(story.__name__, "failed:", error)
    wanderer = Wanderer(int(seed))
    for _ in range(int(rounds)):
        wanderer.step()


if __name__ == "__main__":
    main(*sys.argv[1:])
