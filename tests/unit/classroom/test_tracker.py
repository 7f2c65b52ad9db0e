"""Browsers tell states; the server's clock makes stretches of them."""

from datetime import UTC, datetime, timedelta

from blueprints.classroom.minutes import Played, Span
from blueprints.classroom.minutes.tracker import Place, Stretch, Tracker

START = datetime(2026, 5, 12, 1, 0, tzinfo=UTC)
PHONE = Place(1, 7, "phone-0001", "live")
LAPTOP = Place(1, 7, "laptop-001", "live")
AGAIN = Place(1, 7, "phone-0001", "replay")


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def kept(tracker: Tracker, seconds: float) -> list[tuple[str, int, int, str]]:
    return [
        (
            one.place.device[:6].strip("-0"),
            int((one.since - START).total_seconds()),
            int((one.until - START).total_seconds()),
            one.reason,
        )
        for one in tracker.settle(at(seconds))
    ]


def test_beats_make_one_stretch() -> None:
    tracker = Tracker()
    for second in (0, 30, 60):
        tracker.tell(PHONE, "", at(second))
    assert kept(tracker, 65) == [("phone", 0, 65, "")]


def test_another_state_is_another_stretch() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.tell(PHONE, "hidden", at(20))
    tracker.tell(PHONE, "", at(50))
    assert kept(tracker, 60) == [
        ("phone", 0, 20, ""),
        ("phone", 20, 50, "hidden"),
        ("phone", 50, 60, ""),
    ]


def test_silence_ends_a_stretch_at_the_last_sign_of_life() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.tell(PHONE, "", at(30))
    assert kept(tracker, 100) == [("phone", 0, 100, "")]  # for the time being
    assert kept(tracker, 106) == [("phone", 0, 30, "")]


def test_a_word_after_long_silence_begins_anew() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.tell(PHONE, "", at(30))
    tracker.tell(PHONE, "", at(300))
    assert kept(tracker, 310) == [("phone", 0, 30, ""), ("phone", 300, 310, "")]


def test_who_left_and_comes_back_at_once_goes_on() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.leave(1, 7, at(40))
    assert kept(tracker, 50) == [("phone", 0, 40, "")]
    tracker.tell(PHONE, "", at(60))
    assert kept(tracker, 65) == [("phone", 0, 65, "")]
    tracker.leave(1, 7, at(65))
    tracker.tell(PHONE, "", at(130))
    assert [one[1:3] for one in kept(tracker, 140)] == [(0, 65), (130, 140)]


def test_leaving_one_session_leaves_the_other_alone() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.leave(2, 7, at(40))
    assert kept(tracker, 50) == [("phone", 0, 50, "")]


def written(until: float, row: int = 5) -> Stretch:
    """What another process, or this one before a crash, wrote of the phone."""
    return Stretch(PHONE, at(0), at(until), at(until), row=row, changed=False, is_own=False)


def test_after_a_crash_a_stretch_goes_on_where_the_kept_one_ends() -> None:
    tracker = Tracker()
    tracker.recall(7, [written(100)], at(114))
    tracker.tell(PHONE, "", at(114))
    (stretch,) = tracker.settle(at(120))
    assert (stretch.row, stretch.since, stretch.until) == (None, at(100), at(120))


def test_what_is_kept_is_not_kept_again() -> None:
    tracker = Tracker()
    tracker.recall(7, [written(100)], at(114))
    assert tracker.settle(at(500)) == []


def test_two_processes_never_write_one_row_and_learn_of_each_other() -> None:
    """A phone moves from one process to the other and back."""
    one, other = Tracker(), Tracker()
    one.tell(PHONE, "", at(0))
    (first,) = one.settle(at(30))
    first.row, first.changed = 1, False  # as keeping does
    other.recall(7, [written(30, row=1)], at(35))
    other.tell(PHONE, "", at(35))
    (second,) = other.settle(at(60))
    assert (second.row, second.since) == (None, at(30))
    second.row, second.changed = 2, False
    assert one.settle(at(80))[0].row == 1  # still writes its own row only: silence ends it
    theirs = Stretch(PHONE, at(30), at(60), at(60), row=2, changed=False, is_own=False)
    assert not one.knows(7, at(20))
    one.recall(7, [written(30, row=1), theirs], at(80))
    spans = [one_.span for one_ in one.stretches(7, at(80))]
    assert Span(at(30), at(60)) in spans and len(spans) == 2


def test_two_devices_run_side_by_side() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.tell(LAPTOP, "", at(10))
    assert tracker.first_counting(7) == "phone-0001"
    tracker.tell(PHONE, "hidden", at(20))
    assert tracker.first_counting(7) == "laptop-001"


def test_a_leap_in_a_replay_shows_nothing_of_what_was_leapt_over() -> None:
    tracker = Tracker()
    tracker.tell(AGAIN, "", at(0), 0)
    tracker.tell(AGAIN, "", at(10), 20_000)  # at double speed
    tracker.tell(AGAIN, "", at(12), 600_000)
    tracker.tell(AGAIN, "", at(22), 610_000)
    assert [one.played for one in tracker.settle(at(22))] == [
        Played(Span(at(0), at(12)), 0, 20_000),
        Played(Span(at(12), at(22)), 600_000, 610_000),
    ]


def test_going_back_begins_another_stretch() -> None:
    tracker = Tracker()
    tracker.tell(AGAIN, "", at(0), 50_000)
    tracker.tell(AGAIN, "", at(10), 60_000)
    tracker.tell(AGAIN, "", at(11), 10_000)
    tracker.tell(AGAIN, "", at(20), 19_000)
    assert [(s.from_ms, s.to_ms) for s in tracker.settle(at(20))] == [
        (50_000, 60_000), (10_000, 19_000),
    ]  # fmt: skip


def test_flickering_states_are_not_kept() -> None:
    tracker = Tracker()
    for n in range(100):
        tracker.tell(PHONE, "hidden" if n % 2 else "", at(n * 0.1))
    assert len(kept(tracker, 20)) <= 1


def test_more_devices_than_a_person_has_are_not_followed() -> None:
    tracker = Tracker()
    for n in range(50):
        tracker.tell(Place(1, 7, f"device-{n}", "live"), "", at(0))
    assert len(kept(tracker, 10)) == 6


def test_the_end_of_the_session_ends_what_was_live() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.close(1, at(60))
    assert kept(tracker, 70) == [("phone", 0, 60, "")]


def test_people_long_gone_are_forgotten_once_kept() -> None:
    tracker = Tracker()
    tracker.tell(PHONE, "", at(0))
    tracker.leave(1, 7, at(60))
    tracker.forget(at(900), timedelta(minutes=10))
    assert tracker.stretches(7, at(900))  # not kept yet
    for stretch in tracker.settle(at(900)):
        stretch.changed = False
    tracker.forget(at(900), timedelta(minutes=10))
    assert not tracker.stretches(7, at(900))


def test_many_small_leaps_get_nobody_far() -> None:
    tracker = Tracker()
    for number in range(400):  # twenty a second, each three seconds further on
        tracker.tell(AGAIN, "", at(number / 20), number * 3_000)
    played = [one.played for one in tracker.stretches(7, at(20)) if one.played]
    assert sum(one.to_ms - one.from_ms for one in played) <= 20 * 3_000 + 3_000 * 20
