"""A writer that never syncs anything, and does to names what databases and mail servers do: python3 - FOLDER SEED

Files of equal size renamed over each other, links, unlink and create anew, stores into mapped memory, attributes. It prints
a dot line now and then, and ends when it is killed.
"""

import mmap
import os
import random
import sys

SIZE, FILES = 256 * 1024, 24


def main(folder, seed):
    dice = random.Random(int(seed))
    os.chdir(folder)
    for name in ("here", "there"):
        os.makedirs(name, exist_ok=True)

    def any_name():
        return f"{dice.choice(('here', 'there'))}/{dice.randrange(FILES):02d}"

    def fill(name):
        with open(name, "wb") as file:
            file.write(dice.randbytes(4096) * (SIZE // 4096))

    def store(name):
        with open(name, "r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
            offset = dice.randrange(SIZE - 100)
            memory[offset:offset + 100] = dice.randbytes(100)

    def overwrite(name):
        with open(name, "r+b") as file:
            file.seek(dice.randrange(SIZE - 8192))
            file.write(dice.randbytes(8192))

    def attributes(name):
        os.setxattr(name, "user.n", dice.randbytes(8))
        os.chmod(name, dice.choice((0o600, 0o644, 0o755)))

    actions = (
        lambda: fill(any_name()), lambda: store(any_name()), lambda: overwrite(any_name()), lambda: overwrite(any_name()),
        lambda: os.rename(any_name(), any_name()), lambda: os.rename(any_name(), any_name()),
        lambda: os.link(any_name(), any_name()), lambda: os.unlink(any_name()), lambda: attributes(any_name()))
    done = 0
    while True:
        try:
            dice.choice(actions)()
        except (FileNotFoundError, FileExistsError, ValueError):
            pass
        done += 1
        if done % 50 == 0:
            print(".", done, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
