"""How many a percentage is: ``39 × 10 %`` is 3 by floor and 4 half up."""

from __future__ import annotations

from fractions import Fraction

from scoring.rounding import whole_steps


def share_of(count: int, percent: Fraction, mode: str) -> int:
    """``percent`` of ``count`` people, rounded to whole people by ``mode``."""
    share = percent * count
    return whole_steps(share.numerator, share.denominator * 100, mode)
