"""The ground of a poster, drawn by formula in mm of an A3 sheet, in two palettes."""

from dataclasses import dataclass

from documents.ornaments import emblems, guilloche
from documents.ornaments.frames import Area, ruled, run
from documents.ornaments.svg import box, circle, drawing, group, lines, number, path, place

WIDTH, HEIGHT = 297.0, 420.0
BAND = 84.0  # the title's ground, from the top edge down


@dataclass(frozen=True)
class _Colours:
    ground: str
    band: str
    gold: str
    fine: str


_PALETTES = {
    "red": _Colours(ground="#fdf7ea", band="#a3191d", gold="#d9b25f", fine="#c2762f"),
    "plain": _Colours(ground="#fbf8f1", band="#f4eddc", gold="#b58a35", fine="#d8c393"),
}


def frame(palette: str) -> str:
    """Inline SVG that fills the sheet."""
    c = _PALETTES.get(palette, _PALETTES["red"])
    drawn = drawing(WIDTH, HEIGHT, (box(0, 0, WIDTH, HEIGHT, fill=c.ground), *_band(c), *_edge(c)))
    # A size of its own would keep it at A3 on smaller and larger sheets.
    return drawn.replace(f' width="{number(WIDTH)}mm" height="{number(HEIGHT)}mm"', "", 1)


def _band(c: _Colours) -> tuple[str, ...]:
    light = group(path(emblems.rays(20, 260, 48, start=-90, end=90)), fill=c.gold, opacity=0.1)
    wheel = lines(
        guilloche.rosette("wheel", 62, petals=24, depth=0.5, copies=4),
        colour=c.gold, width=0.12, opacity=0.42,
    )  # fmt: skip
    braid = lines(
        run("braid", WIDTH, 13.5, lambda period: guilloche.braid(period, 7)),
        place("braid", 0, BAND),
        colour=c.gold, width=0.22,
    )  # fmt: skip
    star = path(emblems.star(5.4, (WIDTH / 2, 15)), fill=c.gold)
    return (
        box(0, 0, WIDTH, BAND, fill=c.band),
        group(light, wheel, transform=f"translate({WIDTH / 2} {BAND - 4})"),
        box(0, BAND - 4.6, WIDTH, 9.2, fill=c.band),
        braid,
        box(0, BAND - 4.9, WIDTH, 0.5, fill=c.gold),
        box(0, BAND + 4.4, WIDTH, 0.5, fill=c.gold),
        star,
        *(circle(WIDTH / 2 + side * 12, 15, 0.9, fill=c.gold) for side in (-1, 1)),
        *(box(WIDTH / 2 + x, 14.8, 34, 0.4, fill=c.gold) for x in (-50, 16)),
    )


def _edge(c: _Colours) -> tuple[str, ...]:
    inside = Area(9, BAND + 13, WIDTH - 18, HEIGHT - BAND - 22)
    return (
        ruled(inside, fill="none", stroke=c.fine, stroke_width=0.7),
        ruled(inside.inset(1.8), fill="none", stroke=c.fine, stroke_width=0.25),
    )
