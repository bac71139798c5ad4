"""A client that commits rows through the virtual IP, and what it can prove: which commits were confirmed, and when."""

import bisect

from outside.listener import Listener, run_in_client, start_in_client
from understudy_lab.layout import VIRTUAL_IP
from understudy_lab.shell import LabError

ACCOUNTS = 1000
TABLES = f"""
DROP TABLE IF EXISTS story, ledger;
CREATE TABLE story (number bigint PRIMARY KEY, account int NOT NULL, note text NOT NULL);
CREATE TABLE ledger (account int PRIMARY KEY, amount bigint NOT NULL, remark text NOT NULL);
INSERT INTO ledger SELECT n, 0, repeat(md5(n::text), %d) FROM generate_series(0, {ACCOUNTS - 1}) n;
CHECKPOINT;
"""


def query(layout, text, host=VIRTUAL_IP):
    """What psql prints for it in the client host, unadorned."""
    return run_in_client(layout, "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", host, "-U", "app", "app", stdin=text)


def make_tables(layout, remark_words=1):
    query(layout, TABLES % remark_words)


class Client(Listener):
    """Commits from the moment it is made. Rows are numbered from `first`; two clients need ranges of their own."""

    def __init__(self, layout, first=1, patience=0.3, pause=0.0, note=200):
        self.numbers, self.moments, self.troubles = [], [], []
        super().__init__(start_in_client(
            layout, "committer.py", "--host", VIRTUAL_IP, "--user", "app", "--dbname", "app", "--first", first,
            "--accounts", ACCOUNTS, "--patience", patience, "--pause", pause, "--note", note))

    def heard(self, words):
        if words[0] == "ok":
            self.numbers.append(int(words[1]))
            self.moments.append(float(words[2]))
        elif words[0] == "down":
            self.troubles.append((float(words[1]), " ".join(words[2:])))

    def confirmed(self):
        return len(self.numbers)

    def wait_for_rows(self, more, seconds=30):
        """Until so many more rows are confirmed than now."""
        wanted = self.confirmed() + more
        if not self.wait_for(lambda: self.confirmed() >= wanted, seconds):
            raise LabError(f"only {self.confirmed() - wanted + more} of {more} rows were confirmed in {seconds} s; "
                           f"the client's last trouble: {self.troubles[-1:]}")

    def wait_for_row_after(self, moment, seconds=60):
        """The time of the first confirmation after the moment."""
        if not self.wait_for(lambda: self.moments and self.moments[-1] > moment, seconds):
            raise LabError(f"no row was confirmed in {seconds} s; the client's last trouble: {self.troubles[-1:]}")
        return self.moments[bisect.bisect_right(self.moments, moment)]

    def outage(self, begin, end):
        """The longest time without a confirmation that has a part in the time from begin to end, in seconds."""
        moments = list(self.moments)
        first = max(0, bisect.bisect_right(moments, begin) - 1)
        last = bisect.bisect_left(moments, end) + 1
        inside = moments[first:last]
        return max((later - earlier for earlier, later in zip(inside, inside[1:])), default=0.0)


def lost_rows(layout, clients, host=VIRTUAL_IP):
    """The confirmed rows that are not there. A sum of the ledger that does not fit the rows is an error of its own."""
    confirmed = [number for client in clients for number in list(client.numbers)]  # before we look: clients go on
    total, rows = query(layout, "SELECT (SELECT sum(amount) FROM ledger), (SELECT count(*) FROM story)", host).strip().split("|")
    if total != rows:
        raise LabError(f"half a transaction is there: the ledger adds up to {total}, and there are {rows} rows")
    present = set(map(int, query(layout, "SELECT number FROM story", host).split()))
    return sorted(set(confirmed) - present)
