"""Values that depend on the other entries: placings, z-scores, standardised scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from scoring.numbers import SCALE
from scoring.panels import Panel
from scoring.parts.base import RelativePart
from scoring.parts.panel import PanelPart
from scoring.placings import final_places, majority_places, places_of_marks
from scoring.ranking import grouped_by, ranks, sort_keys
from scoring.readings import Reading
from scoring.rounding import Rounding
from scoring.sheets import ScoreSheet

_ROOT_DIGITS = 10**30


def square_root(value: Fraction) -> Fraction:
    """The square root, exact to 30 decimals."""
    wide = value.numerator * value.denominator * _ROOT_DIGITS**2
    return Fraction(isqrt(wide), value.denominator * _ROOT_DIGITS)


def mean_of(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def median_of(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return mean_of(middle)


def deviation_of(values: Sequence[Fraction], kind: str) -> Fraction:
    """The standard deviation of a ``population`` or ``sample``; 0 when there is none."""
    count = len(values) - (kind == "sample")
    if count < 1:
        return Fraction(0)
    mean = mean_of(values)
    return square_root(sum(((v - mean) ** 2 for v in values), Fraction(0)) / count)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacingsPart(RelativePart):
    """A majority of placings over one dance or piece.

    ``source`` says whether judges enter ``places`` or ``marks`` that are turned into
    places, judge by judge.
    """

    judged: PanelPart
    source: str = "places"

    def placings(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, list[Fraction]]:
        """Every judge's placing of every entry that has all its marks."""
        rows = {e: self.judged.subtotals(s, 1, self.judged.items) for e, s in sheets.items()}
        rows = {e: row for e, row in rows.items() if row and all(s.complete for s in row)}
        if self.source == "places":
            return {e: [Fraction(s.amount, self.judged.unit) for s in r] for e, r in rows.items()}
        placings: dict[str, list[Fraction]] = {entry: [] for entry in rows}
        for judge in sorted({s.judge for row in rows.values() for s in row}):
            given = {e: s.amount for e, row in rows.items() for s in row if s.judge == judge}
            for entry, place in places_of_marks(given, more_is_better=True).items():
                placings[entry].append(place)
        return placings

    def resolve(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, Reading]:
        places = majority_places(self.placings(sheets))
        complete = len(places) == len(sheets)
        return {entry: Reading(place, complete) for entry, place in places.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalPlacingsPart(RelativePart):
    """Several dances together (rules 9–11)."""

    dances: tuple[PlacingsPart, ...]

    def resolve(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, Reading]:
        placings = [dance.placings(sheets) for dance in self.dances]
        whole = [e for e in sheets if all(e in dance for dance in placings)]
        tables = [majority_places({e: dance[e] for e in whole}) for dance in placings]
        all_marks = {e: [place for dance in placings for place in dance[e]] for e in whole}
        complete = len(whole) == len(sheets)
        return {
            entry: Reading(place, complete)
            for entry, place in final_places(tables, all_marks).items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ZScorePart(RelativePart):
    """Each judge's subtotals as distances from that judge's own mean, in deviations.

    For judges that saw different entries. Each z-score is rounded by ``z_rounding``, the
    panel combines an entry's z-scores, and ``centre + points × z`` is the value.
    """

    judged: PanelPart
    panel: Panel
    deviation: str
    z_rounding: Rounding
    centre: Fraction
    points: Fraction

    def resolve(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, Reading]:
        rows = [self.judged.subtotals(s, 1, self.judged.items) for s in sheets.values()]
        complete = all(row and all(s.complete for s in row) for row in rows)
        return {
            entry: Reading(
                self.centre + self.points * self.panel.combine(zs, SCALE).value, complete
            )
            for entry, zs in self.scores(sheets).items()
            if len(zs) >= self.panel.minimum
        }

    def scores(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, list[int]]:
        """Every judge's standard score of every entry it has marked, in units of 1 / SCALE."""
        given: dict[str, dict[str, Fraction]] = {}
        for entry, sheet in sheets.items():
            for subtotal in self.judged.subtotals(sheet, 1, self.judged.items):
                if subtotal.complete:
                    amount = Fraction(subtotal.amount, self.judged.unit)
                    given.setdefault(subtotal.judge, {})[entry] = amount
        scores: dict[str, list[int]] = {}
        for marks in given.values():
            mean = mean_of(list(marks.values()))
            deviation = deviation_of(list(marks.values()), self.deviation)
            for entry, mark in marks.items():
                z = (mark - mean) / deviation if deviation else Fraction(0)
                rounded = self.z_rounding.apply(z)
                scores.setdefault(entry, []).append(int(rounded * SCALE))
        return scores


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardisedPart(RelativePart):
    """A scale on which the median entry has ``centre`` (700) and a deviation ``points``."""

    ref: str
    deviation: str
    centre: Fraction
    points: Fraction

    def resolve(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, Reading]:
        readings = {entry: sheet.read(self.ref) for entry, sheet in sheets.items()}
        values = {e: r.value for e, r in readings.items() if r.value is not None}
        if not values:
            return {}
        complete = all(reading.complete for reading in readings.values())
        median = median_of(list(values.values()))
        deviation = deviation_of(list(values.values()), self.deviation)
        scale = self.points / deviation if deviation else Fraction(0)
        return {
            entry: Reading(self.centre + scale * (value - median), complete)
            for entry, value in values.items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePointsPart(RelativePart):
    """Points for the place in ``ref``; places beyond the table get ``rest``.

    A shared place gives everybody the ``same`` points (of the best place) or the ``mean``
    of the points of the places that are covered.
    """

    ref: str
    points: tuple[Fraction, ...]
    rest: Fraction
    less_is_better: bool
    shared: str

    def resolve(self, sheets: Mapping[str, ScoreSheet]) -> dict[str, Reading]:
        readings = {entry: sheet.read(self.ref) for entry, sheet in sheets.items()}
        ranked = {e: r for e, r in readings.items() if r.value is not None}
        keys = sort_keys(ranked, less_is_better=self.less_is_better)
        complete = all(reading.complete for reading in readings.values())
        groups = grouped_by(ranked, keys)
        places = ranks(groups)
        result = {
            entry: Reading(self._points(places[entry].place, len(group)), complete)
            for group in groups
            for entry in group
        }
        result.update((e, Reading(self.rest, complete)) for e, r in readings.items() if r.dnf)
        return result

    def _points(self, place: int, size: int) -> Fraction:
        if self.shared == "same":
            return self._for_place(place)
        return mean_of([self._for_place(place + offset) for offset in range(size)])

    def _for_place(self, place: int) -> Fraction:
        return self.points[place - 1] if place <= len(self.points) else self.rest
