"""Choosing a segment's questions by hand, before they are shown."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.quizzes.models import BankQuestion, Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.queries.contents import content_hash, content_of
from blueprints.quizzes.queries.pool import taken_in
from blueprints.quizzes.services.drawing.common import add_drawn, note, segment_to_fill, unused
from store import UserError, db, write
from store.actors import Actor


def pick(
    actor: Actor, segment_id: int, ref: str, now: datetime, *, reserve: bool = False
) -> QuizQuestion:
    """Put a question of the bank into a segment by hand, as its last (reserve) one.

    In a segment that has begun as well: reserves may run out in the middle of a show.
    """
    with write():
        quiz, segment = segment_to_fill(actor, segment_id, even_begun=True)
        question = _by_ref(quiz, ref)
        if question.id in taken_in(quiz.round.contest_id):
            raise UserError(
                _("This contest has drawn question %(ref)s already.", ref=question.ref),
                status=409,
                code="ref",
            )
        made = add_drawn(segment, question.id, _next_place(segment), reserve=reserve)
        note(actor, quiz, segment, now, "quiz.question_picked", place=made.position + 1)
        return made


def swap(actor: Actor, drawn_id: int, now: datetime) -> None:
    """A question changes places with the segment's first reserve, before it is shown."""
    with write():
        quiz, segment, drawn = unused(actor, drawn_id)
        reserve = db.session.scalar(
            sa.select(QuizQuestion)
            .where(
                QuizQuestion.segment_id == segment.id,
                QuizQuestion.reserve,
                QuizQuestion.used_at.is_(None),
                ~sa.exists().where(Turn.question_id == QuizQuestion.id),  # else it is on its way
                QuizQuestion.id != drawn.id,
            )
            .order_by(QuizQuestion.position)
            .limit(1)
        )
        if reserve is None or drawn.reserve:
            raise UserError(_("There is no reserve question to change it with."), status=409)
        drawn.position, reserve.position = reserve.position, drawn.position
        drawn.reserve, reserve.reserve = True, False
        note(actor, quiz, segment, now, "quiz.question_swapped", place=reserve.position + 1)


def take_out(actor: Actor, drawn_id: int, now: datetime) -> None:
    """A question goes back to the bank, before it is shown."""
    with write():
        quiz, segment, drawn = unused(actor, drawn_id)
        place = drawn.position
        db.session.delete(drawn)
        note(actor, quiz, segment, now, "quiz.question_taken_out", place=place + 1)


def take_new_wording(actor: Actor, drawn_id: int, now: datetime) -> None:
    """A question that was corrected in the bank is asked as it stands there now."""
    with write():
        quiz, segment, drawn = unused(actor, drawn_id)
        question = db.session.get_one(BankQuestion, drawn.question_id)
        drawn.content = content_of(question)
        drawn.content_hash = content_hash(drawn.content)
        place = drawn.position + 1
        note(actor, quiz, segment, now, "quiz.question_renewed", place=place)


def _next_place(segment: Segment) -> int:
    last = sa.select(sa.func.max(QuizQuestion.position)).where(
        QuizQuestion.segment_id == segment.id
    )
    found = db.session.scalar(last)
    return 0 if found is None else found + 1


def _by_ref(quiz: Quiz, ref: str) -> BankQuestion:
    found: BankQuestion | None = db.session.scalar(
        sa.select(BankQuestion).where(
            BankQuestion.organisation_id == quiz.round.contest.organisation_id,
            BankQuestion.ref == ref.strip(),
            BankQuestion.retired_at.is_(None),
        )
    )
    if found is None:
        raise UserError(_("The bank has no question %(ref)s.", ref=ref.strip()), code="ref")
    return found
