"""荣誉证书, landscape, blue: a security paper's waves, a wide engraved frame, a title plaque."""

from documents.ornaments.frames import Area, corners, notched, ruled, sides
from documents.ornaments.guilloche import braid, ripple, rosette, swell
from documents.ornaments.svg import box, drawing, element, group, lines

NAVY, BLUE, PALE, MIST, PAPER = "#17366b", "#3c64a3", "#b9cbe4", "#e0e9f4", "#fbfcfe"
SHEET = Area(0, 0, 297, 210)
BAND = SHEET.inset(14)
PLAQUE = Area(0.5, 0.5, 149, 25)


def drawings() -> dict[str, str]:
    return {
        "frame.svg": drawing(297, 210, [_paper(), _frame(), _corners()], bleed=3),
        "plaque.svg": drawing(150, 26, [_plaque()]),
    }


def _paper() -> str:
    waves = swell(306, 216, spacing=2, period=74, name="w")
    x, y = SHEET.middle
    medal = rosette("r1", 50, petals=40, depth=0.22, copies=3, skew=1.6) + rosette(
        "r2", 40, petals=20, depth=0.7, copies=4, skew=0.6
    )
    return (
        box(-3, -3, 303, 216, fill=PAPER)
        + lines(waves, colour=MIST, width=0.2, transform="translate(-4.5 -3)")
        + lines(medal, colour="#d3dfee", width=0.17, transform=f"translate({x} {y + 12})")
    )


def _frame() -> str:
    wide = sides(
        "b", BAND, 8.4, 11, lambda p: braid(p, 9.4, strands=7, turns=1, waist=0.5, pieces=8)
    )
    ropes = sides("o", SHEET.inset(8), 14.4, 4.4, lambda p: ripple(p, 1.7, strands=3)) + sides(
        "i", SHEET.inset(20), 2.4, 4.4, lambda p: ripple(p, 1.7, strands=3)
    )
    rules = "".join(ruled(SHEET.inset(by)) for by in (9.2, 18.8))
    return (
        ruled(BAND, fill="none", stroke="#edf3fa", stroke_width=9.6)
        + lines(wide, colour=BLUE, width=0.2)
        + lines(ropes, rules, colour=NAVY, width=0.25)
        + lines(ruled(SHEET.inset(6.4)), ruled(SHEET.inset(21.6)), colour=NAVY, width=0.7)
        + lines(notched(SHEET.inset(23.6), 7), colour=BLUE, width=0.25)
    )


def _corners() -> str:
    square = Area(-7.6, -7.6, 15.2, 15.2)
    return corners(
        "c",
        BAND,
        (
            box(square.x, square.y, square.width, square.height, fill=NAVY)
            + lines(ruled(square.inset(0.9)), colour=PALE, width=0.25)
            + lines(
                rosette("m", 6, petals=8, depth=0.8, copies=7, skew=0.7), colour=PALE, width=0.2
            )
        ),
    )


def _plaque() -> str:
    inner = notched(PLAQUE.inset(1.3), 4.4)
    ends = "".join(
        group(
            rosette(name, 13, petals=16, depth=0.8, copies=5, skew=1),
            transform=f"translate({x} {PLAQUE.middle[1]})",
        )
        for name, x in (("p", 3), ("q", 147))
    )
    return (
        notched(PLAQUE, 5, fill=NAVY)
        + element("clipPath", inner, id="k")
        + lines(ends, colour="#5479b5", width=0.2, clip_path="url(#k)")
        + lines(inner, colour=PALE, width=0.3)
    )
