"""A marking scheme for people: its rule in words, and what a sample set of marks gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

import scoring
from blueprints.contests.queries.setup.checks import judges_needed
from blueprints.contests.rules import in_words, preset_scheme, rounds_needed
from scoring.presets import PRESETS
from scoring.schemes.items import Item
from scoring.schemes.model import Scheme

# Of the greatest mark; one more than seven judges take, so that no entrants' panels are alike.
_SHARES = ("0.86", "0.90", "0.80", "0.88", "0.84", "0.92", "0.78", "0.86")
_REPORTED = {"baseline": 100, "target": 80, "actual": 84, "verified": 1}
SAMPLE_ENTRIES = ("A01", "A02", "A03")
MILLION = 1_000_000


@dataclass(frozen=True)
class Rule:
    """The rule in words: (part, sentences), how ties are parted, and what else holds."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    ties: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class SampleMark:
    """A judge's mark in the sample; dropped ones are struck through."""

    text: str
    used: bool


@dataclass(frozen=True)
class Sample:
    """One entrant: values from the desk, judges' marks by part, and what comes out."""

    values: tuple[tuple[str, str], ...]
    panels: tuple[tuple[str, tuple[SampleMark, ...]], ...]
    results: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PresetView:
    """A ready-made scheme to choose."""

    id: str
    title: str
    summary: str
    judges: int
    needs_round: bool
    rule: Rule
    sample: Sample | None


def presets() -> tuple[PresetView, ...]:
    """Every ready-made scheme in the reader's language."""
    return _presets(str(get_locale()))


def rule_of(scheme: Scheme) -> Rule:
    """A scheme in words."""
    said = scoring.describe(scheme)
    return Rule(
        tuple((line.title, tuple(map(in_words, line.messages))) for line in said.parts),
        tuple(map(in_words, said.ties)),
        tuple(map(in_words, said.rules)),
    )


def sample_of(document: dict[str, Any], judges: int = 5) -> Sample | None:
    """What made-up marks give; None for schemes that only look back at other rounds."""
    scheme = scoring.read_scheme(document)
    if not scheme.items:
        return None
    contest = scoring.load(sample_contest(document, judges))
    scorer = scoring.scorers(contest)["sample"]
    row = scorer.standings().row(SAMPLE_ENTRIES[0])
    return Sample(
        tuple(_values(scheme)),
        tuple(_panels(scheme, scorer, len(contest.judges))),
        tuple((part.title or part.id, _text(row.parts.get(part.id))) for part in scheme.parts),
    )


def sample_contest(document: dict[str, Any], judges: int) -> dict[str, Any]:
    """A contest file with made-up marks of three entrants by a scheme."""
    scheme = scoring.read_scheme(document)
    seats = [f"J{n + 1}" for n in range(max(judges_needed(scheme), judges))]
    return {
        "format": "guildhall-contest/1",
        "title": "sample",
        "judges": [{"id": seat} for seat in seats],
        "entries": [{"id": entry} for entry in SAMPLE_ENTRIES],
        "schemes": [document],
        "rounds": [
            {
                "id": "sample",
                "scheme": document["id"],
                "judges": seats,
                "marks": list(_marks(scheme, seats)),
            }
        ],
    }


@lru_cache(maxsize=8)
def _presets(_language: str) -> tuple[PresetView, ...]:
    return tuple(_preset(name) for name in PRESETS)


def _preset(name: str) -> PresetView:
    preset, document = PRESETS[name], preset_scheme(name)
    return PresetView(
        id=name,
        title=_(preset.title),
        summary=_(preset.summary),
        judges=preset.judges,
        needs_round=bool(rounds_needed(name)),
        rule=rule_of(scoring.read_scheme(document)),
        sample=sample_of(document, preset.judges),
    )


def _marks(scheme: Scheme, judges: list[str]) -> Iterator[dict[str, Any]]:
    for place, entry in enumerate(SAMPLE_ENTRIES):
        for item in scheme.items:
            for attempt in range(1, item.span + 1):
                mark = {"entry": entry, "item": item.id, "attempt": attempt}
                if not item.is_judged:
                    yield {**mark, "value": _desk_value(item, place + attempt - 1)}
                    continue
                for seat, judge in enumerate(judges):
                    value = _judged_value(item, place, seat, attempt)
                    yield {**mark, "judge": judge, "value": value}


def _judged_value(item: Item, place: int, seat: int, attempt: int) -> str:
    if item.levels:
        return str((3, 2, 3)[(place + seat) % 3])
    if _is_placing(item):
        moved = 1 if seat == len(SAMPLE_ENTRIES) else 0  # one judge sees it otherwise
        return str((place + moved) % len(SAMPLE_ENTRIES) + 1)
    return _share(item, Decimal(_SHARES[(place + seat + attempt) % len(_SHARES)]))


def _is_placing(item: Item) -> bool:
    return item.minimum == MILLION and item.step == MILLION


def _desk_value(item: Item, n: int) -> str:
    if item.kind == "time":
        return f"{62 + n}.35"
    if item.kind == "deduction":
        return "0" if n else "5"
    if item.id in _REPORTED:
        return str(_REPORTED[item.id] + (n if item.id == "actual" else 0))
    if item.maximum is None:
        return "100"
    return _share(item, Decimal("0.85") - Decimal(n) / 20)


def _share(item: Item, share: Decimal) -> str:
    """A share of the greatest mark, rounded down to the item's step."""
    step = Decimal(item.step or MILLION) / MILLION
    most = Decimal(item.maximum or 0) / MILLION
    value = (most * share // step) * step
    return format(value.normalize(), "f")


def _values(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for item in scheme.items:
        if not item.is_judged:
            yield item.title or item.id, _desk_value(item, 0)


def _panels(
    scheme: Scheme, scorer: scoring.RoundScorer, seats: int
) -> Iterator[tuple[str, tuple[SampleMark, ...]]]:
    items = {item.id: item for item in scheme.items}
    titles = {node.id: node.title or node.id for node in (*scheme.parts, *scheme.items)}
    for part_id, views in scorer.tiles(SAMPLE_ENTRIES[0]).items():
        for view in views:
            if view.attempt == 1:
                marks = [SampleMark(tile.text or "", tile.used is not False) for tile in view.tiles]
                item = items.get(view.item or "")
                plain = _as_marked(item, seats) if item and item.levels else marks
                yield titles[view.item or part_id], tuple(plain)
    for item in scheme.items:
        if _is_placing(item):  # no panel combines them: each judge's placings stand
            yield item.title or item.id, tuple(_as_marked(item, seats))


def _as_marked(item: Item, seats: int) -> list[SampleMark]:
    return [SampleMark(_judged_value(item, 0, seat, 1), used=True) for seat in range(seats)]


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return " · ".join(one or "–" for one in value)
    return value or "–"
