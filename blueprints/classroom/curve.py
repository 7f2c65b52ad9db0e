"""The curve of viewers over time as figures of a drawing; no colours, no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 26
MOST_POINTS = 240
ROUND = (1, 2, 5)
STEPS_MIN = (1, 2, 5, 10, 15, 20, 30, 60, 120)
MOST_STEPS = 9
TABLE_MIN = 5


class Sample(NamedTuple):
    """How many people there were at a moment."""

    at: datetime
    people: int


class Tick(NamedTuple):
    """A mark on an axis: where it lies in the drawing, and its figure."""

    at: float
    figure: int


@dataclass(frozen=True)
class Curve:
    """A drawing of WIDTH × HEIGHT: the line, the area below, ticks (minutes and people), peak."""

    line: str
    area: str
    minutes: list[Tick]
    people: list[Tick]
    peak: tuple[float, float]
    peak_people: int
    peak_at: datetime
    rows: list[tuple[int, int]]  # minute and most people in the minutes up to the next row


def draw(samples: Sequence[Sample], since: datetime, until: datetime) -> Curve | None:
    """The curve between two moments; None when there is nothing to draw."""
    inside = [one for one in samples if since <= one.at <= until]
    if not inside or until <= since:
        return None
    most = nice_top(max(one.people for one in inside))
    across = (WIDTH - LEFT - RIGHT) / (until - since).total_seconds()

    def x(at: datetime) -> float:
        return round(LEFT + (at - since).total_seconds() * across, 1)

    def y(people: int) -> float:
        return round(HEIGHT - BOTTOM - people / most * (HEIGHT - TOP - BOTTOM), 1)

    points = [(x(one.at), y(one.people)) for one in _thinned(inside)]
    line = "M" + " L".join(f"{a:g},{b:g}" for a, b in points)
    floor = HEIGHT - BOTTOM
    peak = max(inside, key=lambda one: one.people)
    return Curve(
        line=line,
        area=f"{line} L{points[-1][0]:g},{floor} L{points[0][0]:g},{floor} Z",
        minutes=[Tick(x(since + timedelta(minutes=n)), n) for n in _minutes(since, until)],
        people=[Tick(y(n), n) for n in _levels(most)],
        peak=(x(peak.at), y(peak.people)),
        peak_people=peak.people,
        peak_at=peak.at,
        rows=_rows(inside, since),
    )


def nice_top(most: int) -> int:
    """A round figure at or above the highest."""
    size = 1
    while True:
        for step in ROUND:
            if most <= step * size:
                return step * size
        size *= 10


def _levels(most: int) -> list[int]:
    parts = 5 if most % 5 == 0 else 2 if most % 2 == 0 else 1
    return [most * n // parts for n in range(parts + 1)]


def _minutes(since: datetime, until: datetime) -> list[int]:
    length = int((until - since).total_seconds() // 60)
    step = next((n for n in STEPS_MIN if length / n <= MOST_STEPS), STEPS_MIN[-1])
    return list(range(0, length + 1, step))


def _thinned(samples: Sequence[Sample]) -> list[Sample]:
    """No more points than a drawing shows; of neighbours the one with the most people stays."""
    size = -(-len(samples) // MOST_POINTS)
    groups = (samples[n : n + size] for n in range(0, len(samples), size))
    return [max(group, key=lambda one: one.people) for group in groups]


def _rows(samples: Sequence[Sample], since: datetime) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for one in samples:
        minute = int((one.at - since).total_seconds() // 60) // TABLE_MIN * TABLE_MIN
        found[minute] = max(found.get(minute, 0), one.people)
    return sorted(found.items())
