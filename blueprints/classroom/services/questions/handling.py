"""What staff do with questions: let them in, refuse, merge, answer."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import FiguresChanged, Happened, ToldOne
from blueprints.classroom.models import ClassSession, Question, QuestionState, QuestionVote
from blueprints.classroom.services.questions.common import question_of
from store import UserError, audit, db, in_transaction, record, write
from store.actors import Actor

# Which states each step leads from, and where to.
_STEPS: dict[str, tuple[tuple[QuestionState, ...], QuestionState]] = {
    "admit": ((QuestionState.HELD, QuestionState.REFUSED), QuestionState.OPEN),
    "refuse": ((QuestionState.HELD, QuestionState.OPEN), QuestionState.REFUSED),
    "answer": ((QuestionState.OPEN, QuestionState.ANSWERED), QuestionState.ANSWERING),
    "answered": ((QuestionState.ANSWERING, QuestionState.OPEN), QuestionState.ANSWERED),
    "wait": ((QuestionState.ANSWERING, QuestionState.ANSWERED), QuestionState.OPEN),
}
STEPS = tuple(_STEPS)


def step(actor: Actor, session_id: int, question_id: int, name: str, now: datetime) -> None:
    """Take a step of STEPS. One that was taken already changes nothing."""
    sources, target = _STEPS[name]
    with write():
        session = session_for(actor, session_id, Right.MODERATE, lock=True)
        question = question_of(session_id, question_id, lock=True)
        if question.state == target:
            return
        if question.state not in sources:
            raise UserError(
                _("Somebody else has dealt with this question. It stays as they left it."),
                status=409,
            )
        if target == QuestionState.ANSWERING:
            _end_the_one_before(session_id, now)
        _put(question, target, now)
        _note(actor, session, question, f"class.question_{name}", now)


def _put(question: Question, target: QuestionState, now: datetime) -> None:
    was_hidden = question.state == QuestionState.HELD
    question.state = target
    if target == QuestionState.ANSWERING:
        question.answered_from, question.answered_at = now, None
    if target == QuestionState.ANSWERED:
        question.answered_from, question.answered_at = question.answered_from or now, now
    stays_hidden = was_hidden and target == QuestionState.REFUSED
    _tell(question, f"question.{target}", now, to_room=not stays_hidden)
    record(ToldOne(question.participant_id, f"question.{target}", now, {"id": question.id}))


def _end_the_one_before(session_id: int, now: datetime) -> None:
    """One question is being answered at a time."""
    query = sa.select(Question).where(
        Question.session_id == session_id, Question.state == QuestionState.ANSWERING
    )
    for question in db.session.scalars(query.with_for_update()):
        _put(question, QuestionState.ANSWERED, now)


def merge(actor: Actor, session_id: int, question_id: int, into: int, now: datetime) -> None:
    """Make a question part of another: everybody who wants one of them counts once there."""
    with write():
        session = session_for(actor, session_id, Right.MODERATE, lock=True)
        first, second = sorted((question_id, into))  # locked in one order, whoever merges what
        found = {id_: question_of(session_id, id_, lock=True) for id_ in (first, second)}
        question, target = found[question_id], found[into]
        if question is target or QuestionState.MERGED in (question.state, target.state):
            raise UserError(_("These questions can't be merged. Nothing was changed."), status=409)
        if target.state in (QuestionState.HELD, QuestionState.REFUSED):
            raise UserError(_("Merge into a question that viewers see."), status=409)
        _unite(question, target, now)
        question.state, question.merged_into = QuestionState.MERGED, target.id
        _bring_along(question, target)
        _tell(question, "question.merged", now)
        record(FiguresChanged(session_id, "question", target.id))
        record(ToldOne(question.participant_id, "question.merged", now, {"id": target.id}))
        _note(actor, session, question, "class.question_merge", now)


def _unite(question: Question, target: Question, now: datetime) -> None:
    people = set(
        db.session.scalars(
            sa.select(QuestionVote.participant_id).where(
                QuestionVote.question_id.in_((question.id, target.id))
            )
        )
    )
    db.session.execute(
        sa.delete(QuestionVote).where(QuestionVote.question_id.in_((question.id, target.id)))
    )
    people = (people | {question.participant_id}) - {target.participant_id}
    db.session.add_all(
        QuestionVote(question_id=target.id, participant_id=person, at=now)
        for person in sorted(people)
    )


def _bring_along(question: Question, target: Question) -> None:
    """What had been merged into it before follows."""
    db.session.execute(
        sa.update(Question).where(Question.merged_into == question.id).values(merged_into=target.id)
    )


def _tell(question: Question, kind: str, now: datetime, *, to_room: bool = True) -> None:
    record(Happened(question.session_id, kind, now, {"id": question.id}, to_room=to_room))


def _note(
    actor: Actor, session: ClassSession, question: Question, action: str, now: datetime
) -> None:
    audit(
        actor, action, f"class:{session.id}", now,
        organisation_id=session.organisation_id, question=question.id,
    )  # fmt: skip


@in_transaction(Happened)
def _answered_with_session(event: Happened) -> None:
    """When the session ends nothing is being answered any more."""
    if event.kind == "session.ended":
        _end_the_one_before(event.session_id, event.at)
