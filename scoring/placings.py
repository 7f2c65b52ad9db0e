"""The Skating System: a majority of placings, rules 5–8 for one dance, 9–11 for several.

A tie that the rules cannot part shares the mean of the places it covers (3.5 and 3.5).
Source: the published rules of the Skating System as used in ballroom dancing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

Placings = Mapping[str, Sequence[Fraction]]
"""For every entry the placings that its judges (or its dances) gave it."""


def places_of_marks(marks: Mapping[str, int], *, more_is_better: bool) -> dict[str, Fraction]:
    """One judge's marks as placings; equal marks share the mean of their places."""
    equals: dict[int, list[str]] = {}
    for entry, mark in marks.items():
        equals.setdefault(mark, []).append(entry)
    places: dict[str, Fraction] = {}
    for mark in sorted(equals, reverse=more_is_better):
        shared = Fraction(2 * len(places) + len(equals[mark]) + 1, 2)
        places.update(dict.fromkeys(equals[mark], shared))
    return places


def majority_places(placings: Placings) -> dict[str, Fraction]:
    """Places for one dance (rules 5–8)."""
    majority = _Majority(placings)
    return _allotted(list(placings), 1, lambda group, _place: majority.leaders(group))


def final_places(
    dances: Sequence[Mapping[str, Fraction]], placings: Placings
) -> dict[str, Fraction]:
    """Places over several dances (rules 9–11).

    ``dances`` holds each dance's places; ``placings`` every entry's single placings from
    all judges in all dances, which only rule 11 looks at.
    """
    entries = list(placings)
    per_dance = {entry: [dance[entry] for dance in dances] for entry in entries}
    sums = {entry: sum(places, Fraction(0)) for entry, places in per_dance.items()}
    majority = _Majority(placings)

    def ahead(group: list[str], place: int) -> list[str]:
        return _nth_and_higher(group, per_dance, place)

    def ahead_of_all_judges(group: list[str], place: int) -> list[str]:
        tied = ahead(group, place)
        return majority.leaders(tied, place) if len(tied) > 1 else tied

    result: dict[str, Fraction] = {}
    for total in sorted(set(sums.values())):
        group = [entry for entry in entries if sums[entry] == total]
        while group:
            # The leaders of a tie take the next places as a group, before the others.
            place = len(result) + 1
            first = set(ahead(group, place))
            leaders = [entry for entry in group if entry in first]
            result.update(_allotted(leaders, place, ahead_of_all_judges))
            group = [entry for entry in group if entry not in first]
    return result


def _allotted(
    group: list[str], first: int, leaders_of: Callable[[list[str], int], list[str]]
) -> dict[str, Fraction]:
    """Give out places from ``first``; leaders that stay tied share the mean place."""
    places: dict[str, Fraction] = {}
    while group:
        place = first + len(places)
        leaders = set(leaders_of(group, place))
        shared = Fraction(2 * place + len(leaders) - 1, 2)
        places.update((entry, shared) for entry in group if entry in leaders)
        group = [entry for entry in group if entry not in leaders]
    return places


class _Majority:
    """Who takes the next place: rules 5 (majority), 6 (larger), 7 (lower sum), 8 (next)."""

    def __init__(self, placings: Placings) -> None:
        self.sorted = {entry: sorted(marks) for entry, marks in placings.items()}
        self.columns = sorted({mark for marks in placings.values() for mark in marks})
        judges = max((len(marks) for marks in placings.values()), default=0)
        self.needed = judges // 2 + 1
        self._first = 0
        """No column before this one holds a majority for anybody without a place."""

    def leaders(self, group: list[str], start: int = 0) -> list[str]:
        """The best of the group; several where the columns run out. Rule 11 has a ``start``."""
        found = False
        for position in self._positions(start):
            column = self.columns[position]
            counts = {entry: self._at_least(entry, column) for entry in group}
            most = max(counts.values())
            if not found and most < self.needed:
                continue
            if not found and not start:
                self._first = position
            found = True
            group = self._lowest_sum([e for e in group if counts[e] == most], column)
            if len(group) == 1:
                break
        return group

    def _positions(self, start: int) -> range:
        first = bisect_right(self.columns, start) - 1 if start else self._first
        return range(max(first, 0), len(self.columns))

    def _at_least(self, entry: str, place: Fraction) -> int:
        return bisect_right(self.sorted[entry], place)

    def _lowest_sum(self, entries: list[str], place: Fraction) -> list[str]:
        if len(entries) == 1:
            return entries
        sums = {e: sum(self.sorted[e][: self._at_least(e, place)], Fraction(0)) for e in entries}
        lowest = min(sums.values())
        return [entry for entry in entries if sums[entry] == lowest]


def _nth_and_higher(group: list[str], per_dance: Placings, place: int) -> list[str]:
    """Rule 10: most places of ``place`` or better, then the lowest sum of those."""
    counts = {entry: _at_least(per_dance[entry], Fraction(place)) for entry in group}
    most = max(counts.values())
    ahead = [entry for entry in group if counts[entry] == most]
    return _lowest_sum(ahead, per_dance, Fraction(place))


def _at_least(marks: Sequence[Fraction], place: Fraction) -> int:
    return sum(1 for mark in marks if mark <= place)


def _lowest_sum(entries: list[str], placings: Placings, place: Fraction) -> list[str]:
    sums = {e: sum((m for m in placings[e] if m <= place), Fraction(0)) for e in entries}
    lowest = min(sums.values())
    return [entry for entry in entries if sums[entry] == lowest]
