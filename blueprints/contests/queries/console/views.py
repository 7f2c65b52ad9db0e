"""Plain data that a judge's console is drawn from, as a page and as JSON."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from blueprints.contests.models import RoundState


class Slot(NamedTuple):
    """One line of a sheet: an item, and which attempt of it."""

    item: str
    attempt: int

    def __str__(self) -> str:
        return f"{self.item}.{self.attempt}"


@dataclass(frozen=True)
class SlotView:
    """What a line asks for. Bounds and step are decimals as text; `step` may be None."""

    slot: Slot
    title: str
    attempts: int
    minimum: str
    maximum: str
    step: str | None
    decimals: int | None
    levels: tuple[str, ...]
    counts_plainly: bool  # no factor: a plain sum of such lines means something


@dataclass(frozen=True)
class OwnMark:
    """This judge's newest version of a mark."""

    value: str
    note: str | None
    seq: int
    at: datetime


@dataclass(frozen=True)
class OwnRemark:
    """The desk asks this judge to mark a line again, and why."""

    slot: Slot
    reason: str


@dataclass(frozen=True)
class Entrant:
    """An entrant with this judge's sheet. `sheet`: open, locked, asked, recused or absent."""

    key: str
    label: str
    name: str
    unit: str
    station: str
    position: int
    status: str
    sheet: str
    refused: bool
    reason: str | None
    asked_for: frozenset[Slot]  # the lines that this judge marks for this entrant
    marks: Mapping[Slot, OwnMark]
    remark: OwnRemark | None = None

    @property
    def done(self) -> int:
        """How many lines of the sheet hold a mark."""
        return sum(1 for slot in self.asked_for if slot in self.marks)

    @property
    def is_complete(self) -> bool:
        return self.done == len(self.asked_for)

    @property
    def takes_marks(self) -> bool:
        return self.sheet == "open"

    @property
    def is_locked(self) -> bool:
        return self.sheet in ("locked", "asked")


@dataclass(frozen=True)
class Console:
    """A round as one judge sees it at ledger position `seq`."""

    round_id: int
    title: str
    event_title: str
    state: str
    seq: int
    slots: tuple[SlotView, ...]
    entrants: tuple[Entrant, ...]
    on_stage: str | None
    signing: str = ""  # as in queries.signing; "" where judges don't sign

    @property
    def takes_marks(self) -> bool:
        return self.state == RoundState.OPEN

    def entrant(self, key: str | None) -> Entrant | None:
        """The one asked for, else the one on stage, else the first that is still open."""
        by_key = {entrant.key: entrant for entrant in self.entrants}
        if key is not None:
            return by_key.get(key)
        waiting = (e for e in self.entrants if e.takes_marks and not e.is_complete)
        return by_key.get(self.on_stage or "") or next(waiting, next(iter(self.entrants), None))

    @property
    def asked_again(self) -> Entrant | None:
        """The first entrant whom the desk asks to be marked again."""
        return next((e for e in self.entrants if e.remark and e.takes_marks), None)

    def slots_of(self, entrant: Entrant) -> list[SlotView]:
        """The lines of this entrant's sheet."""
        return [view for view in self.slots if view.slot in entrant.asked_for]

    def full_marks(self, entrant: Entrant) -> str | None:
        """The highest possible sum; None where a plain sum would mislead."""
        views = self.slots_of(entrant)
        if not views or not all(view.counts_plainly for view in views):
            return None
        return _plain(sum((Decimal(view.maximum) for view in views), Decimal(0)))

    def subtotal(self, entrant: Entrant) -> str | None:
        """The sum of the marks given so far."""
        if self.full_marks(entrant) is None:
            return None
        values = (mark.value for mark in entrant.marks.values())
        numbers = (Decimal(value) for value in values if not value.isalpha())
        return format(sum(numbers, Decimal(0)), "f")

    def as_json(self) -> dict[str, Any]:
        """For the script of the page; slots are named `item.attempt`."""
        return {
            "id": self.round_id,
            "title": self.title,
            "event": self.event_title,
            "state": self.state,
            "seq": self.seq,
            "onStage": self.on_stage,
            "signing": self.signing,
            "slots": [_slot_json(view) for view in self.slots],
            "entrants": [self._entrant_json(entrant) for entrant in self.entrants],
        }

    def _entrant_json(self, entrant: Entrant) -> dict[str, Any]:
        found = {f.name: getattr(entrant, f.name) for f in dataclasses.fields(entrant)}
        del found["asked_for"]
        again = entrant.remark
        found["remark"] = {"slot": str(again.slot), "reason": again.reason} if again else None
        marks = {
            str(slot): {"value": m.value, "note": m.note, "seq": m.seq, "at": m.at.isoformat()}
            for slot, m in entrant.marks.items()
        }
        slots = [str(view.slot) for view in self.slots_of(entrant)]
        return {**found, "slots": slots, "marks": marks, "fullMarks": self.full_marks(entrant)}


@dataclass(frozen=True)
class RoundCard:
    """A round in the list of those that a judge sits in."""

    id: int
    title: str
    event_title: str
    state: str
    entrants: int
    locked: int


def _slot_json(view: SlotView) -> dict[str, Any]:
    found = dataclasses.asdict(view)
    del found["counts_plainly"]
    return {**found, "slot": str(view.slot), "item": view.slot.item, "attempt": view.slot.attempt}


def _plain(value: Decimal) -> str:
    """60.0 → 60, 7.50 → 7.5"""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
