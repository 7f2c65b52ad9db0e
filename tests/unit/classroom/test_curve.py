"""The curve of viewers: inside its frame, with round figures, and never more points than shown."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from blueprints.classroom.curve import (
    BOTTOM,
    HEIGHT,
    LEFT,
    MOST_POINTS,
    RIGHT,
    TOP,
    WIDTH,
    Sample,
    draw,
    nice_top,
)

START = datetime(2026, 5, 12, 1, 0, tzinfo=UTC)


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=600))
def test_every_point_is_inside_of_the_frame(people: list[int]) -> None:
    samples = [Sample(START + timedelta(seconds=15 * n), one) for n, one in enumerate(people)]
    curve = draw(samples, START, samples[-1].at + timedelta(seconds=1))
    assert curve is not None
    points = [tuple(map(float, p)) for p in re.findall(r"([\d.]+),([\d.]+)", curve.line)]
    assert 1 <= len(points) <= MOST_POINTS
    assert all(LEFT <= x <= WIDTH - RIGHT and TOP <= y <= HEIGHT - BOTTOM for x, y in points)
    assert curve.peak_people == max(people)
    assert max(most for _minute, most in curve.rows) == max(people)
    assert curve.people[-1].figure >= max(people)


def test_there_is_no_curve_of_nothing() -> None:
    assert draw([], START, START + timedelta(hours=1)) is None
    assert draw([Sample(START - timedelta(hours=1), 5)], START, START + timedelta(hours=1)) is None
    assert draw([Sample(START, 5)], START, START) is None


def test_round_tops() -> None:
    assert [nice_top(n) for n in (0, 1, 3, 7, 832, 1001)] == [1, 1, 5, 10, 1000, 2000]
