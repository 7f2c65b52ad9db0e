"""Making one number out of the marks of several judges.

Every function takes whole numbers (marks in some unit) and returns the exact result in
the same unit, with the positions of the marks that counted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from scoring.rounding import Rounding

METHODS = ("mean", "sum", "median", "trimmed", "clip")


class Combined(NamedTuple):
    """The panel's value and, for each mark in order, whether it counted."""

    value: Fraction
    used: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """How the judges' marks are combined.

    ``low``/``high`` marks are dropped by ``trimmed``; ``result`` says whether the rest is
    averaged or summed; ``limit`` is the distance from the mean that ``clip`` allows, the
    mean first rounded by ``mean_rounding``. Fewer than ``minimum`` judges give no result.
    """

    method: str
    low: int = 0
    high: int = 0
    result: str = "mean"
    limit: Fraction = Fraction(0)
    mean_rounding: Rounding | None = None
    minimum: int = 1

    def combine(self, marks: Sequence[int], unit: int) -> Combined:
        """Combine ``marks``, each a whole number of ``1/unit``. At least one is needed."""
        return _BY_METHOD[self.method](self, marks, unit)


def _mean(_panel: Panel, marks: Sequence[int], unit: int) -> Combined:
    return Combined(Fraction(sum(marks), len(marks) * unit), (True,) * len(marks))


def _sum(_panel: Panel, marks: Sequence[int], unit: int) -> Combined:
    return Combined(Fraction(sum(marks), unit), (True,) * len(marks))


def _median(_panel: Panel, marks: Sequence[int], unit: int) -> Combined:
    count = len(marks)
    order = sorted(range(count), key=marks.__getitem__)
    middle = order[(count - 1) // 2 : count // 2 + 1]
    value = Fraction(sum(marks[i] for i in middle), len(middle) * unit)
    return Combined(value, tuple(i in middle for i in range(count)))


def _trimmed(panel: Panel, marks: Sequence[int], unit: int) -> Combined:
    count = len(marks)
    if count <= panel.low + panel.high:
        # Only while marks are still coming in: too few have come to drop any.
        return _sum(panel, marks, unit) if panel.result == "sum" else _mean(panel, marks, unit)
    order = sorted(range(count), key=marks.__getitem__)
    kept = order[panel.low : count - panel.high]
    total = sum([marks[i] for i in kept])
    used = [False] * count
    for position in kept:
        used[position] = True
    share = unit if panel.result == "sum" else unit * len(kept)
    return Combined(Fraction(total, share), tuple(used))


def _clip(panel: Panel, marks: Sequence[int], unit: int) -> Combined:
    mean = Fraction(sum(marks), len(marks) * unit)
    if panel.mean_rounding is not None:
        mean = panel.mean_rounding.apply(mean)
    lowest, highest = mean - panel.limit, mean + panel.limit
    exact = [Fraction(mark, unit) for mark in marks]
    clipped = [min(max(mark, lowest), highest) for mark in exact]
    used = tuple(mark == bound for mark, bound in zip(exact, clipped, strict=True))
    return Combined(sum(clipped, Fraction(0)) / len(clipped), used)


_BY_METHOD: dict[str, Callable[[Panel, Sequence[int], int], Combined]] = {
    "mean": _mean,
    "sum": _sum,
    "median": _median,
    "trimmed": _trimmed,
    "clip": _clip,
}
