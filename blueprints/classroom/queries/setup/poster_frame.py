"""The ground of a session's poster, drawn by formula in mm of an A3 sheet.

An open book: its leaves rise from the foot of the band like rays.
"""

import math

from documents.ornaments import emblems, guilloche
from documents.ornaments.frames import run
from documents.ornaments.svg import box, circle, drawing, group, lines, number, path, place

WIDTH, HEIGHT = 297.0, 420.0
BAND = 152.0  # the title's ground, from the top edge down
GROUND, RED, GOLD = "#fdf8ee", "#a3191d", "#d9b25f"
LEAVES = 15


def frame() -> str:
    """Inline SVG that fills the sheet."""
    drawn = drawing(
        WIDTH, HEIGHT, (box(0, 0, WIDTH, HEIGHT, fill=GROUND), *_band(), *_book(), *_foot())
    )
    # A size of its own would keep it at A3 on smaller sheets.
    return drawn.replace(f' width="{number(WIDTH)}mm" height="{number(HEIGHT)}mm"', "", 1)


def _band() -> tuple[str, ...]:
    light = group(path(emblems.rays(34, 330, 60, start=-90, end=90)), fill=GOLD, opacity=0.09)
    wheel = lines(
        guilloche.rosette("leaves", 92, petals=24, depth=0.5, copies=4),
        colour=GOLD, width=0.13, opacity=0.32,
    )  # fmt: skip
    return (
        box(0, 0, WIDTH, BAND + 9, fill=RED),
        group(light, wheel, transform=f"translate({WIDTH / 2} {BAND + 6})"),
        path(emblems.star(4.6, (WIDTH / 2, 17)), fill=GOLD),
        *(circle(WIDTH / 2 + side * 10.5, 17, 0.8, fill=GOLD) for side in (-1, 1)),
        *(box(WIDTH / 2 + x, 16.8, 34, 0.4, fill=GOLD) for x in (-48, 14)),
    )


def _book() -> tuple[str, ...]:
    """Leaves on both sides of a spine, over the lower edge of the band."""
    leaves = [
        path(_leaf(side, step / (LEAVES - 1)), fill="none", stroke=GOLD, stroke_width=0.28)
        for side in (-1, 1)
        for step in range(LEAVES)
    ]
    pages = path(_page(-1) + _page(1), fill=GROUND)
    return (
        group(*leaves, transform=f"translate({WIDTH / 2} {BAND})"),
        group(pages, transform=f"translate({WIDTH / 2} {BAND})"),
        box(0, BAND + 20, WIDTH, HEIGHT - BAND - 20, fill=GROUND),
    )


def _page(side: int) -> str:
    """A page as the band's lower edge: it falls from the spine and rises to the sheet's edge."""
    edge = side * WIDTH / 2
    return f"M0 8C{side * 30:g} -10 {side * 92:g} -13 {edge:g} -3L{edge:g} 24L0 24Z"


def _leaf(side: int, share: float) -> str:
    """One leaf's upper edge, the higher the nearer it stands to the spine's height."""
    edge, rise = side * WIDTH / 2, 3.0 + 21.0 * share
    swing = math.sin(share * math.pi / 2) * 9
    return (
        f"M0 {8 - share * 5:g}C{side * (30 - swing):g} {-10 - rise * 0.55:g} "
        f"{side * 92:g} {-13 - rise:g} {edge:g} {-3 - rise:g}"
    )


def _foot() -> tuple[str, ...]:
    braid = lines(
        run("braid", WIDTH, 13.5, lambda period: guilloche.braid(period, 6)),
        place("braid", 0, HEIGHT - 9),
        colour=GOLD, width=0.22,
    )  # fmt: skip
    return (
        box(0, HEIGHT - 18, WIDTH, 18, fill=RED),
        box(0, HEIGHT - 18, WIDTH, 0.6, fill=GOLD),
        braid,
    )
