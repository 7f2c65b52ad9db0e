"""奖状: red silk flags and wheat beside the title, golden light behind: made to be hung up."""

from documents.ornaments.emblems import ear, flag, rays, star
from documents.ornaments.frames import Area, ruled, sides
from documents.ornaments.guilloche import ripple
from documents.ornaments.svg import (
    box,
    circle,
    define,
    drawing,
    element,
    group,
    lines,
    path,
    place,
)

RED, DEEP, GOLD, LIGHT, PAPER = "#c01a1f", "#8f1216", "#d3a03a", "#f7d98b", "#fff8e4"
SHEET = Area(0, 0, 297, 210)
HEART = (148.5, 46.0)


def drawings() -> dict[str, str]:
    return {"frame.svg": drawing(297, 210, [_light(), _border(), _flags(), _star()], bleed=3)}


def _light() -> str:
    x, y = HEART
    inside = SHEET.inset(15)
    beams = path(rays(20, 230, 64, share=0.5), fill="#fdf1cf", transform=f"translate({x} {y})")
    return (
        box(-3, -3, 303, 216, fill=PAPER)
        + element("clipPath", ruled(inside), id="in")
        + group(beams, clip_path="url(#in)")
    )


def _border() -> str:
    rope = sides("r", SHEET.inset(9.6), 3.4, 8.2, lambda p: ripple(p, 3.6, strands=4))
    knots = "".join(
        group(
            circle(0, 0, 3.2, fill=RED, stroke=LIGHT, stroke_width=0.4),
            path(star(2.2), fill=LIGHT),
            transform=f"translate({x} {y})",
        )
        for x in (9.6, 287.4)
        for y in (9.6, 200.4)
    )
    return (
        ruled(SHEET.inset(9.6), fill="none", stroke=RED, stroke_width=6.4)
        + lines(rope, colour=LIGHT, width=0.35)
        + lines(ruled(SHEET.inset(5.2)), ruled(SHEET.inset(14)), colour=GOLD, width=0.7)
        + lines(ruled(SHEET.inset(15.2)), colour=GOLD, width=0.25)
        + knots
    )


def _flags() -> str:
    """Three flags and two ears lean outwards at either side of the title."""
    silk = flag("silk", 34, 25, 14, cloth=RED, fold=DEEP, metal=GOLD)
    ears = ear("ear", 30, 8, size=4.6, colour=GOLD)
    side = (
        "".join(place("ear", 1, 1, turn=turn) for turn in (-78, -94))
        + "".join(place("silk", 0, 0, turn=turn, flip="x") for turn in (-48, -28, -8))
        + circle(0, 0.6, 2.6, fill=GOLD)
        + path(star(1.9, (0, 0.6)), fill=RED)
    )
    return (
        silk
        + ears
        + define("side", side)
        + place("side", HEART[0] - 44, 60)
        + place("side", HEART[0] + 44, 60, flip="x")
    )


def _star() -> str:
    parts = path(star(5.4), fill=RED) + lines(
        path("M-9 0.8H-26M-9 -0.2H-20"), path("M9 0.8H26M9 -0.2H20"), colour=GOLD, width=0.45
    )
    return group(parts, transform=f"translate({HEART[0]} 26)")
