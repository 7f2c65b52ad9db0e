"""Rounding at a named point: a step (0.01, 0.5, 5) and a mode.

Exact on fractions: 2.675 to hundredths is 2.68 half up, whatever a float would say.
``half_up`` takes halves away from zero, as ``decimal.ROUND_HALF_UP`` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.numbers import fraction_text

MODES = ("half_up", "half_even", "floor", "ceiling")


@dataclass(frozen=True, slots=True)
class Rounding:
    """How one named value is rounded. ``places`` is how many decimals are written."""

    mode: str
    step: Fraction
    places: int

    @classmethod
    def to_places(cls, places: int, mode: str = "half_up") -> Rounding:
        return cls(mode, Fraction(1, 10**places), places)

    @classmethod
    def to_step(cls, step: Fraction, mode: str = "half_up") -> Rounding:
        shortest = fraction_text(step)
        return cls(mode, step, len(shortest.partition(".")[2]))

    def apply(self, value: Fraction) -> Fraction:
        step = self.step
        steps = whole_steps(
            value.numerator * step.denominator, value.denominator * step.numerator, self.mode
        )
        return Fraction(steps * step.numerator, step.denominator)


def whole_steps(numerator: int, denominator: int, mode: str) -> int:
    """``numerator / denominator`` as a whole number, rounded by ``mode``."""
    quotient, rest = divmod(numerator, denominator)
    if rest == 0 or mode == "floor":
        return quotient
    if mode == "ceiling":
        return quotient + 1
    if 2 * rest != denominator:
        return quotient + (2 * rest > denominator)
    if mode == "half_even":
        return quotient + quotient % 2
    return quotient + (numerator > 0)
