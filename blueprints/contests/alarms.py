"""When judges are too far apart: spreads and outliers of one item. Pure: plain values in and out.

A spread is the distance of the highest mark from the lowest. An outlier is a mark outside
mean ± a limit, the mean being that of all marks, exact and unrounded.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from store.base import canonical_json

FEWEST_FOR_OUTLIERS = 3  # of two marks, either is as far from their mean


@dataclass(frozen=True)
class Limits:
    """What an item lets pass; None is no limit."""

    spread: Decimal | None = None
    deviation: Decimal | None = None

    @property
    def are_set(self) -> bool:
        return self.spread is not None or self.deviation is not None


@dataclass(frozen=True)
class Finding:
    """A limit was passed. `judges` are those furthest away; `figure` is how far."""

    kind: str
    judges: tuple[int, ...]
    figure: Decimal


def findings(marks: Mapping[int, Decimal], limits: Limits) -> list[Finding]:
    """What the marks of one item, by judge, set off."""
    found = []
    if limits.spread is not None and len(marks) > 1:
        low, high = min(marks.values()), max(marks.values())
        if high - low > limits.spread:
            ends = tuple(judge for judge, mark in marks.items() if mark in (low, high))
            found.append(Finding("spread", ends, high - low))
    if limits.deviation is not None and len(marks) >= FEWEST_FOR_OUTLIERS:
        found += _outliers(marks, limits.deviation)
    return found


def _outliers(marks: Mapping[int, Decimal], limit: Decimal) -> list[Finding]:
    mean = sum((Fraction(mark) for mark in marks.values()), Fraction(0)) / len(marks)
    away = {judge: abs(Fraction(mark) - mean) for judge, mark in marks.items()}
    outside = tuple(judge for judge, distance in away.items() if distance > Fraction(limit))
    if not outside:
        return []
    furthest = max(away[judge] for judge in outside)
    return [Finding("outlier", outside, _shown(furthest))]


def _shown(distance: Fraction) -> Decimal:
    """Two decimals are enough to read; whether it alarms was decided exactly."""
    exact = Decimal(distance.numerator) / Decimal(distance.denominator)
    return exact.quantize(Decimal("0.01")).normalize()


def fingerprint(kind: str, entry: str, slot: tuple[str, int], marks: Mapping[str, str]) -> str:
    """Names an alarm by the marks it is about: settled once, it is raised again by others."""
    content = {"alarm": kind, "entry": entry, "slot": list(slot), "marks": dict(marks)}
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()[:32]
