"""A client of the database that commits numbered rows and says which commits were confirmed. A program of its own: it runs
in the network of the client host and knows nothing but the virtual IP.

Each row is one transaction that also adds 1 to an account of the ledger, so that a half transaction would show in the sum.
Lines on standard output, times by the machine's monotonic clock:
    up TIME             connected
    ok NUMBER TIME      the commit of this row was confirmed
    down TIME WHY       connection lost, or given up after --patience without an answer; the row in flight is uncertain
A number is never used twice, so an uncertain row does no harm whether it is there or not.
"""

import argparse
import random
import select
import signal
import sys
import threading
import time

import psycopg2
from psycopg2.extensions import POLL_OK, POLL_READ, POLL_WRITE

COMMIT = ("WITH moved AS (UPDATE ledger SET amount = amount + 1 WHERE account = %s) "
          "INSERT INTO story (number, account, note) VALUES (%s, %s, %s)")
# A server that is there answers a SYN at once; the kernel would repeat a lost one only after a second.
KNOCK_SECONDS = 0.1
PAUSE_SECONDS = 0.02  # between two attempts to connect


class Impatient(Exception):
    pass


def finish(connection, deadline, knock=None):
    """Drives an asynchronous operation of psycopg2 to its end. `knock` bounds the part before the server is reached."""
    while True:
        state = connection.poll()
        if state == POLL_OK:
            return
        until = min(deadline, knock) if knock and state == POLL_WRITE else deadline
        readers, writers = ([connection], []) if state == POLL_READ else ([], [connection])
        if not any(select.select(readers, writers, [], max(0.0, until - time.monotonic()))):
            raise Impatient("no answer")


class Committer:
    def __init__(self, options):
        self.options = options
        self.stop = threading.Event()
        self.random = random.Random(options.first)
        self.number = options.first

    def say(self, *words):
        print(*words, flush=True)

    def connect(self):
        now = time.monotonic()
        connection = psycopg2.connect(host=self.options.host, port=self.options.port, user=self.options.user,
                                      dbname=self.options.dbname, async_=True)
        finish(connection, now + self.options.patience, now + KNOCK_SECONDS)
        return connection

    def commit_rows(self, connection):
        cursor = connection.cursor()
        while not self.stop.is_set():
            number, self.number = self.number, self.number + 1
            account = self.random.randrange(self.options.accounts)
            cursor.execute(COMMIT, (account, number, account, f"{number:0{self.options.note}d}"))
            finish(connection, time.monotonic() + self.options.patience)
            self.say("ok", number, f"{time.monotonic():.6f}")
            if self.options.pause:
                self.stop.wait(self.options.pause)

    def run(self):
        while not self.stop.is_set():
            connection = None
            try:
                connection = self.connect()
                self.say("up", f"{time.monotonic():.6f}")
                self.commit_rows(connection)
            except (psycopg2.Error, Impatient, OSError) as error:
                why = " ".join(str(error).split())
                if connection:
                    self.say("down", f"{time.monotonic():.6f}", why)
                self.stop.wait(PAUSE_SECONDS)
            finally:
                if connection:
                    connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("host", None), ("port", "5432"), ("user", None), ("dbname", None)):
        parser.add_argument(f"--{name}", default=default, required=default is None)
    parser.add_argument("--first", type=int, default=1, help="number of the first row")
    parser.add_argument("--accounts", type=int, default=1000)
    parser.add_argument("--note", type=int, default=200, help="bytes of a row's note")
    parser.add_argument("--patience", type=float, default=0.3, help="seconds to wait for an answer")
    parser.add_argument("--pause", type=float, default=0, help="seconds between two commits")
    committer = Committer(parser.parse_args())
    signal.signal(signal.SIGTERM, lambda *_: committer.stop.set())
    try:
        committer.run()
    except BrokenPipeError:  # nobody listens any more
        sys.stderr.close()


if __name__ == "__main__":
    main()
