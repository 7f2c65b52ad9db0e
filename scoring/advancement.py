"""Who goes on to the next round, and how certain that is while marks are missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from scoring.quotas import share_of
from scoring.ranking import SortKey

METHODS = ("top", "percent", "zones", "score")
BOUNDARIES = ("extend", "cut", "skip")


@dataclass(frozen=True, slots=True)
class AdvancementRule:
    """``top`` count, ``percent`` of the entries, ``zones`` with a quota each, or ``score``.

    ``boundary`` is for a tie across the last place that goes on: all go on (``extend``),
    or none of the tied (``cut`` until a tie-break is stored, ``skip`` for good).
    """

    method: str
    count: int = 0
    percent: Fraction = Fraction(0)
    rounding: str = "floor"
    quotas: Mapping[str, int] = field(default_factory=dict)
    threshold: Fraction = Fraction(0)
    boundary: str = "extend"
    only_passed: bool = False
    of: str = "entries"


class Standing(NamedTuple):
    """An entry, and how bad and good its total could still become.

    ``place`` is None while no mark has come: it cannot go on yet, but it is a rival.

    ``now``, ``worst`` and ``best`` are sort keys (smaller is better), None when unknown;
    for a complete entry all three are the same.
    """

    entry: str
    place: int | None
    zone: str | None
    now: SortKey | None
    passed: bool
    complete: bool
    worst: SortKey | None
    best: SortKey | None


class Advanced(NamedTuple):
    """An entry that goes on; ``certain`` is False while missing marks could change it."""

    entry: str
    certain: bool


def advance(
    rule: AdvancementRule,
    standings: Sequence[Standing],
    people: int,
    threshold_key: SortKey | None = None,
) -> tuple[Advanced, ...]:
    """Who goes on, in the order of places. ``people`` is what a percentage is taken of."""
    able = [s for s in standings if s.passed or not rule.only_passed]
    if rule.method == "score":
        return tuple(_above(able, threshold_key))
    if rule.method == "zones":
        chosen = {
            one.entry: one.certain
            for zone, quota in rule.quotas.items()
            for one in _top([s for s in able if s.zone == zone], quota, rule.boundary)
        }
        return tuple(Advanced(s.entry, chosen[s.entry]) for s in able if s.entry in chosen)
    quota = rule.count
    if rule.method == "percent":
        quota = share_of(people, rule.percent, rule.rounding)
    return tuple(_top(able, quota, rule.boundary))


def _above(able: Iterable[Standing], threshold: SortKey | None) -> Iterable[Advanced]:
    """Everybody who has reached the threshold by the marks so far."""
    for standing in able:
        if threshold is None or standing.now is None or standing.place is None:
            continue
        if standing.now <= threshold:
            certain = standing.worst is not None and standing.worst <= threshold
            yield Advanced(standing.entry, certain)


def _top(able: list[Standing], quota: int, boundary: str) -> list[Advanced]:
    placed = [(standing, standing.place) for standing in able if standing.place is not None]
    chosen = _within(placed, quota, boundary)
    if all(standing.complete for standing in able):
        return [Advanced(standing.entry, certain=True) for standing in chosen]
    rivals = _Rivals(able)
    return [Advanced(s.entry, rivals.ahead_of(s) < quota) for s in chosen]


def _within(placed: Sequence[tuple[Standing, int]], quota: int, boundary: str) -> list[Standing]:
    standings = [standing for standing, _place in placed]
    if quota <= 0 or len(placed) <= quota:
        return standings if quota > 0 else []
    last = placed[quota - 1][1]
    if placed[quota][1] != last:
        return standings[:quota]
    extended = boundary == "extend"
    return [one for one, place in placed if place < last or (extended and place == last)]


class _Rivals:
    """Counts who could still come ahead of (or level with) an entry."""

    def __init__(self, able: Sequence[Standing]) -> None:
        self.unbounded = sum(1 for s in able if not s.complete and s.best is None)
        self.open = sorted(s.best for s in able if not s.complete and s.best is not None)
        self.settled = sorted(s.worst for s in able if s.complete and s.worst is not None)
        self.settled_places = sorted(s.place for s in able if s.complete and s.place is not None)

    def ahead_of(self, standing: Standing) -> int:
        worst = standing.worst
        if worst is None:
            return len(self.open) + len(self.settled) + self.unbounded
        open_rivals = bisect_right(self.open, worst) + self.unbounded
        if standing.complete and standing.place is not None:
            return bisect_right(self.settled_places, standing.place) - 1 + open_rivals
        itself = 1 if standing.best is not None and standing.best <= worst else 0
        return bisect_right(self.settled, worst) + open_rivals - itself
