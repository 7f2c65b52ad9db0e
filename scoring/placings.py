"""The Skating System: a majority of placings, rules 5–8 for one dance, 9–11 for several.

A tie that the rules cannot part shares the mean of the places it covers (3.5 and 3.5).
Source: the published rules of the Skating System as used in ballroom dancing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

Placings = Mapping[str, Sequence[Fraction]]
"""For every entry the placings that its judges (or its dances) gave it."""


def places_of_marks(marks: Mapping[str, int], *, more_is_better: bool) -> dict[str, Fraction]:
    """One judge's marks as placings; equal marks share the mean of their places."""
    ordered = sorted(set(marks.values()), reverse=more_is_better)
    places: dict[str, Fraction] = {}
    for mark in ordered:
        equals = [entry for entry, value in marks.items() if value == mark]
        shared = Fraction(2 * len(places) + len(equals) + 1, 2)
        places.update(dict.fromkeys(equals, shared))
    return places


def majority_places(placings: Placings) -> dict[str, Fraction]:
    """Places for one dance (rules 5–8)."""
    judges = max((len(marks) for marks in placings.values()), default=0)

    def leaders(group: list[str], _place: int) -> list[str]:
        return _majority_leaders(group, placings, judges, start=0)

    return _allotted(list(placings), 1, leaders)


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
    judges = max((len(marks) for marks in placings.values()), default=0)

    def ahead(group: list[str], place: int) -> list[str]:
        return _nth_and_higher(group, per_dance, place)

    def ahead_of_all_judges(group: list[str], place: int) -> list[str]:
        tied = ahead(group, place)
        return _majority_leaders(tied, placings, judges, start=place) if len(tied) > 1 else tied

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


def _majority_leaders(
    group: list[str], placings: Placings, judges: int, *, start: int
) -> list[str]:
    """Who takes the next place: rules 5 (majority), 6 (larger), 7 (lower sum), 8 (next)."""
    needed = judges // 2 + 1
    found = False
    for column in _columns(placings, start):
        counts = {entry: _at_least(placings[entry], column) for entry in group}
        most = max(counts.values())
        if not found and most < needed:
            continue
        found = True
        ahead = [entry for entry in group if counts[entry] == most]
        group = _lowest_sum(ahead, placings, column)
        if len(group) == 1:
            break
    return group


def _nth_and_higher(group: list[str], per_dance: Placings, place: int) -> list[str]:
    """Rule 10: most places of ``place`` or better, then the lowest sum of those."""
    counts = {entry: _at_least(per_dance[entry], Fraction(place)) for entry in group}
    most = max(counts.values())
    ahead = [entry for entry in group if counts[entry] == most]
    return _lowest_sum(ahead, per_dance, Fraction(place))


def _columns(placings: Placings, start: int) -> list[Fraction]:
    given = {mark for marks in placings.values() for mark in marks if mark > start}
    return sorted({Fraction(start), *given} if start else given)


def _at_least(marks: Sequence[Fraction], place: Fraction) -> int:
    return sum(1 for mark in marks if mark <= place)


def _lowest_sum(entries: list[str], placings: Placings, place: Fraction) -> list[str]:
    sums = {e: sum((m for m in placings[e] if m <= place), Fraction(0)) for e in entries}
    lowest = min(sums.values())
    return [entry for entry in entries if sums[entry] == lowest]
