"""What goes into each step of the example beside the editor, and what it comes to before that."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _

import scoring
from scoring.numbers import fraction_text
from scoring.parts.arithmetic import (
    BenchmarkPart,
    DeductionsPart,
    ProductPart,
    SumPart,
    Term,
)
from scoring.parts.base import Part
from scoring.parts.panel import PanelPart
from scoring.parts.relative import ZScorePart
from scoring.rounding import Rounding
from scoring.schemes.model import Scheme


@dataclass(frozen=True)
class Working:
    """What goes into a step: marks, each counted or dropped, and what they come to."""

    title: str
    marks: tuple[tuple[str, bool], ...]
    value: str = ""


def workings(
    part: Part, scheme: Scheme, scorer: scoring.RoundScorer, row: scoring.Row
) -> Iterator[Working]:
    """The lines under a step's name for one entrant."""
    if isinstance(part, PanelPart):
        yield from _tiles(part, scheme, scorer.tiles(row.entry)[part.id])
    elif isinstance(part, SumPart):
        yield from _terms(part, scheme, row)
    elif isinstance(part, ProductPart):
        yield from _factors(part, scheme, row)
    elif isinstance(part, DeductionsPart):
        yield from _deductions(part, scheme, row)
    elif isinstance(part, BenchmarkPart):
        yield _way_gone(part, row)
    elif compared := scorer.compared(row.entry).get(part.id):
        words = _("Standard scores") if isinstance(part, ZScorePart) else _("Places given")
        yield Working(words, tuple(compared))


def text_of(value: Any) -> str:
    """A value of a step, or one for each attempt."""
    if isinstance(value, tuple):
        return " · ".join(one or "–" for one in value)
    return value or "–"


def _tiles(part: PanelPart, scheme: Scheme, views: list[scoring.PanelView]) -> Iterator[Working]:
    several = len(views) > 1
    for view in views:
        item = scheme.item(view.item) if view.item else None
        names = [item.title or item.id] if item else []
        if several and (item is None or item.span > 1):
            names.append(str(view.attempt))
        marks = tuple((tile.text or "–", tile.used is not False) for tile in view.tiles)
        rounding = part.item_rounding if view.item else None
        shown = view.value is not None and (several or rounding is not None)
        yield Working(" ".join(names), marks, _rounded(view.value, rounding) if shown else "")


def _terms(part: SumPart, scheme: Scheme, row: scoring.Row) -> Iterator[Working]:
    for term in part.terms:
        text, shown = row.parts.get(term.ref), text_of(row.parts.get(term.ref))
        if term.factor != 1:
            shown += f" × {fraction_text(term.factor)}"
        changed = term.factor != 1 or term.rounding is not None
        value = _product(text, term) if changed else ""
        yield Working(_title(scheme, term.ref), ((shown, True),), value)
    if part.constant:
        sign = "+" if part.constant > 0 else ""
        yield Working("", ((f"{sign}{fraction_text(part.constant)}", True),))


def _factors(part: ProductPart, scheme: Scheme, row: scoring.Row) -> Iterator[Working]:
    for ref in part.refs:
        yield Working(_title(scheme, ref), ((text_of(row.parts.get(ref)), True),))
    if part.constant != 1:
        yield Working("", ((f"× {fraction_text(part.constant)}", True),))


def _deductions(part: DeductionsPart, scheme: Scheme, row: scoring.Row) -> Iterator[Working]:
    yield Working("", ((fraction_text(part.full), True),))
    for ref in part.refs:
        yield Working(_title(scheme, ref), ((f"− {text_of(row.parts.get(ref))}", True),))


def _way_gone(part: BenchmarkPart, row: scoring.Row) -> Working:
    """(actual − baseline) ÷ (target − baseline) × full."""
    refs = (part.actual, part.baseline, part.target)
    actual, baseline, target = (text_of(row.parts.get(ref)) for ref in refs)
    words = f"({actual} − {baseline}) ÷ ({target} − {baseline}) × {fraction_text(part.full)}"
    return Working("", ((words, True),))


def _product(text: Any, term: Term) -> str:
    try:
        return _rounded(Fraction(str(text)) * term.factor, term.rounding)
    except ValueError:  # nothing yet, a time, or a value for each attempt
        return ""


def _rounded(value: Fraction | None, rounding: Rounding | None) -> str:
    """A value, and what its own rounding makes of it."""
    if value is None:
        return ""
    shown = fraction_text(value)
    if rounding is None or rounding.apply(value) == value:
        return shown
    return f"{shown} → {fraction_text(rounding.apply(value), rounding.places)}"


def _title(scheme: Scheme, ref: str) -> str:
    return scheme.nodes[ref].title or ref
