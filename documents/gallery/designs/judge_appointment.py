"""评委聘书: rules that turn in at the corners (拐子纹) over a paper of hexagons: calm, exact."""

from documents.ornaments.chinese import crook
from documents.ornaments.curves import polar, polygon
from documents.ornaments.frames import Area, corners, ruled
from documents.ornaments.svg import box, define, drawing, element, group, lines, path, place

GREEN, GOLD, GROUND, PAPER = "#1d4a41", "#a98746", "#eaeade", "#fbfaf4"
SHEET = Area(0, 0, 297, 210)
INSIDE = SHEET.inset(11.2)
CORNER = 35.0


def drawings() -> dict[str, str]:
    return {
        "frame.svg": drawing(297, 210, [_paper(), _frame(), _corners()], bleed=3),
        "flourish.svg": drawing(90, 8, [_flourish()]),
    }


def _paper() -> str:
    """A ground of hexagons in each other: a lattice seen from far."""
    cell = "".join(path(polygon([polar(r, 60 * k) for k in range(6)])) for r in (8.4, 5.6, 2.8))
    spokes = path(
        "".join(polygon([polar(2.8, 60 * k), polar(8.4, 60 * k)], closed=False) for k in range(6))
    )
    across, down = 8.4 * 3**0.5, 8.4 * 1.5
    cells = [
        place("hex", across * (column + row % 2 / 2), down * row)
        for row in range(18)
        for column in range(22)
    ]
    window = element("clipPath", ruled(SHEET.inset(16.2)), id="win")
    return (
        box(-3, -3, 303, 216, fill=PAPER)
        + window
        + define("hex", cell, spokes)
        + group(lines(*cells, colour=GROUND, width=0.22), clip_path="url(#win)")
    )


def _frame() -> str:
    near, far = INSIDE.x + CORNER / 7, CORNER + INSIDE.x
    rules = "".join(
        f"M{far} {y}H{SHEET.width - far}" for y in (near, SHEET.height - near)
    ) + "".join(f"M{x} {far}V{SHEET.height - far}" for x in (near, SHEET.width - near))
    return (
        lines(ruled(SHEET.inset(7)), colour=GREEN, width=1.8)
        + lines(ruled(SHEET.inset(9.2)), colour=GOLD, width=0.3)
        + lines(path(rules), colour=GREEN, width=0.7)
    )


def _corners() -> str:
    return lines(corners("la", INSIDE, crook(CORNER)), colour=GREEN, width=0.7)


def _flourish() -> str:
    rule = "M0 4h36M2 5.4h32"
    square = polygon([polar(2.6, 90 * k, (45, 4.6)) for k in range(4)])
    small = polygon([polar(1.2, 90 * k, (45, 4.6)) for k in range(4)])
    return (
        lines(
            path(rule), path(rule, transform="translate(90 0) scale(-1 1)"), colour=GOLD, width=0.35
        )
        + path(square, fill="none", stroke=GOLD, stroke_width=0.4)
        + path(small, fill=GOLD)
    )
