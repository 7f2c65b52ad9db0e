"""参赛证, 90 × 130: a red head with a lathe rosette behind the title, hung by a slot."""

from documents.ornaments.frames import run
from documents.ornaments.guilloche import ripple, rosette
from documents.ornaments.svg import box, drawing, element, group, lines, place

RED, DEEP, GOLD, PAPER, GROUND = "#a91d22", "#bf4440", "#b98a34", "#fffcf6", "#f5ead5"


def drawings() -> dict[str, str]:
    return {"frame.svg": drawing(90, 130, [_paper(), _head()], bleed=3)}


def _paper() -> str:
    ground = rosette("g", 46, petals=32, depth=0.3, copies=4, skew=1.2)
    return box(-3, -3, 96, 136, fill=PAPER) + lines(
        ground, colour=GROUND, width=0.18, transform="translate(45 70)"
    )


def _head() -> str:
    lathe = rosette("h", 44, petals=40, depth=0.34, copies=3, skew=1.4) + rosette(
        "i", 30, petals=24, depth=0.6, copies=4, skew=0.8
    )
    rope = run("r", 96, 4.2, lambda period: ripple(period, 1.8, strands=3))
    slot = element(
        "rect",
        x=37,
        y=3,
        width=16,
        height=2.6,
        rx=1.3,
        fill="none",
        stroke="#d98d80",
        stroke_width=0.2,
        stroke_dasharray="0.8 0.6",
    )
    return (
        element("clipPath", box(-3, -3, 96, 32.4), id="head")
        + box(-3, -3, 96, 32.4, fill=RED)
        + group(
            lines(lathe, colour=DEEP, width=0.2, transform="translate(45 29)"),
            clip_path="url(#head)",
        )
        + slot
        + box(-3, 29.4, 96, 0.5, fill=GOLD)
        + lines(rope, place("r", -3, 31.6), colour=GOLD, width=0.22)
        + box(-3, 33.2, 96, 0.25, fill=GOLD)
    )
