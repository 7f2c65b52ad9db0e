"""参赛证, 105 × 74: cloud scrolls at the right edge, a key fret under the contest's name."""

from documents.ornaments.chinese import cloud, fret
from documents.ornaments.frames import run
from documents.ornaments.svg import box, drawing, group, lines, place

GOLD, PALE, PAPER = "#c9a961", "#efe3cb", "#fffdf8"


def drawings() -> dict[str, str]:
    border = run("f", 76, 4, lambda period: fret(period, 2.1))
    puff = cloud(((3, -2, 5, 1), (26, -1, 4, 1), (18, -3, 6, -1), (10, -5, 8, 1)), fill=PAPER)
    return {
        "frame.svg": drawing(
            105,
            74,
            [
                box(0, 0, 105, 74, fill=PAPER),
                lines(group(puff, transform="translate(44 62)"), colour=PALE, width=0.35),
                lines(border, place("f", 23, 14), colour=GOLD, width=0.32),
            ],
        )
    }
