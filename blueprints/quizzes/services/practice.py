"""Practice on one's own (岗位练兵): an answer, checked and kept in the own record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.quizzes.models import BankQuestion, PracticeAnswer
from blueprints.quizzes.queries.practice import question_for
from blueprints.quizzes.rules.answers import checked, is_right
from store import UserError, db, write
from store.actors import Actor

SHORTEST_KEY, LONGEST_KEY = 8, 64


@dataclass(frozen=True)
class PracticeInput:
    """What was picked or written for a question; `key` makes a second try harmless."""

    question_id: int
    given: Any
    key: str


def answer(actor: Actor, given: PracticeInput, now: datetime) -> int:
    """Keep the answer; the id under which its outcome is shown."""
    if not SHORTEST_KEY <= len(given.key) <= LONGEST_KEY:
        raise UserError(_("The request carries no usable key."), status=400, code="bad_key")
    try:
        return _keep(actor, given, now)
    except IntegrityError:  # the same form, sent twice at the same moment
        db.session.rollback()
        return _keep(actor, given, now)


def _keep(actor: Actor, given: PracticeInput, now: datetime) -> int:
    with write():
        known = db.session.scalar(
            sa.select(PracticeAnswer.id).where(
                PracticeAnswer.account_id == actor.id, PracticeAnswer.key == given.key
            )
        )
        if known is not None:
            return known
        question = question_for(actor, given.question_id)
        row = _row(actor, question, given, now)
        db.session.add(row)
        db.session.flush()
        return row.id


def _row(
    actor: Actor, question: BankQuestion, given: PracticeInput, now: datetime
) -> PracticeAnswer:
    content = {name: getattr(question, name) for name in ("kind", "options", "answer")}
    found = checked(content, given.given)
    if found is None:
        raise UserError(_("Choose or write an answer first."), code="answer")
    return PracticeAnswer(
        account_id=actor.id,
        question_id=question.id,
        key=given.key,
        given=found,
        right=bool(is_right(content, found)),
        at=now,
    )
