"""桌签: the same rules and corner frets on both halves, head to head; ticks show the fold."""

from documents.ornaments.chinese import crook
from documents.ornaments.frames import Area, ruled
from documents.ornaments.svg import define, drawing, lines, path, place

RED, GOLD, TICK = "#a91d22", "#c09a4e", "#9a9a9a"
HALF = Area(0, 105, 297, 105)
CORNER = 20.0


def drawings() -> dict[str, str]:
    half = _half()
    return {
        "frame.svg": drawing(
            297,
            210,
            [define("half", half), place("half"), place("half", 297, 210, turn=180), _fold()],
        )
    }


def _half() -> str:
    frame = HALF.inset(7)
    bars = define("k", crook(CORNER))
    places = (
        place("k", frame.x + 2, frame.y + 2),
        place("k", frame.right - 2, frame.y + 2, flip="x"),
        place("k", frame.x + 2, frame.bottom - 2, flip="y"),
        place("k", frame.right - 2, frame.bottom - 2, flip="xy"),
    )
    near, far = 2 + CORNER / 7, 2 + CORNER
    rules = (
        f"M{frame.x + far} {frame.y + near}H{frame.right - far}"
        f"M{frame.x + far} {frame.bottom - near}H{frame.right - far}"
        f"M{frame.x + near} {frame.y + far}V{frame.bottom - far}"
        f"M{frame.right - near} {frame.y + far}V{frame.bottom - far}"
    )
    return lines(ruled(frame), colour=RED, width=1.1) + lines(
        bars, *places, path(rules), colour=GOLD, width=0.5
    )


def _fold() -> str:
    return lines(path("M0 105h6M291 105h6"), colour=TICK, width=0.2, stroke_dasharray="1 0.8")
