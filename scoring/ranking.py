"""Places out of sorted groups. A rank is a place and whether it is shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import lcm
from typing import NamedTuple

from scoring.readings import Reading

SHARING = ("standard", "dense", "grouped")

SortKey = tuple[int, int]
"""(0, value) for a value, (1, 0) for an entry that did not finish, (2, 0) for none."""


class Rank(NamedTuple):
    """``place`` to ``last``: the same, except where ``grouped`` places share 2–3."""

    place: int
    tied: bool
    last: int


def sort_keys(readings: Mapping[str, Reading], *, less_is_better: bool) -> dict[str, SortKey]:
    """Exact keys that sort the best first, as whole numbers over one denominator."""
    values = [r.value for r in readings.values() if r.value is not None]
    unit = lcm(*{value.denominator for value in values})
    sign = 1 if less_is_better else -1
    return {entry: _sort_key(reading, unit, sign) for entry, reading in readings.items()}


def _sort_key(reading: Reading, unit: int, sign: int) -> SortKey:
    value = reading.value
    if value is not None:
        return (0, sign * value.numerator * (unit // value.denominator))
    return (1, 0) if reading.dnf else (2, 0)


def grouped_by(entries: Iterable[str], keys: Mapping[str, object]) -> list[list[str]]:
    """Entries in groups of equal keys, best first; inside a group the order is kept."""
    groups: dict[object, list[str]] = {}
    for entry in entries:
        groups.setdefault(keys[entry], []).append(entry)
    return [groups[key] for key in sorted(groups)]  # type: ignore[type-var]


def ranks(groups: Sequence[Sequence[str]], sharing: str = "standard") -> dict[str, Rank]:
    """Places: standard 1,2,2,4; dense 1,2,2,3; grouped 1,2–3,2–3,4."""
    result: dict[str, Rank] = {}
    before = 0
    for position, group in enumerate(groups, start=1):
        place = position if sharing == "dense" else before + 1
        last = before + len(group) if sharing == "grouped" else place
        rank = Rank(place, len(group) > 1, last)
        result.update(dict.fromkeys(group, rank))
        before += len(group)
    return result
