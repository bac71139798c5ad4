"""Two files with fsyncs side by side, one large and dirty all over, one small: python3 - FOLDER BLOCKS

`large` is overwritten round by round; each block of 4 KiB begins with the round's number. `small` gets one line a time.
Lines: `large ROUND`, `small NUMBER`, printed when the fsync returned.
"""

import os
import sys
import threading

BLOCK = 4096


def large(folder, blocks):
    descriptor = os.open(f"{folder}/large", os.O_CREAT | os.O_RDWR, 0o644)
    for turn in range(1, 1_000_000):
        data = b"".join(turn.to_bytes(8, "little").ljust(BLOCK, b"%d" % (turn % 10)) for _ in range(64))
        for first in range(0, blocks, 64):
            os.pwrite(descriptor, data, first * BLOCK)
        os.fsync(descriptor)
        os.write(1, b"large %d\n" % turn)


def small(folder):
    descriptor = os.open(f"{folder}/small", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
    for number in range(1, 100_000_000):
        os.write(descriptor, b"%015d\n" % number)
        os.fsync(descriptor)
        os.write(1, b"small %d\n" % number)


def main(folder, blocks):
    threading.Thread(target=small, args=(folder,), daemon=True).start()
    large(folder, int(blocks))


if __name__ == "__main__":
    main(*sys.argv[1:])
