"""Objections (异议): raised by a team's leader, on any question, decided by the referee."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.quizzes.models import Ruling, RulingKind, Turn
from blueprints.quizzes.queries.objections import open_objections
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play.common import (
    CORRECTABLE,
    checked_reason,
    moved_on,
    playing_turn,
    team,
)
from blueprints.quizzes.services.play.rulings.rows import Deed, add, done_before
from store import UserError, audit, write
from store.actors import Actor


def object_(
    actor: Actor, turn_id: int, entry_id: int, words: str, now: datetime, *, key: str
) -> None:
    """Take a team's objection down, also one on a right answer."""
    if not words.strip():
        raise UserError(_("Write down what the team objects to."), code="reason")
    with write():
        quiz, turn = playing_turn(actor, turn_id, CORRECTABLE)
        if done_before(quiz, key, RulingKind.OBJECTION, turn_id=turn.id):
            return
        if turn.shown_at is None:
            raise moved_on()
        about, deed = team(quiz, entry_id).id, Deed(actor, now, key)
        add(quiz, turn, RulingKind.OBJECTION, deed, entry_id=about, reason=checked_reason(words))
        moved(quiz, "objection", now)


def rule_objection(
    actor: Actor,
    turn_id: int,
    upheld: bool,
    reason: str,
    now: datetime,
    *,
    key: str,
    seq: int | None = None,
) -> None:
    """Decide an objection: `seq` names it, else the oldest of the question.

    What follows from an upheld one (points, throwing out) are decisions of their own.
    """
    words = checked_reason(reason)
    with write():
        quiz, turn = playing_turn(actor, turn_id, CORRECTABLE)
        if done_before(quiz, key, RulingKind.OBJECTION_RULED, turn_id=turn.id):
            return
        objection = _open(turn, seq)
        add(
            quiz,
            turn,
            RulingKind.OBJECTION_RULED,
            Deed(actor, now, key),
            entry_id=objection.entry_id,
            reason=words,
            data={"objection": objection.seq, "upheld": upheld},
        )
        audit(
            actor,
            "quiz.objection_ruled",
            f"quiz:{quiz.id}",
            now,
            organisation_id=quiz.round.contest.organisation_id,
            question=turn.number,
            upheld=upheld,
            reason=words,
        )
        moved(quiz, "objection", now)


def _open(turn: Turn, seq: int | None) -> Ruling:
    found = [
        one
        for one in open_objections(turn.quiz_id)
        if one.turn_id == turn.id and seq in (None, one.seq)
    ]
    if not found:
        raise moved_on()
    return found[0]
