"""Presses and races through the services: what counts, what is written, who has the word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.quizzes.models import Contestant, Phase, Press, Quiz
from blueprints.quizzes.queries.seats import press_log
from blueprints.quizzes.queries.turns import may_press, press_order
from blueprints.quizzes.services import buzzing
from blueprints.quizzes.services.buzzing import PressInput
from blueprints.quizzes.services.play import rulings, turns
from blueprints.quizzes.services.play.common import micros
from store import NotFound, UserError, db, write
from store.actors import SYSTEM
from tests.support.quiz_race import BUZZER, MS, Race, settings
from tests.support.quizzes import Show, make_show


@pytest.fixture
def show(app, now: datetime) -> Show:
    return make_show(now)


@pytest.fixture
def race(show: Show, now: datetime) -> Race:
    return Race(show, now).open()


def test_the_first_finger_has_the_word_though_it_arrived_last(race: Race) -> None:
    assert race.press(0, 340).verdict == ""
    race.press(1, 320, way=35)
    race.settle(700)
    assert race.turn.phase == Phase.OPEN, "the window isn't over"
    race.settle(900)
    turn = race.turn
    assert (turn.phase, turn.entry_id, turn.seat) == (
        Phase.ANSWERING,
        race.show.entry_ids[1],
        1,
    )
    assert race.verdicts() == {0: "later", 1: "first"}
    assert turn.deadline_at == race.now + timedelta(milliseconds=900, seconds=10)


def test_settling_again_and_by_several_changes_nothing(race: Race) -> None:
    race.press(0, 300)
    race.settle(900)
    moves = race.show.quiz.moves
    race.settle(950)
    assert race.show.quiz.moves == moves


def test_too_close_is_the_desks_and_the_buzzers_open_again(race: Race) -> None:
    race.press(0, 300)
    race.press(1, 302)
    race.press(2, 400)
    race.settle(900)
    assert race.turn.phase == Phase.TOO_CLOSE
    assert race.verdicts() == {0: "too_close", 1: "too_close", 2: "later"}
    turns.reopen(SYSTEM, race.turn_id, race.now + timedelta(seconds=5), heat=1)
    assert race.press(2, 5_300, heat=1).verdict == "late", "it belongs to the heat before"
    assert race.press(0, 5_400).verdict == ""
    race.settle(6_000)
    assert race.turn.entry_id == race.show.entry_ids[0]
    log = press_log(race.show.quiz)
    assert [(one.heat, one.after_ms) for one in log] == [
        (2, 400),
        (1, 300),
        (1, 302),
        (1, 400),
        (1, 5_300),
    ], "each since its own opening"


def test_an_undo_shows_the_race_again_that_the_decision_met(race: Race) -> None:
    """Too close; a foul of a third team; the others press again; the foul is taken back."""
    teams = race.show.entry_ids
    race.press(0, 300)
    race.press(1, 302)
    race.settle(900)
    at = race.at(2_000)[0]
    rulings.rule(SYSTEM, race.turn_id, "foul", at, key="foul-0001", entry_id=teams[2])
    turns.reopen(SYSTEM, race.turn_id, race.at(5_000)[0], teams=[teams[1]])
    race.press(1, 5_300)
    race.settle(6_000)
    assert [one.heat for one in press_order(race.turn)] == [2]
    rulings.undo(SYSTEM, race.show.quiz_id, race.at(8_000)[0], key="undo-0001")
    assert race.turn.phase == Phase.TOO_CLOSE
    assert [(one.entry_id, one.heat) for one in press_order(race.turn)] == [
        (teams[0], 1),
        (teams[1], 1),
    ]
    assert may_press(race.turn, teams[0]), "the next race is for all again"
    assert race.press(1, 8_100, heat=1).verdict == "late"
    turns.reopen(SYSTEM, race.turn_id, race.at(9_000)[0], heat=2)
    assert race.turn.heat == 3, "openings are counted on"


def test_a_press_is_taken_once_however_often_it_is_sent(race: Race) -> None:
    first = race.press(0, 300, key="same-key-1")
    again = race.press(0, 380, key="same-key-1")
    assert again.repeated
    assert (again.press_id, again.at_us) == (first.press_id, first.at_us)


def test_a_second_press_of_a_seat_counts_nothing_and_a_team_mates_may_be_earlier(
    race: Race,
) -> None:
    race.press(0, 340)
    assert race.press(0, 360).verdict == "double"
    race.press(0, 300, seat=2, way=50)
    race.settle(900)
    assert (race.turn.entry_id, race.turn.seat) == (race.show.entry_ids[0], 2)


def test_who_missed_is_locked_out(show: Show, now: datetime) -> None:
    settings(show, second="reopen")
    race = Race(show, now).open()
    race.press(0, 300)
    race.settle(900)
    rulings.rule(SYSTEM, race.turn_id, "wrong", race.now, key="wrong-0001")
    turns.reopen(SYSTEM, race.turn_id, race.now + timedelta(seconds=20))
    assert race.press(0, 20_400).verdict == "locked"


def test_after_the_decision_it_is_late(race: Race) -> None:
    race.press(0, 300)
    assert race.press(1, 900).verdict == "late", "the window was over; nobody had looked yet"
    assert race.turn.phase == Phase.ANSWERING


def test_a_replaced_phone_presses_nothing(race: Race) -> None:
    with write():
        db.session.get_one(Contestant, race.show.contestant_ids[0][0]).device = 2
    with pytest.raises(UserError) as refused:
        race.press(0, 300)
    assert refused.value.code == "replaced"
    assert race.verdicts() == {}


def test_nobody_presses_what_is_not_shown_yet(show: Show, now: datetime) -> None:
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[BUZZER], now)
    turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key="turn-0001")
    given = PressInput(turn_id, 0, "press-0001", None)
    with pytest.raises(NotFound):
        buzzing.press(show.contestant_ids[0][0], 0, given, now=now, now_us=micros(now))


def test_the_bound_is_a_setting_of_the_quiz(race: Race) -> None:
    with write():
        db.session.get_one(Quiz, race.show.quiz_id).settings = {"buzzers": {"trust_ms": 0}}
    taken = race.press(0, 300, way=60)
    assert taken.at_us == micros(race.now) + 360 * MS


def test_all_at_once_and_settled_by_several_one_has_the_word(app: Flask, now: datetime) -> None:
    """Twelve seats press in threads of their own, each twice; four settle at the same time."""
    race = Race(make_show(now, teams=6), now).open()
    who = [one for team in race.show.contestant_ids for one in team]
    at, at_us = race.at(400)

    def press(number: int) -> None:
        given = PressInput(race.turn_id, 1, f"press-{number // 2:04d}", None)
        with app.app_context():
            buzzing.press(who[number // 2], 0, given, now=at, now_us=at_us + number)

    def settle(_number: int) -> None:
        with app.app_context():
            buzzing.settle(race.turn_id, now=race.at(1_000)[0], now_us=race.at(1_000)[1])

    moves = race.show.quiz.moves
    db.session.rollback()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(press, range(2 * len(who))))
        list(pool.map(settle, range(4)))
    db.session.rollback()
    rows = db.session.scalars(sa.select(Press).where(Press.turn_id == race.turn_id)).all()
    assert len(rows) == len(who)
    assert {one.verdict for one in rows} <= {"too_close", "double", "later"}
    assert race.turn.phase == Phase.TOO_CLOSE, "without clocks nobody can say"
    assert race.show.quiz.moves == moves + len(who) + 1, "each press once, and one decision"
