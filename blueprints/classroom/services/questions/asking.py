"""What viewers do: ask, and want a question of somebody else answered, too."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.classroom.access import is_banned
from blueprints.classroom.events import FiguresChanged, Happened
from blueprints.classroom.models import (
    ClassSession,
    Participant,
    Question,
    QuestionState,
    QuestionVote,
)
from blueprints.classroom.services.chat import gate
from blueprints.classroom.services.questions.common import question_of
from store import NotFound, UserError, db, record, write

LONGEST = 200  # characters
_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}", re.ASCII)
_HIDDEN = (QuestionState.HELD, QuestionState.REFUSED)


@dataclass(frozen=True)
class Asked:
    """What became of a question: `open`, or `held` until a moderator has looked at it."""

    id: int
    state: str


def ask(participant_id: int, text: str, client_key: str, now: datetime) -> Asked:
    """Ask. `client_key` was made once by the browser: a second try changes nothing."""
    if not _KEY.fullmatch(client_key):
        raise UserError(_("This page is out of date. Load it again; your text is kept."))
    with write():
        # One text of a participant after the other, so that the gate counts rightly.
        author = db.session.get_one(
            Participant, participant_id, with_for_update=True, populate_existing=True
        )
        known = _known(participant_id, client_key)
        if known is not None:
            return Asked(known.id, known.state)
        session = db.session.get_one(ClassSession, author.session_id)
        verdict = gate.admit(author, session, text, now, chat=False)
        if len(verdict.text) > LONGEST:
            raise UserError(
                _(
                    "A question has at most %(count)d characters. Nothing was sent.",
                    count=LONGEST,
                ),
                code="long",
            )
        return _add(author, verdict, client_key, now)


def _known(participant_id: int, client_key: str) -> Question | None:
    query = sa.select(Question).where(
        Question.participant_id == participant_id, Question.client_key == client_key
    )
    return db.session.scalar(query)


def _add(author: Participant, verdict: gate.Verdict, key: str, now: datetime) -> Asked:
    question = Question(
        session_id=author.session_id,
        participant_id=author.id,
        client_key=key,
        text=verdict.text,
        state=QuestionState.HELD if verdict.is_held else QuestionState.OPEN,
        asked_at=now,
    )
    db.session.add(question)
    db.session.flush()  # its id is the answer
    kind = "question.held" if verdict.is_held else "question.asked"
    payload = {"id": question.id}
    record(Happened(author.session_id, kind, now, payload, to_room=not verdict.is_held))
    return Asked(question.id, question.state)


def want(participant_id: int, question_id: int, *, wanted: bool, now: datetime) -> int:
    """Want it answered, too, or no longer; how many do. Doing it again changes nothing."""
    with write():
        participant = db.session.get_one(Participant, participant_id)
        question = _living(question_of(participant.session_id, question_id, lock=True))
        if is_banned(participant_id, now):
            raise UserError(_("You were put out of this room."), status=403, code="banned")
        if question.participant_id == participant_id:
            raise UserError(_("This is your own question: it counts already."))
        changed = _put(question, participant_id, now) if wanted else _take(question, participant_id)
        if changed:
            record(FiguresChanged(question.session_id, "question", question.id))
        return votes_of(question.id)


def votes_of(question_id: int) -> int:
    """How many want it answered, who asked among them."""
    query = sa.select(sa.func.count()).where(QuestionVote.question_id == question_id)
    return 1 + (db.session.scalar(query) or 0)


def _living(question: Question) -> Question:
    """The question itself, or the one it was merged into; what is hidden is not there."""
    if question.state == QuestionState.MERGED and question.merged_into:
        question = question_of(question.session_id, question.merged_into, lock=True)
    if question.state in _HIDDEN:
        raise NotFound
    return question


def _put(question: Question, participant_id: int, now: datetime) -> bool:
    row = QuestionVote(question_id=question.id, participant_id=participant_id, at=now)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _take(question: Question, participant_id: int) -> bool:
    gone = db.session.execute(
        sa.delete(QuestionVote).where(
            QuestionVote.question_id == question.id,
            QuestionVote.participant_id == participant_id,
        )
    )
    return bool(gone.rowcount)
