"""Round seals drawn for trying and for demonstrations; uploads are checked by `check_seal`.

A drawn seal is plain shapes: its letters are outlines of the Song face, so that it looks the same
wherever it is opened. Sizes follow DOMAIN's figures for social organisations: round, with a star,
42 mm across.
"""

from __future__ import annotations

import functools
import math

from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection, TTFont

from documents.fonts.sources import SONG, SOURCES, installed
from documents.seal_uploads import Seal, SealError, check_seal

__all__ = ["Seal", "SealError", "check_seal", "seal_svg"]

SIZE_MM = 42
RED = "#c8161d"
MIDDLE = 22.0  # the drawing is 44 units wide, 42 of them the ring's outside
RING, RING_WIDTH = 20.4, 1.2
STAR = 6.6
LETTER_MOST, LETTER_LEAST = 6.0, 2.6
SPAN = math.radians(250)  # the most of the circle that the name may take


def seal_svg(text: str, below: str = "", *, centre: str = "star") -> str:
    """A red round seal: ``text`` along the ring, a star (or the words ``centre``) in its middle,
    and a small line ``below`` it.
    """
    parts = [
        (
            f'<circle cx="{MIDDLE:g}" cy="{MIDDLE:g}" r="{RING:g}" fill="none" '
            f'stroke="{RED}" stroke-width="{RING_WIDTH:g}"/>'
        ),
        f'<path fill="{RED}" d="{_middle(centre)}"/>',
        f'<path fill="{RED}" d="{_arc(text)}"/>',
    ]
    if below:
        parts.append(f'<path fill="{RED}" d="{_line(below, MIDDLE + 13.2, 3.4)}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE_MM}mm" height="{SIZE_MM}mm" '
        f'viewBox="1 1 42 42">{"".join(parts)}</svg>'
    )


def _middle(centre: str) -> str:
    return _star(MIDDLE, MIDDLE, STAR) if centre == "star" else _line(centre, MIDDLE, 6)


def _arc(text: str) -> str:
    """The name, evenly spaced, each letter upright on the circle and as large as fits."""
    count = max(len(text), 1)
    step = min(SPAN / count, math.radians(40))
    inner = RING - RING_WIDTH / 2 - 0.8
    size = max(LETTER_LEAST, min(LETTER_MOST, 0.92 * step * (inner - LETTER_MOST / 2)))
    radius = inner - size / 2
    tall = min(1.25, LETTER_MOST / size)  # crowded names are set narrow and tall, as seals are
    return "".join(
        _glyph(
            letter,
            Transform()
            .translate(MIDDLE, MIDDLE)
            .rotate((number - (count - 1) / 2) * step)
            .translate(0, -radius)
            .scale(size, -size * tall),
        )
        for number, letter in enumerate(text)
    )


def _line(text: str, y: float, size: float) -> str:
    size = min(size, 20 / max(len(text), 1))
    left = MIDDLE - size * (len(text) - 1) / 2
    return "".join(
        _glyph(letter, Transform().translate(left + number * size, y).scale(size, -size))
        for number, letter in enumerate(text)
    )


def _glyph(letter: str, place: Transform) -> str:
    """A letter's outline, its ink centred on the origin and one em high, put in its place."""
    font = _song()
    name = font.getBestCmap().get(ord(letter), ".notdef")
    glyphs = font.getGlyphSet()
    bounds = BoundsPen(glyphs)
    glyphs[name].draw(bounds)
    if bounds.bounds is None:
        return ""
    x0, y0, x1, y1 = bounds.bounds
    em = font["head"].unitsPerEm
    centred = place.scale(1 / em, 1 / em).translate(-(x0 + x1) / 2, -(y0 + y1) / 2)
    path = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    glyphs[name].draw(TransformPen(path, centred))
    commands: str = path.getCommands()
    return commands


def _star(x: float, y: float, radius: float) -> str:
    points = [
        (
            x + radius * (1 if k % 2 == 0 else 0.382) * math.sin(math.pi * k / 5),
            y - radius * (1 if k % 2 == 0 else 0.382) * math.cos(math.pi * k / 5),
        )
        for k in range(10)
    ]
    return "M" + "L".join(f"{px:.2f} {py:.2f}" for px, py in points) + "Z"


@functools.cache
def _song() -> TTFont:
    source = next(one for one in SOURCES if one.family == SONG and one.weight == 700)
    fonts = TTCollection(installed(source.file), lazy=True).fonts
    return next(font for font in fonts if font["name"].getDebugName(1) == source.inside)
