"""A question that counts again takes the one that was to be asked in its place out of the show."""

from datetime import datetime

import pytest

from blueprints.quizzes.models import Phase, QuizQuestion, Turn
from blueprints.quizzes.services.play import rulings, turns
from store import db
from store.actors import SYSTEM
from tests.support.quiz_play import BUZZER, REQUIRED, Desk
from tests.support.quizzes import make_show


@pytest.fixture
def desk(app, now: datetime) -> Desk:
    return Desk(make_show(now), now)


def decided(desk: Desk, segment: int) -> Turn:
    """A question that the first team answered right."""
    desk.begin(segment)
    turn = desk.ask()
    if segment == BUZZER:
        desk.word(0)
    desk.rule("right")
    return turn


def throw_out(desk: Desk, turn: Turn) -> None:
    rulings.throw_out(SYSTEM, turn.id, "题目有误", desk.now, key=desk.key())


def take_back(desk: Desk, turn: Turn, way: str) -> None:
    if way == "undo":
        desk.undo()
    else:
        rulings.restore(SYSTEM, turn.id, "申诉不成立", desk.now, key=desk.key())


def turn_ids() -> list[int]:
    return [one.id for one in db.session.query(Turn).order_by(Turn.number)]


@pytest.mark.parametrize("way", ["undo", "restore"])
@pytest.mark.parametrize("segment", [REQUIRED, BUZZER])
def test_the_replacement_on_air_goes(desk: Desk, segment: int, way: str) -> None:
    turn = decided(desk, segment)
    throw_out(desk, turn)
    made = db.session.get(Turn, desk.show.quiz.turn_id)
    assert made.id != turn.id
    reserve_id = made.question_id
    take_back(desk, turn, way)
    assert turn_ids() == [turn.id]
    assert desk.show.quiz.turn_id == turn.id, "the question itself is on air again"
    assert desk.board()[0] == 110
    following = desk.next()
    assert not following.question.reserve
    if segment == REQUIRED:
        assert following.entry_id == desk.show.entry_ids[1], "the first team had its question"
    throw_out(desk, desk.turn)
    assert db.session.get(Turn, desk.show.quiz.turn_id).question_id == reserve_id


@pytest.mark.parametrize("way", ["undo", "restore"])
@pytest.mark.parametrize("segment", [REQUIRED, BUZZER])
def test_the_replacement_in_the_queue_goes(desk: Desk, segment: int, way: str) -> None:
    turn = decided(desk, segment)
    second = desk.ask()
    throw_out(desk, turn)
    take_back(desk, turn, way)
    assert turn_ids() == [turn.id, second.id]
    assert desk.show.quiz.turn_id == second.id, "what is being played stays on air"
    assert desk.turn.phase == Phase.OPEN


def test_a_replacement_that_was_shown_stays(desk: Desk) -> None:
    turn = decided(desk, REQUIRED)
    throw_out(desk, turn)
    made_id = desk.next().id
    turns.show(SYSTEM, made_id, desk.now)
    take_back(desk, turn, "restore")
    assert turn_ids() == [turn.id, made_id]
    assert desk.show.quiz.turn_id == made_id


def test_there_and_back_as_often_as_one_likes(desk: Desk) -> None:
    turn = decided(desk, REQUIRED)
    throw_out(desk, turn)
    take_back(desk, turn, "restore")
    desk.undo()
    assert [one.question.reserve for one in db.session.query(Turn).order_by(Turn.number)] == [
        False,
        True,
    ], "thrown out again, so the reserve is to be asked after all"
    desk.undo()
    assert turn_ids() == [turn.id]
    assert desk.board()[0] == 110
    reserves = db.session.query(QuizQuestion).filter_by(
        segment_id=desk.show.segment_ids[REQUIRED], reserve=True
    )
    assert reserves.count() == 2


def test_a_question_thrown_out_before_it_was_shown_leaves_its_replacement(desk: Desk) -> None:
    desk.begin(REQUIRED)
    turn = desk.next()
    throw_out(desk, turn)
    take_back(desk, turn, "restore")
    assert len(turn_ids()) == 2, "nobody is asked the restored one any more"
    assert desk.next().question.reserve
