"""荣誉证书 in English and Chinese: a western engraved border, charcoal with gold scrolls."""

from documents.ornaments.chinese import scroll
from documents.ornaments.curves import polar
from documents.ornaments.emblems import grain
from documents.ornaments.frames import Area, corners, ruled, sides
from documents.ornaments.guilloche import braid, rosette
from documents.ornaments.svg import box, define, drawing, group, lines, path, place

INK, GREY, GOLD, PAPER = "#2f2b28", "#6f675e", "#b08a3e", "#fffdf7"
SHEET = Area(0, 0, 297, 210)
BAND = SHEET.inset(14)
TURN = 26.0


def drawings() -> dict[str, str]:
    return {"frame.svg": drawing(297, 210, [_paper(), _frame(), _corners(), _middles()], bleed=3)}


def _paper() -> str:
    ground = rosette("g", 62, petals=30, depth=0.9, copies=5, skew=0.5)
    return box(-3, -3, 303, 216, fill=PAPER) + lines(
        ground, colour="#f3ecdb", width=0.2, transform="translate(148.5 112)"
    )


def _frame() -> str:
    """A chain of long ovals, engraved twice with a shift, between hairlines."""
    outer = sides("o", BAND, TURN, 13, lambda p: braid(p, 9, strands=14, waist=0.08, pieces=10))
    inner = sides("i", BAND, TURN + 6.5, 13, lambda p: braid(p, 6, strands=6, waist=0.9, pieces=8))
    return (
        lines(ruled(SHEET.inset(7)), colour=INK, width=0.9)
        + lines(ruled(SHEET.inset(8.4)), ruled(SHEET.inset(21)), colour=GOLD, width=0.3)
        + lines(ruled(SHEET.inset(19.6)), colour=INK, width=0.4)
        + lines(outer, colour=INK, width=0.16)
        + lines(inner, colour=GREY, width=0.14)
    )


def _corners() -> str:
    """Scrolls that roll from the corner along both sides, with leaves where they part."""
    leaf = define(
        "leaf",
        path(grain(6.5, 2.6), fill=GOLD),
        path("M0 -0.8V-5.4", stroke=PAPER, stroke_width=0.25),
    )
    curls = "".join(
        path(scroll(radius, 1.5, start=start, way=way, centre=centre))
        for radius, start, way, centre in (
            (7.6, 315, 1, (3, 3)),
            (5.2, 270, -1, (14.6, 1.4)),
            (5.2, 0, 1, (1.4, 14.6)),
            (2.8, 270, 1, (21.4, 0.4)),
            (2.8, 0, -1, (0.4, 21.4)),
        )
    )
    leaves = "".join(
        place("leaf", *polar(reach, angle, (3, 3)), turn=angle + lean)
        for angle, reach, lean in ((100, 8.4, -25), (170, 8.4, 25), (118, 8, 10), (152, 8, -10))
    )
    patch = box(-5.4, -5.4, 29.5, 10.8, fill=PAPER) + box(-5.4, -5.4, 10.8, 29.5, fill=PAPER)
    medal = lines(
        rosette("m", 4.4, petals=10, depth=0.8, copies=4, skew=0.8),
        colour=INK,
        width=0.18,
        transform="translate(3 3)",
    )
    return leaf + corners(
        "c",
        BAND,
        group(patch, leaves, lines(curls, colour=GOLD, width=0.6, stroke_linecap="round"), medal),
    )


def _middles() -> str:
    """A pointed rosette breaks the border in the middle of the long sides."""
    medal = (
        box(-9, -5.4, 18, 10.8, fill=PAPER)
        + lines(rosette("mm", 6.4, petals=12, depth=0.7, copies=5, skew=1), colour=INK, width=0.18)
        + path(grain(5, 2), transform="translate(-6.6 0) rotate(-90)", fill=GOLD)
        + path(grain(5, 2), transform="translate(6.6 0) rotate(90)", fill=GOLD)
    )
    return define("mid", medal) + place("mid", 148.5, 14) + place("mid", 148.5, 196)
