"""Answers that contestants hand in on their phones. Every one is kept; the last in time counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import RoundState
from blueprints.quizzes.models import Contestant, Phase, Quiz, SeatAnswer, Turn
from blueprints.quizzes.queries.answers import is_too_late
from blueprints.quizzes.queries.turns import rules_of
from blueprints.quizzes.rules.answers import checked
from blueprints.quizzes.rules.kinds import QuestionKind, SegmentKind
from blueprints.quizzes.rules.segments import AnswerBy
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play.common import checked_key
from store import NotFound, UserError, db, write


@dataclass(frozen=True)
class AnswerInput:
    """An answer as the phone tells it; `key` makes sending it again harmless."""

    turn_id: int
    key: str
    given: Any


@dataclass(frozen=True)
class Answered:
    """The receipt."""

    answer_id: int
    at: datetime
    repeated: bool = False


def answer(contestant_id: int, device: int, told: AnswerInput, now: datetime) -> Answered:
    """Take an answer of the phone that sits at this seat now."""
    checked_key(told.key)
    with write():
        contestant = db.session.get(Contestant, contestant_id)
        if contestant is None:
            raise NotFound
        quiz = db.session.get_one(
            Quiz, contestant.quiz_id, with_for_update=True, populate_existing=True
        )
        db.session.refresh(contestant)
        if contestant.device != device:
            raise UserError(
                _("Another phone sits at this seat now. This answer was not taken."),
                status=409,
                code="replaced",
            )
        before = _by_key(contestant_id, told.key)
        if before is not None:
            return Answered(before.id, before.at, repeated=True)
        return _take(quiz, contestant, told, now)


def _by_key(contestant_id: int, key: str) -> SeatAnswer | None:
    return db.session.scalar(
        sa.select(SeatAnswer).where(
            SeatAnswer.contestant_id == contestant_id, SeatAnswer.key == key
        )
    )


def _take(quiz: Quiz, contestant: Contestant, told: AnswerInput, now: datetime) -> Answered:
    turn = db.session.get(Turn, told.turn_id, with_for_update=True, populate_existing=True)
    if turn is None or turn.quiz_id != quiz.id or turn.shown_at is None:
        raise NotFound
    if quiz.round.state != RoundState.OPEN or not _is_open_to(turn, contestant):
        raise UserError(
            _("No answers are taken to this question now. What was handed in before counts."),
            status=409,
            code="closed",
        )
    if is_too_late(turn.clock, turn.deadline_at, now):
        raise UserError(
            _("The time is up. What was handed in before counts."), status=409, code="closed"
        )
    given = checked(turn.question.content, told.given)
    if given is None:
        raise UserError(_("This is no answer to the question. Nothing was taken."), code="answer")
    row = SeatAnswer(
        turn_id=turn.id,
        entry_id=contestant.entry_id,
        contestant_id=contestant.id,
        key=told.key,
        given=given,
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    moved(quiz, "answered", now)
    return Answered(row.id, now)


def _is_open_to(turn: Turn, contestant: Contestant) -> bool:
    """Whether this seat may answer on the phone now."""
    if rules_of(turn).answer_by != AnswerBy.PHONE:
        return False
    if turn.question.content["kind"] == QuestionKind.OPEN:
        return False
    if turn.segment.kind == SegmentKind.TOGETHER:
        plays = not turn.teams or contestant.entry_id in turn.teams
        return turn.phase == Phase.OPEN and plays
    own = turn.entry_id == contestant.entry_id and turn.seat in (None, contestant.seat)
    return own and turn.phase in (Phase.OPEN, Phase.ANSWERING)
