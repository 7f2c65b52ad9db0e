"""What a score sheet amounts to, before anybody is ranked: total, parts, and remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoring.contest import Deduction, Recusal
from scoring.errors import N_, Message
from scoring.numbers import fraction_text, scaled_text
from scoring.parts.base import Part
from scoring.parts.panel import PanelPart
from scoring.readings import WAITING, Reading
from scoring.results import INCOMPLETE, OK, WAITING_FOR_MARKS, PartText
from scoring.schemes.items import Item
from scoring.schemes.model import Scheme
from scoring.sheets import Node, ScoreSheet
from scoring.times import time_text

TOTAL = "total"


class Line(NamedTuple):
    """A row without its place. ``worst`` and ``best`` bound an incomplete total."""

    total: Reading
    total_text: str | None
    parts: dict[str, PartText]
    status: str
    passed: bool
    missing: int
    notes: tuple[Message, ...]
    worst: Reading | None
    best: Reading | None


def total_of(sheet: ScoreSheet, scheme: Scheme) -> Reading:
    """The total, less what was deducted from no part in particular (a penalty is added)."""
    reading = sheet.read(scheme.total)
    if not (reading.complete or sheet.fill or scheme.looks_back or sheet.has_marks()):
        return WAITING
    taken = sheet.deductions.get(None)
    if taken is None or reading.value is None:
        return reading
    return reading._replace(value=reading.value + (taken if scheme.less_is_better else -taken))


def reading_of(sheet: ScoreSheet, scheme: Scheme, ref: str) -> Reading:
    """A part's reading; ``total`` stands for the scheme's total whatever its name."""
    if ref == scheme.total or (ref == TOTAL and ref not in scheme.nodes):
        return total_of(sheet, scheme)
    return sheet.read(ref)


def make_line(
    sheet: ScoreSheet,
    scheme: Scheme,
    status: str | None,
    recusals: Sequence[Recusal],
    deductions: Iterable[Deduction],
) -> Line:
    total = total_of(sheet, scheme)
    counts = status is None or scheme.statuses.get(status) == "ranked"
    bounds = (None, None) if total.complete or not counts else _bounds(sheet, scheme)
    return Line(
        total=total,
        total_text=text_of(total, scheme.part(scheme.total)),
        parts=_parts(sheet, scheme),
        status=status or _status(total),
        passed=_passed(sheet, scheme),
        missing=0 if total.complete else missing_marks(sheet, scheme),
        notes=tuple(_notes(sheet, scheme, recusals, deductions)),
        worst=bounds[0],
        best=bounds[1],
    )


def text_of(reading: Reading, node: Node) -> str | None:
    """A reading as it is shown: rounded decimals, a time, ``DNF``, or None."""
    if reading.value is None:
        return "DNF" if reading.dnf else None
    if not isinstance(node, Part):
        return fraction_text(reading.value)
    places = node.rounding.places if node.rounding is not None else None
    if node.time_form is not None:
        return time_text(reading.value, node.time_form, 2 if places is None else places)
    return fraction_text(reading.value, places)


def missing_marks(sheet: ScoreSheet, scheme: Scheme) -> int:
    """How many marks of this entry have not come."""
    return sum(_missing(sheet, item, n) for item in scheme.items for n in range(1, item.span + 1))


def _missing(sheet: ScoreSheet, item: Item, attempt: int) -> int:
    slot = (item.id, attempt)
    if not item.is_judged:
        return int(slot not in sheet.desk and item.default is None)
    return sum(
        1
        for judge in sheet.judges
        if slot not in sheet.marks.get(judge, ())
        and (sheet.assignment is None or sheet.assignment.marks(judge, sheet.entry, slot))
    )


def _status(total: Reading) -> str:
    if total.dnf:
        return "dnf"
    if total.value is None:
        return WAITING_FOR_MARKS
    return OK if total.complete else INCOMPLETE


def _parts(sheet: ScoreSheet, scheme: Scheme) -> dict[str, PartText]:
    parts: dict[str, PartText] = {}
    for name, node in scheme.nodes.items():
        if isinstance(node, Item) and node.is_judged:
            continue
        if node.span == 1:
            parts[name] = text_of(sheet.read(name), node)
        else:
            attempts = range(1, node.span + 1)
            parts[name] = tuple(text_of(sheet.read(name, n), node) for n in attempts)
    return parts


def _passed(sheet: ScoreSheet, scheme: Scheme) -> bool:
    return all(line.holds(reading_of(sheet, scheme, line.ref).value) for line in scheme.pass_lines)


def _bounds(sheet: ScoreSheet, scheme: Scheme) -> tuple[Reading | None, Reading | None]:
    if not scheme.bounded:
        return None, None
    worst = total_of(sheet.filled("worst"), scheme)
    best = total_of(sheet.filled("best"), scheme)
    return worst if worst.complete else None, best if best.complete else None


def _notes(
    sheet: ScoreSheet,
    scheme: Scheme,
    recusals: Sequence[Recusal],
    deductions: Iterable[Deduction],
) -> Iterable[Message]:
    count = len(sheet.judges)
    for recusal in recusals:
        template = _RECUSED if recusal.kind == "recused" else _ABSENT
        yield Message(template, {"judge": recusal.judge, "count": count})
    if recusals:
        yield from _too_few(sheet, scheme)
    for deduction in deductions:
        points = fraction_text(deduction.points)
        yield Message(_TAKEN_OFF, {"points": points, "reason": deduction.reason})
    for item in scheme.items:
        if item.spread is not None:
            yield from _spread(sheet, item, item.spread)


def _too_few(sheet: ScoreSheet, scheme: Scheme) -> Iterable[Message]:
    needed = max((p.panel.minimum for p in scheme.parts if isinstance(p, PanelPart)), default=0)
    if len(sheet.judges) < needed:
        yield Message(_FEW_JUDGES, {"count": len(sheet.judges), "needed": needed})


def _spread(sheet: ScoreSheet, item: Item, limit: int) -> Iterable[Message]:
    for attempt in range(1, item.span + 1):
        given = [sheet.marks.get(judge, {}).get((item.id, attempt)) for judge in sheet.judges]
        marks = [mark for mark in given if mark is not None]
        if marks and max(marks) - min(marks) > limit:
            apart = scaled_text(max(marks) - min(marks))
            yield Message(_SPREAD, {"item": item.title or item.id, "apart": apart})


_RECUSED = N_("{judge} is recused; {count} judges mark this entry")
_ABSENT = N_("{judge} is absent; {count} judges mark this entry")
_TAKEN_OFF = N_("deduction {points}: {reason}")
_FEW_JUDGES = N_("only {count} judges may mark this entry; {needed} are needed")
_SPREAD = N_("{item}: the marks are {apart} apart; discuss and mark again")
