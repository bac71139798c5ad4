"""Who has the virtual IP, as its neighbours learn it: by asking every few milliseconds."""

from outside.listener import Listener, start_in_client
from understudy_lab.layout import VIRTUAL_IP
from understudy_lab.network import hardware_address
from understudy_lab.shell import LabError


class AddressWatch(Listener):
    def __init__(self, layout, milliseconds=5, address=VIRTUAL_IP):
        self.layout, self.answers = layout, []
        super().__init__(start_in_client(layout, "arp_watch.py", "host0", address, milliseconds))

    def heard(self, words):
        self.answers.append((float(words[0]), words[1]))

    def since(self, moment):
        """(time, card) of each answer after the moment. The two ends of the wait are milliseconds apart: read backwards."""
        found = []
        for answer in reversed(self.answers):
            if answer[0] <= moment:
                break
            found.append(answer)
        return found[::-1]

    def first_answer(self, host, moment, seconds=30):
        """The time of the first answer from that host's card after the moment."""
        card = hardware_address(self.layout, host)

        def found():
            return next((time for time, answering in self.since(moment) if answering == card), None)
        time = self.wait_for(found, seconds)
        if not time:
            raise LabError(f"the virtual IP was not answered by {host} within {seconds} s")
        return time

    def holders(self, since):
        """The cards that answered after that moment."""
        return {card for _, card in self.since(since)}
