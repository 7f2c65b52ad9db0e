"""Presses and races through the services: what counts, what is written, who has the word."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.quizzes.models import Contestant, Phase, Press, Quiz, Segment, Turn
from blueprints.quizzes.rules.buzzers import Exchange
from blueprints.quizzes.services import buzzing
from blueprints.quizzes.services.buzzing import Pressed, PressInput
from blueprints.quizzes.services.play import rulings, turns
from blueprints.quizzes.services.play.common import micros
from store import NotFound, UserError, db, write
from store.actors import SYSTEM
from tests.support.quizzes import Show, make_show

BUZZER = 1
MS = 1_000
GATHER = 500 * MS


@pytest.fixture
def show(app, now: datetime) -> Show:
    return make_show(now)


def settings(show: Show, **changed: object) -> None:
    """Change the rules of the buzzer segment."""
    with write():
        segment = db.session.get_one(Segment, show.segment_ids[BUZZER])
        segment.rules = {**segment.rules, **changed}


class Race:
    """A buzzer question on air; phones press at milliseconds after it was opened."""

    def __init__(self, show: Show, now: datetime) -> None:
        self.show, self.now, self.count = show, now, 0
        turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[BUZZER], now)
        self.turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key="turn-0001")
        turns.show(SYSTEM, self.turn_id, now)

    def open(self) -> "Race":
        turns.open_turn(SYSTEM, self.turn_id, self.now)
        return self

    @property
    def turn(self) -> Turn:
        return db.session.get_one(Turn, self.turn_id, populate_existing=True)

    def at(self, ms: int) -> tuple[datetime, int]:
        return self.now + timedelta(milliseconds=ms), micros(self.now) + ms * MS

    def press(
        self,
        team: int,
        ms: int,
        *,
        seat: int = 1,
        way: int = 10,
        arrives: int | None = None,
        **told: object,
    ) -> Pressed:
        """The finger comes down at `ms`; the press takes `way` to arrive, as all messages do.

        `arrives`: when it does if it had to wait.
        """
        self.count += 1
        now, now_us = self.at(ms + way if arrives is None else arrives)
        pressed = self.at(ms)[1]
        clock = tuple(
            Exchange(at, at + way * MS, at + way * MS, at + 2 * way * MS, 2 * way * MS)
            for at in (pressed - 3_000_000, pressed - 2_000_000)
        )
        given = {
            "turn_id": self.turn_id,
            "heat": self.turn.heat,
            "key": f"press-{self.count:04d}",
            "client_us": pressed,
            "exchanges": clock,
        } | told
        who = self.show.contestant_ids[team][seat - 1]
        return buzzing.press(who, 0, PressInput(**given), now=now, now_us=now_us)

    def settle(self, ms: int) -> None:
        now, now_us = self.at(ms)
        buzzing.settle(self.turn_id, now=now, now_us=now_us)

    def verdicts(self) -> dict[int, str]:
        rows = db.session.scalars(sa.select(Press).where(Press.turn_id == self.turn_id))
        return {self.show.entry_ids.index(one.entry_id): one.verdict for one in rows}


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


def test_before_go_is_early_and_puts_the_team_out(show: Show, now: datetime) -> None:
    race = Race(show, now)
    assert race.press(0, -200, heat=0).verdict == "early"
    race.open()
    assert race.press(0, 200).verdict == "locked"
    race.press(1, 400)
    race.settle(1_000)
    assert race.turn.entry_id == show.entry_ids[1]


def test_early_presses_may_be_forgiven_by_the_rules(show: Show, now: datetime) -> None:
    settings(show, early="ignored")
    race = Race(show, now)
    race.press(0, -200, heat=0)
    race.open()
    assert race.press(0, 200).verdict == ""


def test_on_its_way_while_the_buzzers_open_doubt_is_for_the_team(race: Race) -> None:
    """Pressed 30 ms before "go" is early; within the uncertainty it is not."""
    assert race.press(0, -30, way=40, heat=0).verdict == "early"
    assert race.press(1, -1, way=40, heat=0).verdict == ""


def test_who_missed_is_locked_out(show: Show, now: datetime) -> None:
    settings(show, second="reopen")
    race = Race(show, now).open()
    race.press(0, 300)
    race.settle(900)
    rulings.rule(SYSTEM, race.turn_id, "wrong", race.now, key="wrong-0001")
    turns.reopen(SYSTEM, race.turn_id, race.now + timedelta(seconds=20))
    assert race.press(0, 20_400).verdict == "locked"


def test_on_its_way_while_the_question_is_read_again_it_is_late_and_no_foul(
    show: Show, now: datetime
) -> None:
    """Pressed in the race that a miss, or another team's foul, has ended; it arrives afterwards."""
    settings(show, second="reopen")
    race = Race(show, now).open()
    race.press(0, 300)
    race.settle(900)
    rulings.rule(SYSTEM, race.turn_id, "wrong", race.at(8_000)[0], key="wrong-0001")
    assert race.turn.phase == Phase.SHOWN
    assert race.press(1, 500, arrives=8_600).verdict == "late", "it waited for the network"
    assert race.press(1, 8_400, client_us=None).verdict == "late", "nobody can say when it was made"
    assert race.press(1, 9_000).verdict == "early"


def test_a_foul_ends_the_race_that_goes_on(race: Race) -> None:
    race.press(0, 300)
    rulings.rule(
        SYSTEM,
        race.turn_id,
        "foul",
        race.at(400)[0],
        key="foul-0001",
        entry_id=race.show.entry_ids[2],
    )
    assert race.verdicts() == {0: "late"}
    turns.open_turn(SYSTEM, race.turn_id, race.at(5_000)[0])
    assert race.press(0, 5_300).verdict == ""


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
