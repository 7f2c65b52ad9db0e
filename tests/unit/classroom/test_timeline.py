"""Wall clock and replay: several broadcasts with gaps between them."""

from datetime import UTC, datetime, timedelta

import pytest

from blueprints.classroom.timeline import Stretch, Timeline

START = datetime(2026, 5, 12, 1, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


# 0–60 s of the wall clock, a gap of 40 s, 100–130 s, a gap of 1 s, 131–191 s.
LINE = Timeline(
    [
        Stretch(60_000, after(100), 30_000),
        Stretch(0, after(0), 60_000),
        Stretch(90_000, after(131), 60_000),
    ]
)


@pytest.mark.parametrize(
    ("seconds", "ms"),
    [
        (-600, 0), (0, 0), (12.5, 12_500), (59.999, 59_999), (60, 60_000), (80, 60_000),
        (99.9, 60_000), (100, 60_000), (101, 61_000), (130, 90_000), (130.5, 90_000),
        (131, 90_000), (190, 149_000), (191, 150_000), (9_999, 150_000),
    ],
)  # fmt: skip
def test_where_a_moment_is(seconds: float, ms: int) -> None:
    assert LINE.offset(after(seconds)) == ms


def test_time_never_runs_backwards() -> None:
    places = [LINE.offset(after(tenth / 10)) for tenth in range(-50, 2500)]
    assert places == sorted(places)


@pytest.mark.parametrize("ms", [1, 500, 59_999, 60_000, 60_001, 89_999, 90_000, 149_999, 150_000])
def test_the_first_moment_of_a_place(ms: int) -> None:
    first = LINE.earliest(ms)
    assert first is not None
    assert LINE.offset(first) >= ms
    assert LINE.offset(first - timedelta(milliseconds=1)) < ms


def test_the_edges() -> None:
    assert LINE.earliest(0) is None
    assert LINE.length_ms == 150_000
    beyond = LINE.earliest(150_001)
    assert beyond is not None and beyond > after(10**6)


def test_nothing_was_recorded() -> None:
    for line in (Timeline([]), Timeline([Stretch(0, START, 0)])):
        assert (line.length_ms, line.offset(START), line.earliest(5)) == (0, 0, None)


def test_a_stretch_that_lies_later_in_the_replay_than_those_before_end() -> None:
    line = Timeline([Stretch(0, after(0), 1000), Stretch(1500, after(10), 1000)])
    assert line.offset(after(5)) == 1500
    assert line.earliest(1200) == after(10)
