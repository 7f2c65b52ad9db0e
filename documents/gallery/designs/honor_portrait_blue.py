"""荣誉证书, portrait, blue: a sun over the sea and its cliffs (海水江崖), fans in the corners."""

from documents.ornaments.chinese import fan, sea
from documents.ornaments.curves import Point, bezier
from documents.ornaments.emblems import rays, star
from documents.ornaments.frames import Area, ruled
from documents.ornaments.svg import box, circle, define, drawing, element, group, lines, path, place

BLUE, WAVE, GOLD, PAPER = "#163f73", "#2f6398", "#b58f45", "#fcfcf9"
SHEET = Area(0, 0, 210, 297)
HORIZON = 262.0
INSIDE = SHEET.inset(9.9)


def drawings() -> dict[str, str]:
    return {
        "frame.svg": drawing(210, 297, [_paper(), _cliffs(), _sea(), _frame()], bleed=3),
        "flourish.svg": drawing(80, 10, [_flourish()]),
    }


def _paper() -> str:
    light = path(rays(40, 290, 60, start=-100, end=100), fill="#f1f6fb")
    rings = "".join(circle(0, 0, 40 - 1.4 * k) for k in range(8))
    sky = box(-3, -3, 216, HORIZON + 3)
    return (
        box(-3, -3, 216, 303, fill=PAPER)
        + element("clipPath", sky, id="sky")
        + group(
            group(
                light,
                lines(rings, colour="#e3dcc6", width=0.3),
                transform=f"translate(105 {HORIZON - 6})",
            ),
            clip_path="url(#sky)",
        )
    )


def _cliffs() -> str:
    """江崖: peaks of nested lines that rise out of the water."""
    peaks = ((105, 19, 11), (92, 13, 9), (118, 13, 9), (81, 8, 7), (129, 8, 7))
    return "".join(_peak(x, height, half) for x, height, half in reversed(peaks))


def _peak(x: float, height: float, half: float) -> str:
    def outline(share: float) -> str:
        def at(t: float) -> Point:
            side = 2 * t - 1
            return side * half * share, -height * share * (1 - abs(side) ** 1.7)

        return bezier(at, 0, 1, 8)

    inner = "".join(path(outline(share)) for share in (0.82, 0.64, 0.46, 0.28))
    shape = path(outline(1) + "Z", fill=PAPER) + inner
    return lines(shape, colour=BLUE, width=0.4, transform=f"translate({x} {HORIZON + 6})")


def _sea() -> str:
    scales = sea("s", 196, 7, 8, rings=4, fill="#f3f8fc")
    inside = box(INSIDE.x, HORIZON - 4, INSIDE.width, INSIDE.bottom - HORIZON + 4)
    edge = element("clipPath", inside, id="low")
    water = lines(scales, colour=WAVE, width=0.3, transform=f"translate(9 {HORIZON - 2})")
    return edge + group(water, clip_path="url(#low)")


def _frame() -> str:
    corner = lines(fan(27, ribs=14, shells=7), colour=GOLD, width=0.3)
    rules = lines(ruled(SHEET.inset(7)), colour=BLUE, width=1.1)
    thin = lines(ruled(SHEET.inset(8.8)), ruled(INSIDE), colour=GOLD, width=0.3)
    fans = define("fan", corner) + place("fan", 10, 10) + place("fan", 200, 10, flip="x")
    return rules + thin + fans


def _flourish() -> str:
    rule = "M0 5h34M6 6.2h26"
    return (
        lines(
            path(rule), path(rule, transform="translate(80 0) scale(-1 1)"), colour=GOLD, width=0.4
        )
        + path(star(2.6, (40, 5.4)), fill=GOLD)
        + circle(36, 5.4, 0.5, fill=GOLD)
        + circle(44, 5.4, 0.5, fill=GOLD)
    )
