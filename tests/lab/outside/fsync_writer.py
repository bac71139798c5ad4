"""Writers inside a node that print each fsync that returned: python3 - FOLDER WRITERS

Lines: `ok WRITER NUMBER` and `error WRITER NAME`.

A record has 64 bytes, number n stands at (n - 1) * 64 of the writer's own file. A writer ends at its first error: what an
application does after a failed fsync is its own affair.
"""

import errno
import os
import sys
import threading


def record(writer, number):
    return f"{writer:03d} {number:010d} ".encode().ljust(63, b".") + b"\n"


def write(folder, writer):
    try:
        descriptor = os.open(f"{folder}/writer-{writer:03d}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o644)
        number = 0
        while True:
            number += 1
            os.pwrite(descriptor, record(writer, number), (number - 1) * 64)
            os.fsync(descriptor)
            os.write(1, f"ok {writer} {number}\n".encode())
    except OSError as error:
        os.write(1, f"error {writer} {errno.errorcode[error.errno]}\n".encode())


def main(folder, writers):
    threads = [threading.Thread(target=write, args=(folder, number)) for number in range(int(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
