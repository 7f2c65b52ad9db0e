"""Curves given by formula, written as cubic Bézier paths.

A tenth of the points of a polyline draw the same line without corners: each piece takes the
formula's place and direction at both its ends.
"""

import math
from collections.abc import Callable, Sequence

from documents.ornaments.svg import number

Point = tuple[float, float]
Formula = Callable[[float], Point]

_STEP = 1e-4  # of a piece: near enough to a derivative at 0.01 mm


def bezier(formula: Formula, start: float, end: float, pieces: int, *, closed: bool = False) -> str:
    """Path data of formula(t), t from start to end, in so many cubic pieces."""
    span = (end - start) / pieces
    knots = [start + span * index for index in range(pieces + 1)]
    places = [formula(t) for t in knots]
    slopes = [_slope(formula, t, span) for t in knots]
    words = [f"M{_pair(places[0])}"]
    for index in range(pieces):
        (x0, y0), (x1, y1) = places[index], places[index + 1]
        (u0, v0), (u1, v1) = slopes[index], slopes[index + 1]
        first = (x0 + u0 / 3, y0 + v0 / 3)
        second = (x1 - u1 / 3, y1 - v1 / 3)
        words.append(f"C{_pair(first)} {_pair(second)} {_pair((x1, y1))}")
    return "".join(words) + ("Z" if closed else "")


def polygon(points: Sequence[Point], *, closed: bool = True) -> str:
    return "M" + "L".join(_pair(point) for point in points) + ("Z" if closed else "")


def polar(radius: float, degrees: float, centre: Point = (0, 0)) -> Point:
    """0° is up, degrees go clockwise, as on a clock."""
    angle = math.radians(degrees)
    return centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle)


def arc(radius: float, start: float, end: float, centre: Point = (0, 0)) -> str:
    """A part of a circle from `start` to `end` degrees, clockwise."""
    large = 1 if end - start > 180 else 0
    first, last = polar(radius, start, centre), polar(radius, end, centre)
    return f"M{_pair(first)}A{number(radius)} {number(radius)} 0 {large} 1 {_pair(last)}"


def _slope(formula: Formula, t: float, span: float) -> Point:
    step = span * _STEP
    (x0, y0), (x1, y1) = formula(t - step), formula(t + step)
    return (x1 - x0) / (2 * _STEP), (y1 - y0) / (2 * _STEP)


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"
