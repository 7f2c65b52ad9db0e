"""Frames: one tile repeated along four sides, corner pieces, and ruled lines."""

from collections.abc import Callable
from dataclasses import dataclass

from documents.ornaments.svg import box, define, number, path, place

Tile = Callable[[float], str]
"""Draws one period of the given length along x around y = 0, the outside of the frame up."""


@dataclass(frozen=True)
class Area:
    """A rectangle in mm; `inset(3)` is the one 3 mm inside."""

    x: float
    y: float
    width: float
    height: float

    def inset(self, by: float) -> "Area":
        return Area(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def ruled(area: Area, **attributes: str | float | None) -> str:
    return box(area.x, area.y, area.width, area.height, **attributes)


def fit(length: float, period: float) -> tuple[int, float]:
    """How often a tile of about `period` fits into `length`, and its exact period."""
    times = max(1, round(length / period))
    return times, length / times


def run(name: str, length: float, period: float, tile: Tile) -> str:
    """A row of tiles from 0, 0 along x, `length` long."""
    times, exact = fit(length, period)
    single = define(f"{name}-t", tile(exact))
    row = "".join(place(f"{name}-t", exact * index) for index in range(times))
    return single + define(name, row)


def sides(name: str, area: Area, corner: float, period: float, tile: Tile) -> str:
    """Tiles along the four sides of `area`, `corner` mm away from each corner."""
    flat, tall = f"{name}-h", f"{name}-v"
    return (
        run(flat, area.width - 2 * corner, period, tile)
        + run(tall, area.height - 2 * corner, period, tile)
        + place(flat, area.x + corner, area.y)
        + place(flat, area.right - corner, area.bottom, turn=180)
        + place(tall, area.right, area.y + corner, turn=90)
        + place(tall, area.x, area.bottom - corner, turn=270)
    )


def corners(name: str, area: Area, piece: str) -> str:
    """A corner piece drawn for the upper left corner at 0, 0, mirrored into all four."""
    return (
        define(name, piece)
        + place(name, area.x, area.y)
        + place(name, area.right, area.y, flip="x")
        + place(name, area.x, area.bottom, flip="y")
        + place(name, area.right, area.bottom, flip="xy")
    )


def notched(area: Area, notch: float, **attributes: str | float | None) -> str:
    """A frame whose corners are cut out by quarter circles, as on a plaque."""
    n, w, h = number(notch), number(area.width - 2 * notch), number(area.height - 2 * notch)
    start = f"M{number(area.x + notch)} {number(area.y)}"
    data = (
        f"{start}h{w}a{n} {n} 0 0 0 {n} {n}v{h}a{n} {n} 0 0 0 -{n} {n}"
        f"h-{w}a{n} {n} 0 0 0 -{n} -{n}v-{h}a{n} {n} 0 0 0 {n} -{n}z"
    )
    return path(data, **attributes)
