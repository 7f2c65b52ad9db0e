"""荣誉证书, landscape, red: gold braids engraved on a red frame, a lathe rosette in the paper."""

from documents.ornaments.emblems import star
from documents.ornaments.frames import Area, corners, ruled, sides
from documents.ornaments.guilloche import braid, rosette
from documents.ornaments.svg import box, circle, drawing, group, lines, path

RED, GOLD, PALE, PAPER = "#ab1c22", "#b98a34", "#f1d089", "#fffaf0"
GROUND = "#f3e2bd"
SHEET = Area(0, 0, 297, 210)
FRAME, WIDTH, MEDAL = 7.0, 10.0, 9.2


def drawings() -> dict[str, str]:
    return {
        "frame.svg": drawing(297, 210, [_paper(), _band(), _corners()], bleed=3),
        "flourish.svg": drawing(96, 8, [_flourish()]),
    }


def _paper() -> str:
    rings = (
        rosette("r1", 62, petals=36, depth=0.34, copies=4, skew=0.9),
        rosette("r2", 46, petals=24, depth=0.42, copies=4, skew=1.2),
        rosette("r3", 30, petals=18, depth=0.4, copies=4, skew=0.8),
    )
    x, y = SHEET.middle
    ground = lines(*rings, colour=GROUND, width=0.16, transform=f"translate({x} {y + 6})")
    return box(-3, -3, 303, 216, fill=PAPER) + ground


def _band() -> str:
    ring = SHEET.inset(FRAME + WIDTH / 2)
    braids = sides(
        "b",
        ring,
        MEDAL + 2.4,
        14,
        lambda period: braid(period, WIDTH * 0.74, strands=8, turns=1, waist=0.34, pieces=8),
    )
    return (
        ruled(SHEET.inset(FRAME - 1.6), fill="none", stroke=GOLD, stroke_width=0.5)
        + ruled(ring, fill="none", stroke=RED, stroke_width=WIDTH)
        + lines(
            ruled(SHEET.inset(FRAME + 0.9)),
            ruled(SHEET.inset(FRAME + WIDTH - 0.9)),
            colour=PALE,
            width=0.22,
        )
        + lines(braids, colour=PALE, width=0.2)
        + ruled(SHEET.inset(FRAME + WIDTH + 1.3), fill="none", stroke=GOLD, stroke_width=0.35)
    )


def _corners() -> str:
    medal = (
        circle(0, 0, MEDAL + 0.9, fill=PAPER)
        + circle(0, 0, MEDAL, fill=RED)
        + lines(circle(0, 0, MEDAL - 0.6), circle(0, 0, 2.7), colour=PALE, width=0.25)
        + lines(
            rosette("m", MEDAL - 1.1, petals=12, depth=0.62, copies=5, skew=1.1),
            colour=PALE,
            width=0.18,
        )
        + path(star(1.9), fill=PALE)
    )
    return corners("c", SHEET.inset(FRAME + WIDTH / 2), medal)


def _flourish() -> str:
    """Two thin swelling rules and a star between them, under the title."""
    rule = "M0 4C14 3.7 28 3.5 40 3.5L40 4.5C28 4.5 14 4.3 0 4Z"
    return group(
        path(rule),
        path(rule, transform="translate(96 0) scale(-1 1)"),
        path(star(2.9, (48, 4))),
        circle(42.6, 4, 0.6),
        circle(53.4, 4, 0.6),
        fill=GOLD,
    )
