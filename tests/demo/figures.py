"""The figures of the demo. None: could not be measured, and the table says so instead of guessing."""

import json
from dataclasses import asdict, dataclass

from teller import in_bytes


@dataclass
class Figures:
    rows_confirmed: int = 0
    rows_lost: int = 0
    detection_ms: float = None
    takeover_ms: float = None
    outage_ms: float = None
    resync_changed_bytes: int = None
    resync_sent_bytes: int = None
    swap_outage_ms: float = None

    def lines(self):
        def ms(value):
            return "not measured" if value is None else f"{value:,.0f} ms"
        return [
            ("rows confirmed to the client", f"{self.rows_confirmed:,}"),
            ("confirmed rows lost", f"{self.rows_lost:,}"),
            ("detection   power cut → node2 decides", ms(self.detection_ms)),
            ("takeover    power cut → virtual IP answers from node2", ms(self.takeover_ms)),
            ("outage      last commit on node1 → first on node2", ms(self.outage_ms)),
            ("changed while node1 was away", in_bytes(self.resync_changed_bytes)),
            ("sent to synchronise it", in_bytes(self.resync_sent_bytes)),
            ("outage of the swap, last commit → first", ms(self.swap_outage_ms)),
        ]

    def table(self):
        lines = self.lines()
        left, right = (max(len(line[n]) for line in lines) for n in (0, 1))
        frame = f"+-{'-' * left}-+-{'-' * right}-+"
        return "\n".join([frame, *(f"| {name:{left}} | {value:>{right}} |" for name, value in lines), frame])

    def save(self, path):
        rounded = {name: round(value, 1) if isinstance(value, float) else value for name, value in asdict(self).items()}
        with open(path, "w", encoding="utf-8") as file:
            json.dump(rounded, file, indent=2)
            file.write("\n")
