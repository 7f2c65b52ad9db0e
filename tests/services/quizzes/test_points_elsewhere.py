"""What was corrected at the contest's desk stays when the quiz's desk decides again."""

from datetime import datetime

import pytest

from blueprints.contests.models import LedgerKind, RoundState
from blueprints.contests.services import amending, freezing, progress
from blueprints.contests.services.amending import Change
from blueprints.contests.services.desk import deduct, enter_mark
from blueprints.contests.services.judging import MarkInput
from blueprints.quizzes.queries.desk import card_of, desk_of
from blueprints.quizzes.queries.stage import stage_of
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


def told(desk: Desk) -> tuple[str, str, str | None]:
    """The first team's total on the hall's screen, at the desk and on the announcer's card."""
    quiz, entry_id = desk.show.quiz, desk.show.entry_ids[0]
    at_desk, hall = desk_of(quiz, desk.now), stage_of(quiz, desk.now)
    return (
        next(one.total for one in hall.teams if one.entry_id == entry_id),
        next(one.total for one in at_desk.teams if one.entry_id == entry_id),
        card_of(quiz, desk.now).total,
    )


def test_desk_card_and_hall_tell_the_same_points(desk: Desk) -> None:
    round_id, entry, item = where(desk)
    enter_mark(SYSTEM, MarkInput(round_id, entry, item, "25", desk.key()), desk.now)
    assert told(desk) == ("125", "125", "125")
    assert desk_of(desk.show.quiz, desk.now).teams[0].by_segment == ("+25", "")
    deduct(SYSTEM, round_id, entry, "5", "迟到", desk.key(), desk.now)
    assert told(desk) == ("120", "120", "120")


def test_the_card_says_no_more_than_a_frozen_board(desk: Desk) -> None:
    freezing.freeze(SYSTEM, desk.show.hall.round_id, "颁奖时揭晓", desk.now)
    override(desk, 30)
    assert told(desk) == ("110", "130", "110")
