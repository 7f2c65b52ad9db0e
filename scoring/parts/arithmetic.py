"""Sums, products, deductions and benchmarks of items and earlier parts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.parts.base import Part
from scoring.readings import DID_NOT_FINISH, WAITING, Reading
from scoring.rounding import Rounding
from scoring.sheets import ScoreSheet


@dataclass(frozen=True, slots=True)
class Term:
    """``ref × factor``, rounded before it is added when ``rounding`` is given."""

    ref: str
    factor: Fraction = Fraction(1)
    rounding: Rounding | None = None

    def value(self, value: Fraction) -> Fraction:
        product = value * self.factor if self.factor != 1 else value
        return self.rounding.apply(product) if self.rounding is not None else product


@dataclass(frozen=True, slots=True, kw_only=True)
class SumPart(Part):
    """Terms added to a constant. While some are missing the others are added."""

    terms: tuple[Term, ...]
    constant: Fraction = Fraction(0)

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        total = self.constant
        known = 0
        complete = True
        for term in self.terms:
            value, whole, dnf = sheet.read(term.ref, attempt)
            if dnf:
                return DID_NOT_FINISH
            complete = complete and whole
            if value is not None:
                known += 1
                total += term.value(value)
        return Reading(total, complete) if known else WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductPart(Part):
    """All factors multiplied, as difficulty × marks × constant. Needs every factor."""

    refs: tuple[str, ...]
    constant: Fraction = Fraction(1)

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        product = self.constant
        complete = True
        for ref in self.refs:
            reading = sheet.read(ref, attempt)
            if reading.dnf:
                return DID_NOT_FINISH
            if reading.value is None:
                return WAITING
            complete = complete and reading.complete
            product *= reading.value
        return Reading(product, complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeductionsPart(Part):
    """A full mark less the deduction items and the deductions noted for this part."""

    full: Fraction
    refs: tuple[str, ...]

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        value = self.full - sheet.deductions.get(self.id, Fraction(0))
        complete = True
        for ref in self.refs:
            reading = sheet.read(ref, attempt)
            complete = complete and reading.complete
            if reading.value is not None:
                value -= reading.value
        return Reading(value, complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkPart(Part):
    """How much of the way from the baseline to the target was really gone, times ``full``.

    With ``verified`` (an item that is 1 once somebody has checked the figures) the value
    counts only then.
    """

    baseline: str
    target: str
    actual: str
    full: Fraction
    verified: str | None = None

    def work_out(self, sheet: ScoreSheet, attempt: int) -> Reading:
        readings = [sheet.read(r, attempt) for r in (self.baseline, self.target, self.actual)]
        baseline, target, actual = (reading.value for reading in readings)
        if baseline is None or target is None or actual is None or baseline == target:
            return WAITING
        if self.verified is not None and sheet.read(self.verified, attempt).value != 1:
            return WAITING
        return Reading((actual - baseline) / (target - baseline) * self.full)
