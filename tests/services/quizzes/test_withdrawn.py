"""A team gives up, or is disqualified, in the middle of a quiz: the show goes on without it."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from blueprints.contests.services.desk import set_status
from blueprints.quizzes.models import Ruling
from blueprints.quizzes.queries.desk import desk_of
from blueprints.quizzes.queries.seats import floor_of, phone_of, sitting
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.services.play import rulings
from store import db
from store.actors import SYSTEM
from tests.support.quiz_play import BUZZER, REQUIRED, Desk, refused
from tests.support.quizzes import make_show


@pytest.fixture
def desk(app, now: datetime) -> Desk:
    return Desk(make_show(now), now)


def status(desk: Desk, team: int, value: str) -> None:
    hall = desk.show.hall
    set_status(SYSTEM, hall.round_id, hall.entry(team).key, value, "中途退赛", desk.now)


def test_its_questions_are_not_asked_and_it_may_come_back(desk: Desk) -> None:
    desk.begin(REQUIRED)
    desk.ask()
    desk.rule("right")
    status(desk, 1, "forfeit")
    view = desk_of(desk.show.quiz, desk.now)
    assert [one.out != "" for one in view.teams] == [False, True, False]
    assert view.teams[1].place == ""
    assert desk.ask().entry_id == desk.show.entry_ids[2]
    desk.rule("wrong")
    with refused("all_had"):
        desk.next()
    status(desk, 1, "ok")
    assert desk.ask().entry_id == desk.show.entry_ids[1]


def test_its_buzzers_are_dead(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    assert desk.press(0, after_ms=500) == ""
    status(desk, 0, "dq")
    assert desk.press(0, after_ms=600) == Verdict.LOCKED
    desk.press(1, after_ms=900)
    desk.settle()
    assert desk.turn.entry_id == desk.show.entry_ids[1], "its press from before wins no more either"


def test_where_all_answer_nothing_is_decided_about_it(desk: Desk) -> None:
    desk.change_kind(BUZZER, SegmentKind.TOGETHER, pass_is_wrong=True, wrong=-10)
    desk.begin(BUZZER)
    desk.ask()
    status(desk, 1, "dnf")
    seat = sitting(desk.show.contestant_ids[1][0])
    assert phone_of(floor_of(desk.show.quiz, desk.now), seat).state == "watching"
    rulings.close_answers(SYSTEM, desk.turn_id, desk.now, key=desk.key())
    about = set(db.session.scalars(sa.select(Ruling.entry_id)))
    assert about == {desk.show.entry_ids[0], desk.show.entry_ids[2]}
