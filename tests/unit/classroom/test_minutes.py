"""Minutes by the rules: entries add up, devices overlap, replays count until they were seen."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints.classroom.minutes import (
    Course,
    Piece,
    Played,
    Seen,
    Span,
    clipped,
    count,
    replay_spans,
    seconds_of,
    union,
    visits,
)

START = datetime(2026, 5, 12, 1, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def span(since: float, until: float) -> Span:
    return Span(at(since), at(until))


spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 60)).map(lambda p: span(p[0], p[0] + p[1])),
    max_size=12,
)


@given(spans)
def test_a_second_counts_once_however_many_devices_were_there(given_: list[Span]) -> None:
    counted = {
        second
        for one in given_
        for second in range(
            int((one.since - START).total_seconds()), int((one.until - START).total_seconds())
        )
    }
    assert seconds_of(given_) == len(counted)


@given(spans, spans)
def test_order_and_repetition_change_nothing(first: list[Span], second: list[Span]) -> None:
    assert union([*first, *second]) == union([*second, *first, *first])
    assert union(union(first)) == union(first)


@given(spans, st.integers(0, 200), st.integers(0, 200))
def test_nothing_outside_of_the_session_counts(given_: list[Span], low: int, more: int) -> None:
    inside = clipped(given_, at(low), at(low + more))
    assert all(at(low) <= one.since < one.until <= at(low + more) for one in inside)
    assert seconds_of(inside) <= more


def test_several_entries_accumulate() -> None:
    course = Course(at(0), at(600))
    assert count(course, [span(0, 100), span(200, 250)]).live == 150
    assert count(course, [span(-50, 100), span(590, 700)]).live == 110  # before, and after the end


def test_coming_back_within_a_minute_is_the_same_visit() -> None:
    assert visits([span(0, 100), span(130, 200), span(300, 400)]) == 2


PIECES = (Piece(at(0), 0, 100_000), Piece(at(200), 100_000, 100_000))  # one without a break between


def test_a_replay_at_double_speed_counts_the_time_that_passed() -> None:
    course = Course(at(0), at(300), PIECES)
    counted = count(course, [], [Played(span(1000, 1100), 0, 200_000)])
    assert (counted.replay, counted.progress) == (97, 100)  # the last five seconds are given


def test_watching_the_same_part_again_is_no_progress() -> None:
    course = Course(at(0), at(300), PIECES)
    twice = [Played(span(1000, 1050), 0, 50_000), Played(span(1100, 1150), 0, 50_000)]
    counted = count(course, [], twice)
    assert (counted.replay, counted.progress) == (100, 25)


def test_nothing_counts_once_everything_was_seen() -> None:
    course = Course(at(0), at(300), PIECES)
    whole = Played(span(1000, 1200), 0, 200_000)
    again = Played(span(2000, 2200), 0, 200_000)
    assert count(course, [], [whole, again]).replay == count(course, [], [whole]).replay == 195


def test_who_saw_it_live_has_nothing_left_to_see() -> None:
    course = Course(at(0), at(300), PIECES)
    counted = count(course, [span(0, 300)], [Played(span(1000, 1100), 0, 100_000)])
    assert (counted.live, counted.replay, counted.progress) == (300, 0, 100)


def test_half_live_and_half_again_is_all_of_it() -> None:
    course = Course(at(0), at(300), PIECES)
    counted = count(course, [span(0, 100)], [Played(span(1000, 1100), 100_000, 200_000)])
    assert (counted.live, counted.progress) == (100, 100)
    assert 90 <= counted.replay <= 100


def test_without_a_recording_progress_is_the_share_of_the_time() -> None:
    assert count(Course(at(0), at(300)), [span(0, 299)]).progress == 99
    assert count(Course(), [span(0, 299)]).seconds == 0


parts = st.lists(
    st.tuples(st.integers(0, 100_000), st.integers(0, 40_000)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=10,
)


@given(parts)
def test_coverage_is_what_was_seen_at_least_once(given_: list[tuple[int, int]]) -> None:
    seen = Seen((), 100_000)
    for start, end in given_:
        seen = seen.and_(start, end)
    covered = {
        second
        for start, end in given_
        for second in range(0, 100_000, 500)
        if start <= second < end
    }
    assert all(any(a <= s < b for a, b in seen.parts) for s in covered)
    assert seen.ms <= 100_000
    assert all(a < b for a, b in seen.parts)


@given(parts)
def test_a_replay_never_counts_more_than_its_stretches(given_: list[tuple[int, int]]) -> None:
    played = [
        Played(span(n * 100, n * 100 + (end - start) / 1000), start, end)
        for n, (start, end) in enumerate(given_)
    ]
    found = replay_spans(played, Seen((), 100_000))
    assert seconds_of(found) <= seconds_of(one.when for one in played)
    assert all(one.since <= one.until for one in found)


@pytest.mark.parametrize("duration", [0, 1, 4_999])
def test_a_replay_of_no_length_is_never_divided_by(duration: int) -> None:
    seen = Seen((), duration).and_(0, 10_000)
    assert 0 <= seen.percent <= 100
