"""What every way of choosing a segment's questions shares: who may, copies, telling of it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.people.models import Organisation
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.models import BankQuestion, Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.queries.contents import content_hash, content_of
from blueprints.quizzes.services.moving import moved
from store import NotFound, UserError, audit, db
from store.actors import Actor


def segment_to_fill(
    actor: Actor, segment_id: int, *, even_begun: bool = False
) -> tuple[Quiz, Segment]:
    """A segment whose questions may still be chosen; quiz and bank are locked, so that two draws
    of a contest never get the same question.
    """
    segment = db.session.get(Segment, segment_id)
    quiz = quiz_for(actor, segment.quiz_id if segment else 0, Right.SET_UP, lock=True)
    assert segment is not None
    bank = quiz.round.contest.organisation_id
    db.session.get(Organisation, bank, with_for_update=True)
    begun = sa.select(Turn.id).where(Turn.segment_id == segment.id).limit(1)
    if not even_begun and db.session.scalar(begun) is not None:
        raise UserError(
            _("This part of the quiz has begun. Its questions stay as they were drawn."),
            status=409,
        )
    return quiz, segment


def unused(actor: Actor, drawn_id: int) -> tuple[Quiz, Segment, QuizQuestion]:
    """A drawn question that nobody was asked; its quiz is locked."""
    found = db.session.get(QuizQuestion, drawn_id)
    if found is None or found.segment_id is None:
        raise NotFound
    quiz = quiz_for(actor, found.quiz_id, Right.SET_UP, lock=True)
    drawn = db.session.get(QuizQuestion, drawn_id, with_for_update=True, populate_existing=True)
    if drawn is None:
        raise NotFound
    taken = sa.select(Turn.id).where(Turn.question_id == drawn.id).limit(1)
    if drawn.used_at is not None or db.session.scalar(taken) is not None:
        raise UserError(_("This question was asked already and stays as it is."), status=409)
    return quiz, db.session.get_one(Segment, drawn.segment_id), drawn


def add_drawn(segment: Segment, question_id: int, place: int, *, reserve: bool) -> QuizQuestion:
    """A copy of the bank's question, sealed in the segment."""
    content = content_of(db.session.get_one(BankQuestion, question_id))
    made = QuizQuestion(
        quiz_id=segment.quiz_id,
        segment_id=segment.id,
        question_id=question_id,
        position=place,
        reserve=reserve,
        content=content,
        content_hash=content_hash(content),
    )
    db.session.add(made)
    db.session.flush()
    return made


def note(
    actor: Actor, quiz: Quiz, segment: Segment, now: datetime, action: str, **detail: Any
) -> None:
    """Screens and the audit log learn of it."""
    db.session.flush()
    moved(quiz, "setup", now)
    audit(
        actor,
        action,
        f"quiz_segment:{segment.id}",
        now,
        organisation_id=quiz.round.contest.organisation_id,
        **detail,
    )
