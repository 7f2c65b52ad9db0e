"""Patterns of Chinese craft: key fret, clouds, sea waves, turned-in rules, fans."""

import math

from documents.ornaments.curves import Point, arc, bezier, polar, polygon
from documents.ornaments.svg import circle, define, group, path, place

_KEY: tuple[Point, ...] = (
    (0, 5),
    (0, 0),
    (5, 0),
    (5, 4),
    (2, 4),
    (2, 2),
    (3, 2),
    (3, 3),
    (4, 3),
    (4, 1),
    (1, 1),
    (1, 5),
    (6, 5),
)
"""回纹: one line runs in and back out; six by five units."""


def fret(period: float, height: float) -> str:
    """One period of a running key fret around y = 0, on a line 1/12 of its period wide."""
    points = [(x * period / 6, (y / 5 - 0.5) * height) for x, y in _KEY]
    return path(polygon(points, closed=False))


def scroll(
    radius: float, turns: float, *, start: float = 0, way: int = 1, centre: Point = (0, 0)
) -> str:
    """Path data of a spiral from its rim, at `start` degrees, inwards."""

    def at(t: float) -> Point:
        return polar(radius * (1 - 0.86 * t), start + way * 360 * turns * t, centre)

    return bezier(at, 0, 1, max(4, round(turns * 6)))


def cloud(lobes: tuple[tuple[float, float, float, int], ...], *, fill: str) -> str:
    """祥云: scrolls (x, y, radius, way) laid over each other, the first at the back.

    The group's stroke draws it.
    """
    parts = []
    for x, y, radius, way in lobes:
        parts.append(circle(x, y, radius, fill=fill))
        parts.append(path(scroll(radius * 0.8, 1.6, start=180, way=way, centre=(x, y))))
    return group(*parts, stroke_linecap="round")


def sea(name: str, width: float, rows: int, radius: float, *, rings: int, fill: str) -> str:
    """海水: rows of scales, each of `rings` arcs; its upper edge is at y = 0."""
    scale = circle(0, 0, radius, fill=fill) + "".join(
        path(arc(radius * (1 - ring / (rings + 0.4)), -90, 90)) for ring in range(1, rings)
    )
    parts = [define(name, scale)]
    for row in range(rows):
        shift = 0 if row % 2 else radius
        columns = math.ceil(width / (2 * radius)) + 1
        parts += [
            place(name, shift + 2 * radius * (column - 1) + radius, radius * (1 + row * 0.52))
            for column in range(columns + 1)
        ]
    return "".join(parts)


def fan(radius: float, *, ribs: int, shells: int) -> str:
    """A quarter fan from the corner 0, 0 to the lower right; drawn as lines."""
    angles = [90 + 90 * index / ribs for index in range(ribs + 1)]
    hub = radius * 0.26
    ribs_drawn = "".join(
        polygon([polar(hub, angle), polar(radius * 0.86, angle)], closed=False) for angle in angles
    )
    rims = "".join(arc(radius * share, 90, 180) for share in (0.18, 0.26, 0.56, 0.6, 0.86))
    step = 90 / shells
    edge = "".join(
        arc(
            radius * 0.86 * math.radians(step) / 2,
            90 + step * (index + 0.5) - 90,
            90 + step * (index + 0.5) + 90,
            polar(radius * 0.86, 90 + step * (index + 0.5)),
        )
        for index in range(shells)
    )
    return path(ribs_drawn) + path(rims) + path(edge)


def crook(size: float) -> str:
    """拐子纹: the lines of a frame turn in before the corner 0, 0 and end in square curls.

    They join rules that run `size`/7 inside the corner and begin at `size` from it.
    """
    unit = size / 14
    turns = ((14, 2), (8, 2), (8, 7), (4.6, 7), (4.6, 4.6), (6.2, 4.6))
    ways = [
        polygon([(x * unit, y * unit) for x, y in turns], closed=False),
        polygon([(y * unit, x * unit) for x, y in turns], closed=False),
    ]
    block = polygon([(x * unit, y * unit) for x, y in ((1, 1), (3.2, 1), (3.2, 3.2), (1, 3.2))])
    angle = polygon([(11 * unit, 0), (0, 0), (0, 11 * unit)], closed=False)
    return path("".join([*ways, block, angle]))
