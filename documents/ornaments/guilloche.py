"""Guilloche: interlaced waves, as engraved on securities. Bands, rosettes and fine-line grounds."""

import math

from documents.ornaments.curves import Formula, Point, bezier
from documents.ornaments.svg import define, path, place


def braid(
    period: float,
    height: float,
    *,
    strands: int = 6,
    turns: int = 1,
    waist: float = 0.3,
    pieces: int = 8,
) -> str:
    """One period of a band around y = 0 that swells to `height` and narrows to its `waist`."""

    def strand(index: int) -> Formula:
        phase = 2 * math.pi * index / strands

        def at(t: float) -> Point:
            half = height / 2 * ((1 + waist) / 2 - (1 - waist) / 2 * math.cos(2 * math.pi * t))
            return t * period, half * math.sin(2 * math.pi * turns * t + phase)

        return at

    return path("".join(bezier(strand(index), 0, 1, pieces) for index in range(strands)))


def ripple(period: float, height: float, *, strands: int = 5, pieces: int = 4) -> str:
    """One period of a plain rope: the same wave, shifted."""

    def strand(index: int) -> Formula:
        phase = 2 * math.pi * index / strands
        return lambda t: (t * period, height / 2 * math.sin(2 * math.pi * t + phase))

    return path("".join(bezier(strand(index), 0, 1, pieces) for index in range(strands)))


def rosette(
    name: str, radius: float, *, petals: int, depth: float, copies: int, skew: float = 0
) -> str:
    """A ring of `copies` turned waves around 0, 0 that reach from radius·(1 − depth) to radius.

    `skew` leans the petals, as a geometric lathe does.
    """

    def at(t: float) -> Point:
        angle = 2 * math.pi * t
        wave = math.cos(petals * angle)
        reach = radius * (1 - depth / 2 + depth / 2 * wave)
        lean = angle + skew * math.sin(petals * angle) / petals
        return reach * math.sin(lean), -reach * math.cos(lean)

    turn = 360 / petals / copies
    strand = path(bezier(at, 0, 1, petals * 4, closed=True))
    return define(name, strand) + "".join(place(name, turn=turn * index) for index in range(copies))


def swell(width: float, height: float, *, spacing: float, period: float, name: str) -> str:
    """A ground of waves whose lines draw together and apart: paper that copies badly."""

    def at(t: float) -> Point:
        x = t * width
        return x, spacing * (
            1.6 * math.sin(2 * math.pi * x / period)
            + 0.7 * math.sin(2 * math.pi * x / period * 2.62 + 1)
        )

    line = path(bezier(at, 0, 1, max(4, round(width / period * 7))))
    rows = [index * spacing for index in range(round(height / spacing) + 1)]
    return define(name, line) + "".join(place(name, 0, y) for y in rows)
