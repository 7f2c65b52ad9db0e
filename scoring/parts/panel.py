"""Judged marks: each judge's sum over the items, or item by item, through a panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from scoring.numbers import SCALE, fraction_text
from scoring.panels import Panel
from scoring.parts.base import Part
from scoring.readings import DID_NOT_FINISH, WAITING, Reading
from scoring.rounding import Rounding
from scoring.schemes.items import Item
from scoring.sheets import DNF, ScoreSheet, Slot

_NO_MARKS: dict[Slot, int] = {}


class Subtotal(NamedTuple):
    """One judge's sum, in ``1/unit``, of the ``given`` out of ``wanted`` marks."""

    judge: str
    amount: int
    given: int
    wanted: int
    dnf: bool = False

    @property
    def complete(self) -> bool:
        return self.given == self.wanted


class JudgeTile(NamedTuple):
    """One judge on a board: the sum so far (None: nothing yet) and whether it counted.

    ``used`` is None until every mark of the panel has come.
    """

    judge: str
    text: str | None
    complete: bool
    used: bool | None


class PanelView(NamedTuple):
    """A panel for one attempt; ``item`` is set where every item has its own panel."""

    item: str | None
    attempt: int
    tiles: tuple[JudgeTile, ...]
    value: Fraction | None

    @property
    def settled(self) -> bool:
        return bool(self.tiles) and all(tile.used is not None for tile in self.tiles)


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPart(Part):
    """``over`` is ``judge_total`` (sum per judge, then panel) or ``each_item``."""

    items: tuple[Item, ...]
    panel: Panel
    over: str = "judge_total"
    item_rounding: Rounding | None = None
    weights: tuple[int, ...] | None = None
    unit: int = SCALE

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        if self.over == "judge_total":
            return self._combined(self.subtotals(sheet, attempt, self.items))
        readings = [self._item_reading(sheet, attempt, index) for index in range(len(self.items))]
        return _added(readings)

    def subtotals(self, sheet: ScoreSheet, attempt: int, items: Sequence[Item]) -> list[Subtotal]:
        """What each judge who has to mark this entry has given so far."""
        slots = [(item.id, attempt if item.span > 1 else 1) for item in items]
        if sheet.fill is not None or sheet.assignment is not None or self.weights is not None:
            return self._subtotals_one_by_one(sheet, slots, items)
        result = []
        for judge in sheet.judges:
            given = sheet.marks.get(judge, _NO_MARKS)
            marks = [given[slot] for slot in slots if slot in given]
            result.append(Subtotal(judge, sum(marks), len(marks), len(slots), DNF in marks))
        return result

    def _subtotals_one_by_one(
        self, sheet: ScoreSheet, slots: Sequence[Slot], items: Sequence[Item]
    ) -> list[Subtotal]:
        result = []
        weights = self._weights_of(items)
        for judge in sheet.judges:
            given = sheet.marks.get(judge, _NO_MARKS)
            marks = []
            wanted = 0
            for item, slot, weight in zip(items, slots, weights, strict=True):
                if sheet.assignment and not sheet.assignment.marks(judge, sheet.entry, slot):
                    continue
                wanted += 1
                mark = given.get(slot, item.filled(sheet.fill))
                if mark is not None:
                    marks.append(mark if mark is DNF else mark * weight)
            if wanted:
                dnf = any(mark is DNF for mark in marks)
                result.append(Subtotal(judge, sum(marks), len(marks), wanted, dnf))
        return result

    def _weights_of(self, items: Sequence[Item]) -> Sequence[int]:
        if self.weights is None:
            return (1,) * len(items)
        if len(items) == len(self.items):
            return self.weights
        return [self.weights[self.items.index(item)] for item in items]

    def _item_reading(self, sheet: ScoreSheet, attempt: int, index: int) -> Reading:
        reading = self._combined(self.subtotals(sheet, attempt, (self.items[index],)))
        if reading.value is None or self.item_rounding is None:
            return reading
        return reading._replace(value=self.item_rounding.apply(reading.value))

    def _combined(self, subtotals: Sequence[Subtotal]) -> Reading:
        if len(subtotals) < self.panel.minimum:
            return WAITING
        if any(subtotal.dnf for subtotal in subtotals):
            return DID_NOT_FINISH
        whole = [s.amount for s in subtotals if s.given == s.wanted]
        if not whole:
            return WAITING
        value = self.panel.combine(whole, self.unit).value
        return Reading(value, len(whole) == len(subtotals))

    def highest_mark(self, sheet: ScoreSheet) -> Reading:
        """The best subtotal that a single judge gave."""
        whole = [s.amount for s in self.subtotals(sheet, 1, self.items) if s.complete]
        return Reading(Fraction(max(whole), self.unit)) if whole else WAITING

    def views(self, sheet: ScoreSheet, attempt: int) -> list[PanelView]:
        """What each judge gave, and whether it counted, once per item or once in all."""
        if self.over == "judge_total":
            return [self._view(sheet, attempt, self.items, None)]
        return [self._view(sheet, attempt, (item,), item.id) for item in self.items]

    def _view(
        self, sheet: ScoreSheet, attempt: int, items: Sequence[Item], item: str | None
    ) -> PanelView:
        subtotals = self.subtotals(sheet, attempt, items)
        reading = self._combined(subtotals)
        used: Sequence[bool | None] = [None] * len(subtotals)
        if reading.complete and not reading.dnf:
            used = self.panel.combine([s.amount for s in subtotals], self.unit).used
        tiles = [self._tile(subtotal, flag) for subtotal, flag in zip(subtotals, used, strict=True)]
        return PanelView(item, attempt, tuple(tiles), reading.value)

    def _tile(self, subtotal: Subtotal, used: bool | None) -> JudgeTile:
        text = fraction_text(Fraction(subtotal.amount, self.unit)) if subtotal.given else None
        if subtotal.dnf:
            text = "DNF"
        return JudgeTile(subtotal.judge, text, subtotal.complete, used)


def panel_weights(items: Sequence[Item]) -> tuple[tuple[int, ...] | None, int]:
    """Item factors as whole numbers and the unit they imply; None when all are 1."""
    if all(item.factor == 1 for item in items):
        return None, SCALE
    unit = lcm(*(item.factor.denominator for item in items))
    return tuple(int(item.factor * unit) for item in items), SCALE * unit


def _added(readings: Sequence[Reading]) -> Reading:
    if any(reading.dnf for reading in readings):
        return DID_NOT_FINISH
    values = [reading.value for reading in readings if reading.value is not None]
    if not values:
        return WAITING
    return Reading(sum(values, Fraction(0)), all(reading.complete for reading in readings))
