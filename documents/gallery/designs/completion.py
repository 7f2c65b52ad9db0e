"""结业证书: two engraved bands run off the sheet above and below; rings spread like knowledge."""

from documents.ornaments.curves import polygon
from documents.ornaments.frames import Area, ruled, run
from documents.ornaments.guilloche import braid, ripple
from documents.ornaments.svg import box, circle, drawing, element, group, lines, path, place

TEAL, DEEP, LIGHT, GOLD, PAPER = "#12585a", "#0d4a4c", "#a9d3cf", "#b99548", "#fbfdfb"
SHEET = Area(0, 0, 297, 210)
TOP, BOTTOM, BAND = 12.5, 197.5, 15.0


def drawings() -> dict[str, str]:
    return {
        "frame.svg": drawing(297, 210, [_paper(), _bands(), _edges()], bleed=3),
        "flourish.svg": drawing(120, 8, [_flourish()]),
    }


def _paper() -> str:
    """Two stones in a pond: fine rings that cross."""
    rings = "".join(circle(-6, 216, 14 + 5 * k) + circle(303, -6, 14 + 5 * k) for k in range(44))
    field = element("clipPath", ruled(Area(-3, TOP + 9, 303, BOTTOM - TOP - 18)), id="field")
    return (
        box(-3, -3, 303, 216, fill=PAPER)
        + field
        + group(lines(rings, colour="#e6f1ee", width=0.3), clip_path="url(#field)")
    )


def _bands() -> str:
    wide = run(
        "wide",
        303,
        21,
        lambda period: braid(period, BAND - 3, strands=12, turns=1, waist=0.42, pieces=10),
    )
    rope = run("rope", 303, 4.6, lambda period: ripple(period, 1.6, strands=3))
    grounds = "".join(box(-3, y - BAND / 2, 303, BAND, fill=TEAL) for y in (TOP, BOTTOM))
    outer = "".join(box(-3, y, 303, TOP - BAND / 2 + 3, fill=DEEP) for y in (-3, BOTTOM + BAND / 2))
    ropes = place("rope", -3, TOP + BAND / 2 + 2.6) + place("rope", -3, BOTTOM - BAND / 2 - 2.6)
    return (
        grounds
        + outer
        + lines(wide, place("wide", -3, TOP), place("wide", -3, BOTTOM), colour=LIGHT, width=0.2)
        + lines(rope, ropes, colour=TEAL, width=0.25)
    )


def _edges() -> str:
    gold = []
    for y, way in ((TOP, 1), (BOTTOM, -1)):
        gold += [
            box(-3, y + way * BAND / 2 - 0.35, 303, 0.7, fill=GOLD),
            box(-3, y - way * BAND / 2 - 0.2, 303, 0.4, fill=GOLD),
            box(-3, y + way * (BAND / 2 + 4.8) - 0.15, 303, 0.3, fill=GOLD),
        ]
    return "".join(gold)


def _flourish() -> str:
    """An open book between two rules."""
    leaf = polygon([(60, 2.6), (60, 6.6), (53.6, 5.4), (53.6, 1.4)])
    book = path(leaf) + path(leaf, transform="translate(120 0) scale(-1 1)")
    rule = path("M0 4H48M10 5.2H46")
    return lines(book, colour=GOLD, width=0.45, stroke_linejoin="round") + lines(
        rule, group(rule, transform="translate(120 0) scale(-1 1)"), colour=GOLD, width=0.35
    )
