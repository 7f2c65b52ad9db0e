"""荣誉证书, portrait, red: a key-fret frame, clouds in its corners, a round of clouds behind."""

from documents.ornaments.chinese import cloud, fret
from documents.ornaments.curves import Formula, Point, arc, bezier, polar
from documents.ornaments.emblems import star
from documents.ornaments.frames import Area, corners, ruled, sides
from documents.ornaments.svg import box, circle, define, drawing, group, lines, path, place

RED, GOLD, PAPER, GROUND = "#b3201f", "#bd8d36", "#fff9ee", "#f6e3c0"
SHEET = Area(0, 0, 210, 297)
FRET = SHEET.inset(11.5)


def drawings() -> dict[str, str]:
    return {
        "frame.svg": drawing(210, 297, [_paper(), _frame(), _corners()], bleed=3),
        "flourish.svg": drawing(80, 10, [_flourish()]),
    }


def _paper() -> str:
    return box(-3, -3, 216, 303, fill=PAPER) + lines(
        _round(), colour=GROUND, width=0.45, transform="translate(105 168)"
    )


def _round() -> str:
    """A round of cloud heads, as woven into brocade."""
    head = path(_ruyi(17))
    small = path(_ruyi(9))
    rings = "".join(circle(0, 0, radius) for radius in (63, 62, 36, 35, 13))
    outer = define("ru", head) + "".join(_around("ru", 44, 12, 0))
    inner = define("rv", small) + "".join(_around("rv", 22, 8, 22.5))
    dots = "".join(circle(*polar(58.5, 30 * k + 15), 1.1) for k in range(12))
    return rings + outer + inner + dots


def _around(name: str, radius: float, times: int, start: float) -> list[str]:
    return [
        place(name, *polar(radius, start + 360 * k / times), turn=start + 360 * k / times)
        for k in range(times)
    ]


def _ruyi(size: float) -> str:
    """如意 head: two curls under a pointed top."""

    def curl(side: int) -> Formula:
        def at(t: float) -> Point:
            x, y = polar(size * 0.3 * (1 - 0.8 * t), 110 - 500 * t, (size * 0.3, size * 0.05))
            return side * x, y

        return at

    top = "".join(
        f"M0 {-size * 0.72:.2f}C{s * size * 0.12:.2f} {-size * 0.5:.2f}"
        f" {s * size * 0.62:.2f} {-size * 0.42:.2f} {s * size * 0.58:.2f} {size * 0.15:.2f}"
        for s in (-1, 1)
    )
    return top + bezier(curl(1), 0, 1, 8) + bezier(curl(-1), 0, 1, 8) + arc(size * 0.2, 100, 260)


def _frame() -> str:
    frets = sides("f", FRET, 9.6, 8.4, lambda period: fret(period, 5.4))
    return (
        lines(ruled(SHEET.inset(6)), colour=RED, width=1.5)
        + lines(ruled(SHEET.inset(7.6)), ruled(SHEET.inset(15.4)), colour=GOLD, width=0.35)
        + lines(frets, colour=RED, width=0.75, stroke_linejoin="miter")
        + lines(ruled(SHEET.inset(16.6)), colour=RED, width=0.6)
    )


def _corners() -> str:
    square = Area(-3.9, -3.9, 13, 13)
    knot = (
        box(square.x, square.y, square.width, square.height, fill=RED)
        + lines(ruled(square.inset(1)), colour="#f3d48d", width=0.35)
        + lines(_knot(square), colour="#f3d48d", width=0.6)
    )
    puff = cloud(
        (
            (31, 13, 4.5, 1),
            (10, 34, 4.5, -1),
            (23, 11.5, 5.5, 1),
            (10.5, 25, 6, -1),
            (14, 14, 8, 1),
        ),
        fill=PAPER,
    )
    return corners(
        "cl",
        Area(13.4, 13.4, 183.2, 270.2),
        group(puff, fill="none", stroke=GOLD, stroke_width=0.45),
    ) + corners("kn", Area(9.4, 9.4, 191.2, 278.2), knot)


def _knot(square: Area) -> str:
    x, y = square.middle
    return path(star(3.6, (x, y), points=8, waist=0.55)) + circle(x, y, 1)


def _flourish() -> str:
    rule = "M0 5h30c2 0 2-3 4-3s2 3 4 3"
    return lines(
        path(rule), path(rule, transform="translate(80 0) scale(-1 1)"), colour=GOLD, width=0.5
    ) + path(star(2.4, (40, 5)), fill=RED)
