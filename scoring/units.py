"""Best-organisation awards: units ranked by what their entries achieved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from scoring.numbers import fraction_text
from scoring.ranking import grouped_by, ranks


@dataclass(frozen=True, slots=True)
class UnitRanking:
    """Points by place, plus points for every entry that took part; the best ``best`` count."""

    id: str
    title: str
    rounds: tuple[str, ...]
    points: tuple[Fraction, ...]
    taking_part: Fraction = Fraction(0)
    best: int | None = None


class UnitRow(NamedTuple):
    unit: str
    place: int
    tied: bool
    points: str

    def to_json(self) -> dict[str, Any]:
        return self._asdict()


def rank_units(
    rule: UnitRanking, placed: Iterable[tuple[str, int | None]], units: Iterable[str]
) -> tuple[UnitRow, ...]:
    """``placed`` holds (unit, place) of every entry that took part in the rounds."""
    scores: dict[str, list[Fraction]] = {unit: [] for unit in units}
    for unit, place in placed:
        earned = rule.points[place - 1] if place and place <= len(rule.points) else Fraction(0)
        scores.setdefault(unit, []).append(earned + rule.taking_part)
    totals = {unit: _sum_of_best(found, rule.best) for unit, found in scores.items()}
    return tuple(_rows(totals))


def _sum_of_best(found: list[Fraction], best: int | None) -> Fraction:
    return sum(sorted(found, reverse=True)[:best], Fraction(0))


def _rows(totals: Mapping[str, Fraction]) -> Iterable[UnitRow]:
    groups = grouped_by(totals, {unit: -points for unit, points in totals.items()})
    places = ranks(groups)
    for unit in (unit for group in groups for unit in group):
        rank = places[unit]
        yield UnitRow(unit, rank.place, rank.tied, fraction_text(totals[unit]))
