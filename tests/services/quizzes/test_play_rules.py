"""Every setting of a segment's rules does what it says."""

from datetime import datetime, timedelta

import pytest

from blueprints.quizzes.models import Clock, Contestant, Phase, SeatAnswer
from blueprints.quizzes.queries.points import rulings_of
from blueprints.quizzes.queries.seats import floor_of, phone_of, sitting
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.scores import standing
from blueprints.quizzes.services.play import rulings, turns
from store import db, write
from store.actors import SYSTEM
from tests.support.quiz_play import BUZZER, REQUIRED, Desk, refused
from tests.support.quizzes import make_show


@pytest.fixture
def desk(app, now: datetime) -> Desk:
    return Desk(make_show(now, questions=12), now)


def shown(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.next()
    turns.show(SYSTEM, desk.turn_id, desk.now)


@pytest.mark.parametrize(
    ("early", "out", "points"),
    [("ignored", False, 100), ("locked", True, 100), ("foul", True, 90), ("first_free", True, 100)],
)
def test_pressing_early(desk: Desk, early: str, out: bool, points: int) -> None:
    desk.change_rules(BUZZER, early=early)
    shown(desk)
    assert desk.press(0) == "early"
    if early in ("foul", "first_free"):
        desk.rule("foul", 0)
        assert desk.turn.phase == Phase.SHOWN, "it is read again for the others"
    turns.open_turn(SYSTEM, desk.turn_id, desk.now)
    assert (desk.press(0, 100) == "locked") is out
    assert desk.board()[0] == points


def test_an_excused_early_press_locks_nobody_out(desk: Desk) -> None:
    shown(desk)
    desk.press(0)
    entry_id = desk.show.entry_ids[0]
    rulings.waive_foul(SYSTEM, desk.turn_id, entry_id, "误触", desk.now, key=desk.key())
    turns.open_turn(SYSTEM, desk.turn_id, desk.now)
    assert desk.press(0, 100) == ""


def test_reading_may_be_interrupted(desk: Desk) -> None:
    desk.change_rules(BUZZER, open_while_reading=True, second="reopen")
    shown(desk)
    assert (desk.turn.phase, desk.turn.heat) == (Phase.OPEN, 1)
    desk.press(0, 100)
    desk.settle()
    desk.rule("wrong")
    assert (desk.turn.phase, desk.turn.heat) == (Phase.OPEN, 2)
    assert desk.press(0, 50) == "locked"
    assert desk.press(1, 100) == ""


def test_after_a_miss_who_pressed_next_has_the_word(desk: Desk) -> None:
    desk.change_rules(BUZZER, second="next_press", second_right=5, second_wrong=-5)
    desk.begin(BUZZER)
    desk.ask()
    for team, after in ((2, 100), (0, 200), (1, 300)):
        desk.press(team, after)
    desk.settle()
    desk.rule("wrong", 2)
    assert (desk.turn.phase, desk.turn.entry_id) == (Phase.ANSWERING, desk.show.entry_ids[0])
    desk.rule("wrong", 0)
    desk.rule("right", 1)
    assert desk.turn.phase == Phase.RULED
    assert desk.board() == [95, 105, 90]


def test_the_clocks_of_a_buzzer_question(desk: Desk) -> None:
    desk.begin(BUZZER)
    turn = desk.ask()
    assert (turn.clock, turn.deadline_at) == (Clock.PRESS, desk.now + timedelta(seconds=15))
    desk.word(0)
    assert (desk.turn.clock, desk.turn.deadline_at) == (
        Clock.START,
        desk.now + timedelta(seconds=10),
    )
    turns.answer_begins(SYSTEM, desk.turn_id, desk.now + timedelta(seconds=4))
    assert (desk.turn.clock, desk.turn.deadline_at) == (
        Clock.ANSWER,
        desk.now + timedelta(seconds=30),
    )
    turns.stop_clock(SYSTEM, desk.turn_id, desk.now + timedelta(seconds=12))
    assert (desk.turn.paused_ms, desk.turn.deadline_at) == (18_000, None)
    turns.add_time(SYSTEM, desk.turn_id, 10, desk.now)
    turns.resume_clock(SYSTEM, desk.turn_id, desk.now)
    assert desk.turn.deadline_at == desk.now + timedelta(seconds=28)


def test_too_close_is_pressed_again_by_those_alone(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    desk.press(0, 100)
    desk.press(1, 100)
    desk.settle()
    turn = desk.turn
    assert turn.phase == Phase.TOO_CLOSE
    both = desk.show.entry_ids[:2]
    for _click in range(2):
        turns.reopen(SYSTEM, turn.id, desk.now, teams=both, heat=1)
    assert (desk.turn.heat, desk.turn.phase) == (2, Phase.OPEN)
    assert desk.press(2, 50) == "locked"
    assert desk.press(1, 60) == ""


def test_a_risk_question_is_worth_what_the_team_chose(desk: Desk) -> None:
    desk.change_kind(REQUIRED, SegmentKind.RISK)
    desk.begin(REQUIRED)
    desk.next()
    with refused("stake"):
        turns.show(SYSTEM, desk.turn_id, desk.now)
    with refused("stake"):
        turns.choose_stake(SYSTEM, desk.turn_id, 25, desk.now)
    for stake, kind in ((30, "wrong"), (20, "right")):
        turns.choose_stake(SYSTEM, desk.turn_id, stake, desk.now)
        turns.show(SYSTEM, desk.turn_id, desk.now)
        turns.open_turn(SYSTEM, desk.turn_id, desk.now)
        desk.rule(kind)
        desk.next()
    assert desk.board() == [70, 120, 100]


def test_a_relay_runs_against_one_clock_from_seat_to_seat(desk: Desk) -> None:
    desk.change_kind(REQUIRED, SegmentKind.RELAY, questions=3, answer_s=60)
    desk.begin(REQUIRED)
    first = desk.ask()
    ends = first.deadline_at
    desk.rule("right")
    desk.now += timedelta(seconds=20)
    second = desk.next()
    assert (second.entry_id, second.seat) == (first.entry_id, 2)
    assert (second.phase, second.deadline_at) == (Phase.OPEN, ends), "shown and open at once"
    desk.rule("right")
    desk.now += timedelta(seconds=50)
    third = desk.next()
    assert third.entry_id == desk.show.entry_ids[1], "the first team's time has run out"
    assert third.phase == Phase.READY


def answer(desk: Desk, team: int, given: list[int]) -> None:
    """As the phone of the team's first seat hands it in."""
    with write():
        seat = db.session.get(Contestant, desk.show.contestant_ids[team][0])
        db.session.add(
            SeatAnswer(
                turn_id=desk.turn_id,
                entry_id=seat.entry_id,
                contestant_id=seat.id,
                key=desk.key(),
                given=given,
                at=desk.now,
            )
        )


def test_all_answer_at_once_on_their_phones(desk: Desk) -> None:
    desk.change_kind(REQUIRED, SegmentKind.TOGETHER, wrong=-5)
    desk.begin(REQUIRED)
    desk.ask()
    answer(desk, 0, [1])
    answer(desk, 0, [0])
    answer(desk, 1, [2])
    for _click in range(2):
        rulings.close_answers(SYSTEM, desk.turn_id, desk.now, key="close-0001")
    kinds = [one.kind for one in standing(rulings_of(desk.show.quiz_id))]
    assert kinds == ["right", "wrong", "pass"]
    assert desk.board() == [110, 95, 100]
    desk.undo()
    assert desk.board() == [100, 100, 100], "one undo takes the whole decision back"
    assert desk.turn.phase == Phase.OPEN


def test_a_question_for_the_hall_is_nobody_s_points(desk: Desk) -> None:
    desk.change_kind(REQUIRED, SegmentKind.AUDIENCE)
    desk.begin(REQUIRED)
    desk.next()
    with refused("stage_moved"):
        turns.reveal(SYSTEM, desk.turn_id, desk.now)
    turns.show(SYSTEM, desk.turn_id, desk.now)
    turns.reveal(SYSTEM, desk.turn_id, desk.now)
    assert desk.turn.phase == Phase.REVEALED
    assert desk.board() == [100, 100, 100]


def test_a_press_after_the_time_to_press_wins_nothing(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()  # 15 s to press
    assert desk.press(0, after_ms=14_990) == ""
    turns.reopen(SYSTEM, desk.turn_id, desk.now, heat=1)
    assert desk.press(0, after_ms=15_400) == Verdict.LATE
    late = desk.now + timedelta(seconds=16)
    seat = sitting(desk.show.contestant_ids[1][0])
    assert phone_of(floor_of(desk.show.quiz, late), seat).state == "time_up"
    desk.settle()
    assert (desk.turn.phase, desk.turn.entry_id) == ("open", None)
    turns.add_time(SYSTEM, desk.turn_id, 10, late)
    assert phone_of(floor_of(desk.show.quiz, late), seat).state == "armed"
    assert desk.press(1, after_ms=16_500) == "", "given more time it counts"
