"""What scoring says: rows with places, who goes on, and who gets which prize."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from scoring.advancement import Advanced
from scoring.errors import Message
from scoring.prizes import Award
from scoring.readings import Reading
from scoring.units import UnitRow

PartText = str | None | tuple[str | None, ...]
"""A part's value as shown; a tuple for a part with a value for every attempt."""

OK, INCOMPLETE, WAITING_FOR_MARKS = "ok", "incomplete", "waiting"


class Row(NamedTuple):
    """One line of the standings.

    ``place`` is None for an entry without a place; ``last_place`` differs from it only
    where grouped places are shared. ``status`` is ``ok``, ``incomplete`` (marks are
    missing), ``waiting`` (no value yet) or the entry's own (``dns``, ``dnf``, ``dq``,
    ``forfeit``). ``passed`` is False below a pass line: ranked, but no prize.
    ``decided_by`` names the key that parted a tie, such as ``value:practical``.
    """

    entry: str
    place: int | None
    tied: bool
    last_place: int | None
    total: str | None
    parts: Mapping[str, PartText]
    status: str
    passed: bool
    missing: int
    notes: tuple[Message, ...] = ()
    decided_by: str = ""
    reading: Reading = Reading(None)

    def to_json(self) -> dict[str, Any]:
        return {
            "entry": self.entry,
            "place": self.place,
            "tied": self.tied,
            "last_place": self.last_place,
            "total": self.total,
            "parts": {k: list(v) if isinstance(v, tuple) else v for k, v in self.parts.items()},
            "status": self.status,
            "passed": self.passed,
            "missing": self.missing,
            "decided_by": self.decided_by,
            "notes": [str(note) for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class RoundResult:
    """The standings of a round, best first; entries without a place come last."""

    id: str
    rows: tuple[Row, ...]
    advanced: tuple[Advanced, ...] = ()
    prizes: tuple[Award, ...] = ()
    complete: bool = True
    _by_entry: dict[str, Row] = field(default_factory=dict, repr=False, compare=False)

    def row(self, entry: str) -> Row:
        """Raises ``KeyError`` for an entry that is not in the round."""
        if not self._by_entry:
            self._by_entry.update((row.entry, row) for row in self.rows)
        return self._by_entry[entry]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "complete": self.complete,
            "results": [row.to_json() for row in self.rows],
            "advanced": [one.entry for one in self.advanced],
            "certain": [one.entry for one in self.advanced if one.certain],
            "prizes": [award.to_json() for award in self.prizes],
        }


@dataclass(frozen=True, slots=True)
class ContestResult:
    rounds: tuple[RoundResult, ...]
    units: Mapping[str, Sequence[UnitRow]] = field(default_factory=dict)

    def round(self, round_id: str) -> RoundResult:
        return next(one for one in self.rounds if one.id == round_id)

    def to_json(self) -> dict[str, Any]:
        """``{"rounds": [{"id", "results", "advanced", "prizes", …}]}``, decimals as text."""
        document: dict[str, Any] = {"rounds": [one.to_json() for one in self.rounds]}
        if self.units:
            document["units"] = {
                name: [row.to_json() for row in rows] for name, rows in self.units.items()
            }
        return document
