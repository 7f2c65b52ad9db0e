"""聘书: a red cover at the left, engraved in gold, and a quiet cream page at the right."""

from documents.ornaments.emblems import star
from documents.ornaments.frames import Area, notched, ruled, run
from documents.ornaments.guilloche import braid, rosette
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

RED, DEEP, GOLD, LIGHT, PAPER = "#a91d22", "#bb3a33", "#b98a34", "#f0cf8a", "#fffbf3"
COVER = Area(-3, -3, 95, 216)
PAGE = Area(101, 9, 187, 192)


def drawings() -> dict[str, str]:
    return {"frame.svg": drawing(297, 210, [_page(), _cover(), _spine()], bleed=3)}


def _page() -> str:
    medal = (
        rosette("p1", 70, petals=48, depth=0.2, copies=3, skew=1.4)
        + rosette("p2", 58, petals=24, depth=0.5, copies=4, skew=0.8)
        + rosette("p3", 34, petals=16, depth=0.7, copies=4, skew=0.8)
    )
    inside = PAGE.inset(2.4)
    return (
        box(-3, -3, 303, 216, fill=PAPER)
        + element("clipPath", notched(inside, 6), id="page")
        + group(
            lines(
                medal,
                colour="#f2e5cb",
                width=0.18,
                transform=f"translate({inside.right} {inside.bottom})",
            ),
            clip_path="url(#page)",
        )
        + lines(notched(PAGE, 8), colour=GOLD, width=0.7)
        + lines(notched(inside, 7), colour=GOLD, width=0.25)
    )


def _cover() -> str:
    ground = (
        rosette("c1", 74, petals=60, depth=0.3, copies=3, skew=1.4)
        + rosette("c2", 54, petals=30, depth=0.5, copies=4, skew=0.8)
        + rosette("c3", 29, petals=20, depth=0.8, copies=4, skew=0.6)
    )
    return (
        box(COVER.x, COVER.y, COVER.width, COVER.height, fill=RED)
        + element("clipPath", ruled(Area(9, 9, 74, 192)), id="cover")
        + group(
            lines(ground, colour=DEEP, width=0.22, transform="translate(46 105)"),
            clip_path="url(#cover)",
        )
        + lines(ruled(Area(8, 8, 76, 194)), colour=LIGHT, width=0.7)
        + lines(ruled(Area(9.8, 9.8, 72.4, 190.4)), colour=LIGHT, width=0.25)
        + _crest()
        + _foot()
    )


def _crest() -> str:
    ring = lines(
        rosette("k", 13, petals=20, depth=0.36, copies=4, skew=1.2),
        circle(0, 0, 13.9),
        colour=LIGHT,
        width=0.25,
    ) + path(star(6.2), fill=LIGHT)
    return group(ring, transform="translate(46 33)")


def _foot() -> str:
    row = run("t", 60, 7.5, lambda period: braid(period, 5.4, strands=6, waist=0.2, pieces=6))
    return lines(row + place("t", 16, 186), colour=LIGHT, width=0.22)


def _spine() -> str:
    """Two gold lines where the cover meets the page."""
    strip = define("sp", box(0, -3, 0.9, 216, fill=GOLD), box(1.6, -3, 0.3, 216, fill=GOLD))
    return strip + place("sp", 92, 0)
