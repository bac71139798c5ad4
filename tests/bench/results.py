"""What was measured: medians with their range, ratios, a table for people and JSON for programs."""

import json
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Measured:
    """One figure of one system, as often as it was taken."""
    what: str
    system: str
    unit: str
    values: list = field(default_factory=list)

    def median(self):
        return median(self.values) if self.values else None

    def shown(self):
        if not self.values:
            return "-"
        digits = 0 if abs(self.median()) >= 100 else 2
        return f"{self.median():,.{digits}f} {self.unit} [{min(self.values):,.{digits}f} - {max(self.values):,.{digits}f}]"


@dataclass
class Ratio:
    """Ours against a peer's, so that more is better; `wanted` is the least we promise."""
    what: str
    value: float
    wanted: float = None

    def shown(self):
        if self.wanted is None:
            return f"{self.value:.2f}"
        return f"{self.value:.2f}  ({'reached' if self.value >= self.wanted else 'NOT REACHED'}: {self.wanted:.2f} is promised)"


@dataclass
class Limit:
    """A figure that must stay below."""
    what: str
    value: float
    limit: float
    unit: str

    def shown(self):
        return f"{self.value:.2f} {self.unit}  ({'kept' if self.value < self.limit else 'NOT KEPT'}: below {self.limit:g} {self.unit})"


class Results:
    def __init__(self):
        self.measured, self.ratios, self.limits, self.notes = [], [], [], []

    def add(self, what, system, unit, value):
        self.figure(what, system, unit).values.append(value)

    def figure(self, what, system, unit=""):
        found = next((m for m in self.measured if (m.what, m.system) == (what, system)), None)
        if not found:
            found = Measured(what, system, unit)
            self.measured.append(found)
        return found

    def compare(self, what, ours, theirs, wanted=None, less_is_better=False):
        mine, peer = self.figure(what, ours).median(), self.figure(what, theirs).median()
        if mine and peer:
            self.ratios.append(Ratio(f"{what}: {ours} against {theirs}", peer / mine if less_is_better else mine / peer, wanted))

    def table(self):
        lines = [(f"{m.what}, {m.system}", m.shown()) for m in self.measured]
        lines += [(ratio.what, ratio.shown()) for ratio in self.ratios]
        lines += [(limit.what, limit.shown()) for limit in self.limits]
        width = max((len(line[0]) for line in lines), default=0)
        return "\n".join([f"{left:{width}}  {right}" for left, right in lines] + self.notes)

    def save(self, path):
        document = {
            "measured": [{"what": m.what, "system": m.system, "unit": m.unit, "median": m.median(), "values": m.values}
                         for m in self.measured],
            "ratios": [{"what": r.what, "ratio": round(r.value, 3), "promised": r.wanted} for r in self.ratios],
            "limits": [{"what": x.what, "value": round(x.value, 3), "limit": x.limit, "unit": x.unit} for x in self.limits],
            "notes": self.notes,
        }
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=2)
            file.write("\n")
