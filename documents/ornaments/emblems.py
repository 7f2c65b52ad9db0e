"""Things that stand for honour and work: stars, rays, gears, wheat, ribbons, silk flags.

None is the badge of a state or a union: those may not be printed by whoever likes.
"""

import math
from dataclasses import dataclass

from documents.ornaments.curves import Point, bezier, polar, polygon
from documents.ornaments.svg import define, group, number, path, place

_PENTAGRAM = math.sin(math.radians(18)) / math.sin(math.radians(126))


def star(radius: float, centre: Point = (0, 0), points: int = 5, waist: float = _PENTAGRAM) -> str:
    """Path data of a star standing upright."""
    return polygon(
        [
            polar(radius if index % 2 == 0 else radius * waist, 180 * index / points, centre)
            for index in range(2 * points)
        ]
    )


def gear(radius: float, teeth: int, *, depth: float, hole: float = 0) -> str:
    """Path data of a cog wheel; with a hole, to be filled by the even-odd rule."""
    step = 360 / teeth
    rim: list[Point] = []
    for index in range(teeth):
        middle = index * step
        rim += [
            polar(radius - depth, middle - step * 0.32),
            polar(radius, middle - step * 0.2),
            polar(radius, middle + step * 0.2),
            polar(radius - depth, middle + step * 0.32),
        ]
    ring = _round(hole) if hole else ""
    return polygon(rim) + ring


def rays(
    inner: float,
    outer: float,
    number_of: int,
    *,
    start: float = 0,
    end: float = 360,
    share: float = 0.5,
    centre: Point = (0, 0),
) -> str:
    """Path data of wedges from a centre: light behind an emblem."""
    step = (end - start) / number_of
    wedges = []
    for index in range(number_of):
        left, right = start + step * index, start + step * (index + share)
        wedges.append(
            polygon(
                [
                    polar(inner, left, centre),
                    polar(outer, left, centre),
                    polar(outer, right, centre),
                    polar(inner, right, centre),
                ]
            )
        )
    return "".join(wedges)


def grain(length: float, width: float) -> str:
    """Path data of one grain or leaf from 0, 0 upwards."""
    half, top = number(width / 2), number(-length)
    low, high = number(-length * 0.3), number(-length * 0.75)
    return f"M0 0C{half} {low} {half} {high} 0 {top}C-{half} {high} -{half} {low} 0 0Z"


@dataclass(frozen=True)
class Leaf:
    """How a leaf or grain is cut, and by how many degrees it leans away from its stem."""

    length: float
    width: float
    lean: float = 32


def wreath(
    name: str, radius: float, reach: tuple[float, float], leaves: int, leaf: Leaf, colour: str
) -> str:
    """Two ears of wheat or laurel that rise from the foot at both sides of 0, 0.

    `reach` is from where to where, in degrees from the foot upwards on either side.
    """
    start, end = reach
    single, half = f"{name}-l", f"{name}-h"
    parts = [path(_rise(radius, start, end), fill="none", stroke=colour, stroke_width=0.3)]
    for index in range(leaves):
        angle = 180 - (start + (end - start) * (index + 0.5) / leaves)
        x, y = polar(radius, angle)
        parts += [place(single, x, y, turn=angle - 90 + side * leaf.lean) for side in (-1, 1)]
    x, y = polar(radius, 180 - end)
    parts.append(place(single, x, y, turn=90 - end))
    one = group(*parts, fill=colour)
    shape = define(single, path(grain(leaf.length, leaf.width)))
    return shape + define(half, one) + place(half) + place(half, flip="x")


def ear(name: str, length: float, grains: int, *, size: float, colour: str) -> str:
    """An ear of wheat from 0, 0 upwards: its stem bare for a third, then pairs of grains."""
    single, step = f"{name}-g", length * 0.6 / grains
    pairs = [
        place(single, 0, -length * 0.34 - step * index, turn=side * 26)
        for index in range(grains)
        for side in (-1, 1)
    ]
    stem = path(f"M0 0V{number(-length * 0.9)}", stroke=colour, stroke_width=size / 9)
    top = place(single, 0, -length * 0.94)
    return define(single, path(grain(size, size * 0.4), fill=colour)) + define(
        name, stem, *pairs, top
    )


def _rise(radius: float, start: float, end: float) -> str:
    return bezier(lambda t: polar(radius, 180 - (start + (end - start) * t)), 0, 1, 6)


def _round(radius: float) -> str:
    r = number(radius)
    return f"M-{r} 0a{r} {r} 0 1 0 {number(2 * radius)} 0a{r} {r} 0 1 0 -{number(2 * radius)} 0Z"


def flag(
    name: str, pole: float, width: float, height: float, *, cloth: str, fold: str, metal: str
) -> str:
    """A plain silk flag on a pole from 0, 0 upwards, its cloth to the right."""
    w, h, sway = number(width), number(height), number(height * 0.22)
    third = number(width / 3)
    wave = f"c{third} -{sway} {number(width * 0.62)} {sway} {w} 0"
    back = f"c-{third} {sway} -{number(width * 0.62)} -{sway} -{w} 0"
    creases = "".join(
        f"M{number(width * x)} {number(-pole + height * y)}q{number(width * 0.05)} "
        f"{number(height * 0.4)} {number(-width * 0.04)} {number(height * 0.72)}"
        for x, y in ((0.24, 0.04), (0.5, 0.12), (0.76, 0.12))
    )
    return define(
        name,
        path(f"M0 {number(-pole)}{wave}v{h}{back}Z", fill=cloth, stroke=metal, stroke_width=0.3),
        path(creases, fill="none", stroke=fold, stroke_width=width / 60),
        path(f"M-0.45 0V{number(-pole - 1)}H0.45V0Z", fill=metal),
        path(star(1.5, (0, -pole - 2.2), points=4, waist=0.45), fill=metal),
    )
