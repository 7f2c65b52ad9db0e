"""学时证明: an office's paper: two red rules under the head, one over the foot, and no frame."""

from documents.ornaments.chinese import fret
from documents.ornaments.emblems import star
from documents.ornaments.frames import run
from documents.ornaments.svg import box, drawing, lines, path, place

RED, PALE = "#b51f24", "#e9c3bd"


def drawings() -> dict[str, str]:
    return {"frame.svg": drawing(210, 297, [_head(), _foot()])}


def _head() -> str:
    border = run("f", 154, 7, lambda period: fret(period, 4.2))
    ends = (
        path(star(3, (105, 67.4)), fill=RED)
        + box(28, 66.8, 71, 1.1, fill=RED)
        + box(111, 66.8, 71, 1.1, fill=RED)
        + box(28, 69, 70, 0.3, fill=RED)
        + box(112, 69, 70, 0.3, fill=RED)
    )
    return lines(border, place("f", 28, 24), colour=PALE, width=0.6) + ends


def _foot() -> str:
    return (
        box(28, 269, 154, 0.3, fill=RED)
        + box(28, 270.2, 154, 1.1, fill=RED)
        + lines(place("f", 182, 277, turn=180), colour=PALE, width=0.6)
    )
