"""What would move if: one judge left out, marks combined another way. For the panel's eyes.

Everything is worked out by the scoring engine on a copy of the contest file. Pure: nothing here
is ever stored, and nothing reads it but the panel's page.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import scoring

METHODS = ("mean", "median", "trimmed")


@dataclass(frozen=True)
class Change:
    """What is tried: `without` a judge (an id in the file), and the panels' `method`."""

    without: str = ""
    method: str = ""
    low: int = 1
    high: int = 1

    @property
    def is_any(self) -> bool:
        return bool(self.without or self.method)


@dataclass(frozen=True)
class Moved:
    """An entrant whose place or total would be another one.

    `falls_short`: too few marks would be left for a result. `total_then` lacks that part.
    """

    entry: str
    place: int | None
    place_then: int | None
    total: str | None
    total_then: str | None
    falls_short: bool = False

    @property
    def moves_place(self) -> bool:
        return self.place != self.place_then

    @property
    def rises(self) -> bool:
        return self.place_then is not None and (self.place is None or self.place_then < self.place)


def scorer_of(document: Mapping[str, Any], round_id: str) -> scoring.RoundScorer:
    """A scorer of its own for a round of a contest file."""
    return scoring.scorers(scoring.load(copy.deepcopy(dict(document))))[round_id]


def tried(document: Mapping[str, Any], round_id: str, change: Change) -> list[Moved]:
    """Who would move, in the order of the places there are now."""
    now = scorer_of(document, round_id).standings().rows
    scorer = scorer_of(_changed(document, round_id, change), round_id)
    if change.without:
        scorer.set_recusal(change.without, None, "absent")
    then = {row.entry: row for row in scorer.standings().rows}
    pairs = [(row, then[row.entry]) for row in now]
    return [
        Moved(
            row.entry,
            row.place,
            other.place,
            row.total,
            other.total,
            falls_short=row.reading.complete and not other.reading.complete,
        )
        for row, other in pairs
        if (row.place, row.total) != (other.place, other.total)
    ]


def _changed(document: Mapping[str, Any], round_id: str, change: Change) -> dict[str, Any]:
    """The file with the round's panels combining in the other way; other rounds keep theirs."""
    made = copy.deepcopy(dict(document))
    if not change.method:
        return made
    round_ = next(one for one in made["rounds"] if one["id"] == round_id)
    scheme = copy.deepcopy(next(s for s in made["schemes"] if s["id"] == round_["scheme"]))
    scheme["id"] = round_["scheme"] = "what-if"
    for part in scheme["parts"]:
        if "panel" in part:
            part["panel"] = _panel(part["panel"], change)
    made["schemes"].append(scheme)
    return made


def _panel(before: Mapping[str, Any], change: Change) -> dict[str, Any]:
    kept = {"minimum": before["minimum"]} if "minimum" in before else {}
    if change.method == "trimmed":
        return {"method": "trimmed", "low": change.low, "high": change.high, **kept}
    return {"method": change.method, **kept}
