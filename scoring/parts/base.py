"""What every part has: an id, a title, a rounding point and perhaps bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.readings import WAITING, Reading
from scoring.rounding import Rounding
from scoring.sheets import ScoreSheet

MAX_BITS = 2048
"""A value that needs more (over 600 digits) is none: products of products explode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A named value. It is first held between ``minimum`` and ``maximum``, then rounded.

    ``span`` is above 1 while the part has a value for every attempt. ``monotone`` says that
    a better mark can never make the total worse, so that bounds can be worked out.
    """

    id: str
    title: str = ""
    rounding: Rounding | None = None
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    span: int = 1
    monotone: bool = True
    time_form: str | None = None

    is_relative = False

    def read(self, sheet: ScoreSheet, attempt: int) -> Reading:
        reading = self.work_out(sheet, attempt)
        value = reading.value
        if value is None:
            return reading
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
            return WAITING
        if self.minimum is not None:
            value = max(value, self.minimum)
        if self.maximum is not None:
            value = min(value, self.maximum)
        if self.rounding is not None:
            value = self.rounding.apply(value)
        return Reading(value, reading.complete, reading.dnf)

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        """The value before bounds and rounding."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativePart(Part):
    """A part whose value depends on the other entries of the round."""

    is_relative = True

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        return sheet.relative.get(self.id, WAITING)

    def resolve(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, Reading]:
        """Values for all entries at once."""
        raise NotImplementedError
