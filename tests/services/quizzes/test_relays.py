"""A relay has one clock a team: held, lengthened, whatever becomes of a question in between."""

from datetime import datetime, timedelta

import pytest

from blueprints.quizzes.models import Phase, Turn
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.services.play import rulings, turns
from store import db, write
from store.actors import SYSTEM
from tests.support.quiz_play import REQUIRED, Desk
from tests.support.quizzes import make_show


@pytest.fixture
def desk(app, now: datetime) -> Desk:
    """The first team has been asked, 20 of its 60 seconds are gone."""
    found = Desk(make_show(now, questions=8), now)
    found.change_kind(REQUIRED, SegmentKind.RELAY, questions=3, answer_s=60)
    found.begin(REQUIRED)
    found.ask()
    found.now += timedelta(seconds=20)
    return found


def throw_out(desk: Desk) -> Turn:
    rulings.throw_out(SYSTEM, desk.turn_id, "题目有误", desk.now, key=desk.key())
    desk.turn_id = desk.show.quiz.turn_id
    return desk.turn


def show_and_open(desk: Desk) -> Turn:
    turns.show(SYSTEM, desk.turn_id, desk.now)
    turns.open_turn(SYSTEM, desk.turn_id, desk.now)
    return desk.turn


def left_s(desk: Desk) -> float:
    return (desk.turn.deadline_at - desk.now).total_seconds()


@pytest.mark.parametrize("way", ["undo", "stop"])
def test_a_held_clock_goes_on_where_it_was_held(desk: Desk, way: str) -> None:
    if way == "undo":
        desk.rule("wrong")
        desk.undo()
    else:
        turns.stop_clock(SYSTEM, desk.turn_id, desk.now)
    desk.now += timedelta(seconds=300)
    desk.rule("right")
    second = desk.next()
    assert (second.entry_id, second.phase) == (desk.show.entry_ids[0], Phase.READY)
    desk.now += timedelta(seconds=5)
    show_and_open(desk)
    assert left_s(desk) == 40


def test_a_clock_that_was_held_for_long_leaves_the_team_its_time(desk: Desk) -> None:
    desk.rule("right")
    desk.next()
    turns.stop_clock(SYSTEM, desk.turn_id, desk.now)
    desk.now += timedelta(seconds=300)
    turns.resume_clock(SYSTEM, desk.turn_id, desk.now)
    desk.rule("right")
    third = desk.next()
    assert (third.entry_id, third.phase) == (desk.show.entry_ids[0], Phase.OPEN)
    assert left_s(desk) == 40


@pytest.mark.parametrize("end", [turns.reveal, turns.void])
def test_no_way_to_end_a_question_renews_the_clock(desk: Desk, end) -> None:
    if end is turns.reveal:
        desk.rule("right")
    end(SYSTEM, desk.turn_id, desk.now)
    desk.next()
    assert left_s(desk) == 40


def test_a_replacement_runs_on_against_the_same_clock(desk: Desk) -> None:
    made = throw_out(desk)
    assert (made.question.reserve, made.phase) == (True, Phase.OPEN)
    assert left_s(desk) == 40


def test_a_replacement_waits_while_the_clock_is_held_or_the_round_pauses(desk: Desk) -> None:
    turns.stop_clock(SYSTEM, desk.turn_id, desk.now)
    assert throw_out(desk).phase == Phase.READY
    show_and_open(desk)
    assert left_s(desk) == 40
    with write():
        desk.show.quiz.round.state = "paused"
    assert throw_out(desk).phase == Phase.READY


def test_the_team_is_out_when_the_clock_was_at_its_end(desk: Desk) -> None:
    desk.now += timedelta(seconds=60)
    desk.rule("pass")
    desk.undo()
    assert db.session.get(Turn, desk.turn_id).paused_ms == 0
    desk.rule("pass")
    assert desk.next().entry_id == desk.show.entry_ids[1]
