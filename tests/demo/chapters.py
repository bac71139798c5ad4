"""What happens in the demo, in the order in which it is told."""

import time

from outside import administrator, copies
from outside.address import AddressWatch
from outside.client import Client, lost_rows, make_tables, query
from teller import bar, in_bytes
from understudy_lab.layout import VIRTUAL_IP, replicated_folder
from understudy_lab.waiting import until

LEDGER_REMARK = 800  # x 32 bytes for each of 1000 accounts: a database of some size, of which little changes
ROWS_EACH = 1500     # to confirm on node1 before the cut, and on node2 after it
SECONDS_EACH = 3     # and at least so long
SYNC_PATIENCE = 120


class Story:
    def __init__(self, lab, teller, figures):
        self.lab, self.teller, self.figures = lab, teller, figures
        self.node1, self.node2 = lab.node("node1"), lab.node("node2")
        self.client = self.watch = None
        self.copies_differ = False

    def tell_all(self):
        self.two_nodes()
        try:
            self.client_commits()
            self.power_cut()
            self.count_rows()
            self.return_of_node1()
            self.swap()
            self.count_rows()
            self.both_copies()
        finally:
            for listener in (self.client, self.watch):
                if listener:
                    listener.stop()

    def show_states(self):
        for node in administrator.running(self.lab):
            report = administrator.own_report(node)
            state, colour, data = (report.get(key, "?") for key in ("state", "colour", "data"))
            self.teller.print(f"{'':13}{node.name}  {state:7}{colour:9}{data}")

    def two_nodes(self):
        self.teller.chapter("Two nodes, one database")
        folder, _ = replicated_folder(self.lab.options.module)
        self.teller.tell(f"node1 and node2 run PostgreSQL as one service behind the address {VIRTUAL_IP}.\n"
                         f"What node1 writes below {folder} is on node2 before a commit is confirmed.\n"
                         f"Each has a disk of its own, in {'the memory' if self.lab.options.memory else 'a file'} of this machine; "
                         f"heartbeats go each {self.lab.options.heartbeat_ms} ms.")
        self.show_states()

    def client_commits(self):
        self.teller.chapter("A client commits")
        make_tables(self.lab.layout, LEDGER_REMARK)
        size = int(query(self.lab.layout, "SELECT pg_database_size(current_database())"))
        self.teller.tell(f"A ledger of 1,000 accounts is written; the database has {in_bytes(size)} now.")
        self.watch = AddressWatch(self.lab.layout)
        self.client = Client(self.lab.layout)
        self.work_a_while()
        self.teller.tell(f"The client has {self.client.confirmed():,} numbered rows confirmed, one transaction each.\n"
                         "Only a row whose commit was confirmed counts from here on.")

    def work_a_while(self):
        begun, rows = time.monotonic(), self.client.confirmed()
        self.client.wait_for_rows(1)

        def enough():
            self.teller.progress(f"{self.client.confirmed():,} rows confirmed")
            return time.monotonic() - begun > SECONDS_EACH and self.client.confirmed() - rows >= ROWS_EACH
        until(enough, 60, pause=0.1)

    def power_cut(self):
        self.teller.chapter("node1 loses its power")
        before = self.client.confirmed()
        moment = self.node1.cut()
        self.teller.tell(f"CUT. What node1 had not synced is gone; {before:,} rows were confirmed until then.", moment)
        answered = self.watch.first_answer("node2", moment)
        committed = self.client.wait_for_row_after(moment + 0.001)
        self.figures.takeover_ms = (answered - moment) * 1000
        self.figures.outage_ms = self.client.outage(moment, committed) * 1000
        for entry in administrator.log(self.node2):
            if entry["moment"] >= moment and entry["row"].startswith("take-"):
                self.figures.detection_ms = (entry["moment"] - moment) * 1000
                self.teller.tell(f"node2 decides: “{entry['sentence']}”", entry["moment"])
                break
        self.teller.tell(f"The network finds {VIRTUAL_IP} at node2.", answered)
        recovery = administrator.database_start_seconds(self.node2)
        self.teller.tell("PostgreSQL has recovered there: the client has its first commit confirmed. It stood still for\n"
                         f"{self.figures.outage_ms:,.0f} ms, {recovery * 1000:,.0f} ms of it PostgreSQL's own start and recovery.", committed)
        self.work_a_while()
        self.teller.tell(f"The client goes on: {self.client.confirmed():,} rows are confirmed.")
        self.show_states()

    def count_rows(self):
        """Confirmed against present. The worst count is the one that stays."""
        confirmed = self.client.confirmed()
        lost = lost_rows(self.lab.layout, [self.client])
        self.figures.rows_confirmed = self.client.confirmed()
        self.figures.rows_lost = max(self.figures.rows_lost, len(lost))
        self.teller.tell(f"Counted: {confirmed:,} rows confirmed, {len(lost):,} of them lost. The ledger adds up.")
        if lost:
            self.teller.tell(f"LOST: {', '.join(map(str, lost[:20]))}{' ...' if len(lost) > 20 else ''}")

    def return_of_node1(self):
        self.teller.chapter("node1 returns")
        watch = administrator.SyncWatch(self.lab, "node2")
        self.node1.boot()
        self.teller.tell("node1 has power again and boots; the client goes on committing on node2.")
        seen = watch.until_in_sync(SYNC_PATIENCE, self.show_progress)
        self.figures.resync_changed_bytes, self.figures.resync_sent_bytes = seen.changed, seen.sent
        self.teller.tell(f"node1 is uptodate. Changed while it was away: {in_bytes(seen.changed)}; "
                         f"sent to synchronise it: {in_bytes(seen.sent)}.")
        self.show_states()

    def show_progress(self, seen):
        if seen.total:
            self.teller.progress(f"{bar(seen.done / seen.total)} {in_bytes(seen.done)} of {in_bytes(seen.total)}, "
                                 f"{in_bytes(seen.rate)}/s")

    def swap(self):
        self.teller.chapter("Back to the start")
        self.client.wait_for_rows(50)
        begun = time.monotonic()
        self.node2.run("understudyctl", "swap")
        administrator.wait_serving(self.lab, "node1")
        self.client.wait_for_row_after(time.monotonic())
        self.figures.swap_outage_ms = self.client.outage(begun, time.monotonic()) * 1000
        self.teller.tell("`understudyctl swap` on node2: node1 serves again, nothing had to be copied.\n"
                         f"The client stood still for {self.figures.swap_outage_ms:,.0f} ms.")
        administrator.wait_in_sync(self.lab)
        self.show_states()
        self.client.wait_for_rows(200)
        self.client.stop()

    def both_copies(self):
        found = copies.stable_differences(self.lab)
        if found:
            self.teller.tell("The two copies DIFFER: " + "; ".join(found[:5]))
        else:
            self.teller.tell("Both copies of the database folder are equal, byte for byte.")
        self.copies_differ = bool(found)
