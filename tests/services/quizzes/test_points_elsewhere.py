"""What was corrected at the contest's desk stays when the quiz's desk decides again."""

from datetime import datetime

import pytest

from blueprints.contests.models import LedgerKind, RoundState
from blueprints.contests.services import amending, progress
from blueprints.contests.services.amending import Change
from blueprints.contests.services.desk import enter_mark
from blueprints.contests.services.judging import MarkInput
from blueprints.quizzes.services.play import rulings
from store.actors import SYSTEM, Actor
from tests.support.quiz_play import BUZZER, REQUIRED, Desk
from tests.support.quizzes import make_show

OTHER = Actor("system", 2, "复核")


@pytest.fixture
def desk(app, now: datetime) -> Desk:
    found = Desk(make_show(now), now)
    found.begin(REQUIRED)
    found.ask()
    found.rule("right")
    return found


def where(desk: Desk) -> tuple[int, str, str]:
    """The round, the first team's key, the item of the required segment."""
    hall = desk.show.hall
    item = next(one.item for one in desk.show.quiz.segments if one.kind == "required")
    return hall.round_id, hall.entry(0).key, item


def override(desk: Desk, points: int) -> None:
    about = desk.show.entry_ids[0]
    rulings.override(SYSTEM, desk.turn_id, about, points, "改判", desk.now, key=desk.key())


def test_a_ruling_after_an_amendment_keeps_it(desk: Desk) -> None:
    round_id, entry, item = where(desk)
    progress.close_round(SYSTEM, round_id, desk.now)
    progress.confirm_round(OTHER, round_id, desk.now)
    change = Change(LedgerKind.MARK, entry, "40", item=item)
    seq = amending.ask(SYSTEM, round_id, change, "申诉成立", desk.now)
    amending.approve(OTHER, round_id, seq, desk.now)
    progress.reopen_round(SYSTEM, round_id, "补录", desk.now)
    assert desk.show.quiz.round.state == RoundState.OPEN
    assert desk.board()[0] == 140

    override(desk, 15)
    assert desk.board()[0] == 145, "5 more than the question gave, on top of the amendment"
    desk.undo()
    assert desk.board()[0] == 140


def test_a_value_typed_at_the_contest_s_desk_stays(desk: Desk) -> None:
    round_id, entry, item = where(desk)
    enter_mark(SYSTEM, MarkInput(round_id, entry, item, "25", desk.key()), desk.now)
    override(desk, 0)
    assert desk.board()[0] == 115
    desk.undo()
    assert desk.board()[0] == 125
    desk.undo()
    assert desk.board()[0] == 115, "the first ruling's 10 are taken back, the correction is not"


def test_a_foul_that_becomes_the_first_moves_a_corrected_value_too(desk: Desk) -> None:
    round_id, entry, _item = where(desk)
    desk.change_rules(BUZZER, early="first_free")
    desk.begin(BUZZER)
    first = desk.ask()
    desk.rule("foul", 0)
    desk.word(1)
    desk.rule("right", 1)
    desk.ask()
    desk.rule("foul", 0)
    item = next(one.item for one in desk.show.quiz.segments if one.kind == "buzzer")
    enter_mark(SYSTEM, MarkInput(round_id, entry, item, "-7", desk.key()), desk.now)
    rulings.throw_out(SYSTEM, first.id, "题目有误", desk.now, key=desk.key())
    assert desk.board()[0] == 113, "the foul that cost 10 has become the free one: -7 + 10"
