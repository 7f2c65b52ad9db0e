"""A pause of the round holds the clock of the question on air, and its buzzers."""

from datetime import datetime, timedelta

import pytest

from blueprints.contests.services import progress
from blueprints.quizzes.models import Phase, Turn
from blueprints.quizzes.queries.desk import desk_of
from blueprints.quizzes.queries.seats import floor_of, phone_of, sitting
from blueprints.quizzes.queries.stage import stage_of
from blueprints.quizzes.services.play import rulings, turns
from store import UserError, db
from store.actors import SYSTEM
from tests.support.quiz_race import Race, settings
from tests.support.quizzes import Show, make_show


@pytest.fixture
def show(app, now: datetime) -> Show:
    return make_show(now)


def required(show: Show, now: datetime) -> int:
    """A required question whose clock of 20 seconds has begun."""
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[0], now)
    turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key="turn-0001")
    turns.show(SYSTEM, turn_id, now)
    turns.open_turn(SYSTEM, turn_id, now)
    return turn_id


def turn(turn_id: int) -> Turn:
    return db.session.get_one(Turn, turn_id, populate_existing=True)


def pause(show: Show, at: datetime) -> None:
    progress.pause_round(SYSTEM, show.hall.round_id, at)


def resume(show: Show, at: datetime) -> None:
    progress.resume_round(SYSTEM, show.hall.round_id, at)


def test_the_clock_goes_on_after_the_pause_with_what_was_left(show: Show, now: datetime) -> None:
    turn_id = required(show, now)
    moves = show.quiz.moves
    pause(show, now + timedelta(seconds=8))
    held = now + timedelta(seconds=70)
    clock = stage_of(show.quiz, held).turn.clock
    assert (clock.deadline, clock.left_ms) == (None, 12_000)
    assert stage_of(show.quiz, held).paused
    desk = desk_of(show.quiz, held).turn.clock
    assert (desk.deadline_ms, desk.left_ms) == (None, 12_000)
    assert show.quiz.moves == moves + 1  # by which phones know
    with pytest.raises(UserError, match="已暂停"):
        turns.add_time(SYSTEM, turn_id, 10, held)
    resume(show, held)
    assert turn(turn_id).deadline_at == held + timedelta(seconds=12)
    assert turn(turn_id).paused_ms is None
    assert show.quiz.settings == {}


def test_a_clock_that_the_desk_holds_is_not_let_run_by_the_pauses_end(
    show: Show, now: datetime
) -> None:
    turn_id = required(show, now)
    turns.stop_clock(SYSTEM, turn_id, now + timedelta(seconds=5))
    pause(show, now + timedelta(seconds=8))
    resume(show, now + timedelta(seconds=60))
    assert (turn(turn_id).paused_ms, turn(turn_id).deadline_at) == (15_000, None)


def test_what_is_taken_back_in_the_pause_stays_held_afterwards(show: Show, now: datetime) -> None:
    settings(show, second="next_press")
    race = Race(show, now).open()
    race.press(0, 300)
    race.press(1, 500)
    race.settle(1_000)
    rulings.rule(SYSTEM, race.turn_id, "wrong", race.at(2_000)[0], key="wrong-0001")
    pause(show, race.at(4_000)[0])
    rulings.undo(SYSTEM, show.quiz_id, race.at(5_000)[0], key="undo-00001")
    resume(show, race.at(60_000)[0])
    assert race.turn.entry_id == show.entry_ids[0]
    assert (race.turn.paused_ms, race.turn.deadline_at) == (9_000, None)  # begun at 1 s, ruled at 2


def test_presses_in_the_pause_count_for_nothing_and_again_after_it(
    show: Show, now: datetime
) -> None:
    race = Race(show, now).open()
    pause(show, race.at(5_000)[0])
    assert race.press(0, 9_000).verdict == "late"
    seat = sitting(show.contestant_ids[0][0])
    assert phone_of(floor_of(show.quiz, race.at(9_500)[0]), seat).state == "paused"
    resume(show, race.at(60_000)[0])
    assert phone_of(floor_of(show.quiz, race.at(60_500)[0]), seat).state == "armed"
    assert race.press(0, 69_000).verdict == ""  # ten of the fifteen seconds were left
    race.settle(70_000)
    assert race.turn.entry_id == show.entry_ids[0]
    assert race.press(1, 71_000).verdict == "late"


def test_no_press_is_early_while_the_reading_is_paused(show: Show, now: datetime) -> None:
    race = Race(show, now)
    pause(show, race.at(1_000)[0])
    assert race.press(0, 2_000, heat=0).verdict == "late"
    resume(show, race.at(9_000)[0])
    assert race.press(0, 9_500, heat=0).verdict == "early"


def test_a_race_that_goes_on_is_decided_in_the_pause_and_its_clock_waits(
    show: Show, now: datetime
) -> None:
    """Pressed before the pause on a slow line: the pause must not give the word to another."""
    race = Race(show, now).open()
    race.press(0, 900, way=10)
    pause(show, race.at(950)[0])
    assert race.press(1, 880, way=90).verdict == ""
    race.settle(1_500)
    assert race.turn.phase == Phase.TOO_CLOSE
    assert set(race.verdicts().values()) == {"too_close"}


def test_the_word_won_in_the_pause_begins_its_clock_afterwards(show: Show, now: datetime) -> None:
    race = Race(show, now).open()
    race.press(2, 900)
    pause(show, race.at(1_000)[0])
    race.settle(1_500)
    assert (race.turn.phase, race.turn.entry_id) == (Phase.ANSWERING, show.entry_ids[2])
    assert (race.turn.clock, race.turn.deadline_at) == ("start", None)
    resume(show, race.at(30_000)[0])
    assert race.turn.deadline_at == race.at(40_000)[0]
