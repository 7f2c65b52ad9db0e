"""优秀组织奖: a brass plaque with scooped corners; a star over a cog wheel between wheat ears."""

from documents.ornaments.emblems import Leaf, gear, star, wreath
from documents.ornaments.frames import Area, corners, notched
from documents.ornaments.guilloche import rosette
from documents.ornaments.svg import box, circle, drawing, element, group, lines, path

RED, BRONZE, BRASS, GLEAM, PLATE = "#a01c1e", "#9a7330", "#c79f4e", "#f8ebcc", "#f4e5bf"
SHEET = Area(0, 0, 297, 210)
NOTCH = 16.0


def drawings() -> dict[str, str]:
    return {
        "frame.svg": drawing(297, 210, [_plate(), _frame(), _corners()], bleed=3),
        "crest.svg": drawing(52, 44, [_crest()]),
    }


def _plate() -> str:
    """Brushed metal: hairlines of two tones whose spacing wanders."""
    tones = []
    for colour, step, offset in ((GLEAM, 37, 0.0), ("#efddb1", 53, 0.6)):
        rows = (index * 2.1 + offset + (index * step % 11) / 7 for index in range(104))
        tones.append(
            lines(path("".join(f"M-3 {y - 3:.2f}h303" for y in rows)), colour=colour, width=0.3)
        )
    return (
        box(-3, -3, 303, 216, fill="#fdf6e3")
        + element("clipPath", notched(SHEET.inset(7), NOTCH), id="plate")
        + group(box(0, 0, 297, 210, fill=PLATE), *tones, clip_path="url(#plate)")
    )


def _frame() -> str:
    return (
        lines(notched(SHEET.inset(7), NOTCH), colour=BRONZE, width=0.9)
        + lines(notched(SHEET.inset(9.2), NOTCH), colour=RED, width=1.5)
        + lines(
            notched(SHEET.inset(11.2), NOTCH),
            notched(SHEET.inset(15.6), NOTCH),
            colour=BRONZE,
            width=0.3,
        )
        + lines(
            notched(SHEET.inset(13.4), NOTCH), colour=BRASS, width=2.6, stroke_dasharray="0.35 0.75"
        )
    )


def _corners() -> str:
    medal = (
        lines(rosette("m", 8.6, petals=16, depth=0.5, copies=4, skew=1.1), colour=BRONZE, width=0.2)
        + circle(0, 0, 3.4, fill=RED)
        + path(star(2.6), fill=GLEAM)
    )
    return corners("c", SHEET.inset(11.4), medal)


def _crest() -> str:
    wheel = (
        path(gear(11.4, 16, depth=1.7, hole=8), fill=RED, fill_rule="evenodd")
        + lines(circle(0, 0, 7), colour=RED, width=0.35)
        + path(star(5.6), fill=RED)
    )
    ears = wreath("w", 17.5, (14, 146), 15, Leaf(5.4, 2, 30), BRONZE)
    tie = path(
        "M-5 0C-2 2 2 2 5 0L6.4 4.6 2.6 3.6 0 5 -2.6 3.6 -6.4 4.6Z",
        fill=RED,
        transform="translate(0 16.6)",
    )
    return group(ears, wheel, tie, transform="translate(26 21)")
