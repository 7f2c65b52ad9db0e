"""Prizes: fixed counts or percentages, and what happens where a tie crosses a boundary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from scoring.quotas import share_of

BOUNDARIES = ("extend", "cut", "skip")
AFTER_TIE = ("roll_down", "absorb")
BASES = ("entries", "started", "ranked")


@dataclass(frozen=True, slots=True)
class Tier:
    """A prize: a fixed ``count``, a ``percent``, or everybody who reached ``minimum``."""

    id: str
    title: str = ""
    count: int | None = None
    percent: Fraction | None = None
    minimum: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PrizeRule:
    """``boundary``: a tie across it gets the prize (``extend``), none of the tied does
    until a tie-break is stored (``cut``), or they go to the next prize (``skip``).
    ``after_tie``: the next prize keeps its count (``roll_down``) or pays for the
    extension (``absorb``). Entries within ``band`` of the first of a group are equal.
    """

    tiers: tuple[Tier, ...]
    rounding: str = "floor"
    of: str = "entries"
    minimum: Fraction | None = None
    boundary: str = "extend"
    after_tie: str = "roll_down"
    band: Fraction | None = None

    def counts(self, people: int) -> list[int | None]:
        """How many of each prize; None where only a minimum score is asked for."""
        return [
            share_of(people, tier.percent, self.rounding)
            if tier.percent is not None
            else tier.count
            for tier in self.tiers
        ]


class Candidate(NamedTuple):
    """An entry that has a place, with its exact total."""

    entry: str
    place: int
    total: Fraction | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Award:
    """Who gets a prize. ``undecided`` are tied across the boundary and need a tie-break."""

    prize: str
    title: str
    entries: tuple[str, ...]
    count: int | None = None
    undecided: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {
            "prize": self.prize,
            "title": self.title,
            "entries": list(self.entries),
            "count": self.count,
            "undecided": list(self.undecided),
        }


def award_prizes(
    rule: PrizeRule, candidates: Sequence[Candidate], people: int, *, less_is_better: bool = False
) -> tuple[Award, ...]:
    """Give the prizes to candidates in the order of their places.

    Who missed a pass line or the minimum keeps the place and gets nothing; the prize goes
    to the next. ``people`` is what percentages are taken of.
    """
    sign = -1 if less_is_better else 1
    worthy = [c for c in candidates if c.passed and _reaches(c.total, rule.minimum, sign)]
    giver = _Giver(rule, _equals(worthy, rule.band), sign)
    counts = rule.counts(people)
    return tuple(giver.give(tier, n) for tier, n in zip(rule.tiers, counts, strict=True))


def _reaches(total: Fraction | None, minimum: Fraction | None, sign: int) -> bool:
    return minimum is None or (total is not None and sign * total >= sign * minimum)


def _equals(worthy: Sequence[Candidate], band: Fraction | None) -> list[list[Candidate]]:
    """Groups of equal candidates: the same place, or within the band of the first."""
    groups: list[list[Candidate]] = []
    for candidate in worthy:
        if groups and _belongs(candidate, groups[-1][0], band):
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
    return groups


def _belongs(candidate: Candidate, first: Candidate, band: Fraction | None) -> bool:
    if candidate.place == first.place:
        return True
    if band is None or candidate.total is None or first.total is None:
        return False
    return abs(candidate.total - first.total) <= band


class _Giver:
    """Gives one prize after the other, and remembers what ties left over."""

    def __init__(self, rule: PrizeRule, groups: list[list[Candidate]], sign: int) -> None:
        self.rule = rule
        self.groups = groups
        self.sign = sign
        self.owed = 0
        self.undecided: list[str] = []
        self.unplaced = 0
        """How many of the undecided will have to be content with a lower prize."""

    def give(self, tier: Tier, count: int | None) -> Award:
        waiting = tuple(self.undecided) if self.unplaced else ()
        room = None if count is None else self._room(count)
        taken: list[str] = []
        while self.groups and (room is None or len(taken) < room):
            group = [c for c in self.groups[0] if _reaches(c.total, tier.minimum, self.sign)]
            if not group:
                break
            crosses = room is not None and len(taken) + len(group) > room
            if crosses and self.rule.boundary == "skip":
                break
            self._take_out(group)
            if room is not None and crosses and self.rule.boundary == "cut":
                self.undecided = [candidate.entry for candidate in group]
                self.unplaced = len(taken) + len(group) - room
                waiting = (*waiting, *self.undecided)
                break
            taken.extend(candidate.entry for candidate in group)
        if room is not None and self.rule.after_tie == "absorb":
            self.owed += max(0, len(taken) - room)
        return Award(tier.id, tier.title, tuple(taken), count, waiting)

    def _room(self, count: int) -> int:
        """What is left of a count after earlier extensions and undecided ties."""
        paid = min(count, self.owed)
        self.owed -= paid
        kept = min(count - paid, self.unplaced)
        self.unplaced -= kept
        return count - paid - kept

    def _take_out(self, group: list[Candidate]) -> None:
        rest = [candidate for candidate in self.groups[0] if candidate not in group]
        self.groups[:1] = [rest] if rest else []
