"""Power cuts in a row under load: of the serving node, of the standby, of both at once. UNDERSTUDY_CUTS says how many (20)."""

import os
import unittest

from outside import administrator
from outside.administrator import other
from outside.case import ClusterCase
from outside.client import lost_rows

CUTS = int(os.environ.get("UNDERSTUDY_CUTS", "20"))
PATTERN = ("serving", "both", "serving", "standby", "serving")
CLIENTS = 2
ROWS = 400  # at least, before each cut and after each takeover


class PowerCutCase(ClusterCase):
    def clients(self):
        return [self.client(pause=0.001) for _ in range(CLIENTS)]

    def cut(self, what, clients):
        """One cut under load, and the return. The names of the nodes that were cut."""
        for client in clients:
            client.wait_for_rows(ROWS // CLIENTS)
        serving = administrator.wait_in_sync(self.lab)
        cut = {"serving": [serving], "standby": [other(serving)], "both": [serving, other(serving)]}[what]
        if what == "both":
            moment = min(self.lab.on_both(lambda node: node.cut()))
            self.lab.on_both(lambda node: node.boot())
        else:
            moment = self.node(cut[0]).cut()
            first = clients[0].wait_for_row_after(moment + 0.001)
            outage = clients[0].outage(moment, first)
            self.say(f"{what} ({cut[0]}) cut; the client stood still for {outage * 1000:.0f} ms")
            clients[0].wait_for_rows(ROWS // CLIENTS)
            self.node(cut[0]).boot()
        now = administrator.wait_in_sync(self.lab)
        clients[0].wait_for_rows(1, seconds=60)
        self.say(f"{what} cut and back: {now} serves, in sync")


class PowerCuts(PowerCutCase):
    lab_name = "cuts"

    def test_s1_no_confirmed_row_is_lost_and_both_copies_are_equal_after_each_return(self):
        everyone = []
        for number in range(CUTS):
            what = PATTERN[number % len(PATTERN)]
            self.say(f"--- cut {number + 1} of {CUTS}: {what}")
            clients = self.clients()
            everyone += clients
            self.cut(what, clients)
            for client in clients:
                client.stop()
            self.assert_nothing_lost(*everyone)
            self.assert_copies_equal()


NO_FSYNC = r"[Service]\nEnvironment=UNDERSTUDY_TEST_NO_FSYNC=1\n"


class WithoutFsync(PowerCutCase):
    """The test above can fail: an engine that leaves out its fsyncs loses rows, and they are missed."""

    lab_name = "nofsync"

    def test_the_same_with_fsync_turned_off_in_the_engine_loses_rows(self):
        for name in (self.standby, self.serving):
            self.shell(name, f"""
                mkdir -p /etc/systemd/system/understudyd.service.d
                printf '{NO_FSYNC}' >/etc/systemd/system/understudyd.service.d/no-fsync.conf
                sync -f /etc; systemctl daemon-reload; systemctl restart understudyd""")
            administrator.wait_in_sync(self.lab)
        clients = self.clients()
        clients[0].wait_for_rows(100)
        self.lab.on_both(lambda node: node.disk.sync())  # a base from which the database can start again
        self.cut("both", clients)
        for client in clients:
            client.stop()
        lost = lost_rows(self.lab.layout, clients)
        self.say(f"{sum(client.confirmed() for client in clients)} rows confirmed, {len(lost)} lost")
        self.assertNotEqual(lost, [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
