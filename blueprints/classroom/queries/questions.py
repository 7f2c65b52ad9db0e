"""Questions as they are shown: the most wanted first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from blueprints.classroom.models import ClassSession, Question, QuestionState, QuestionVote
from store import db

MOST_SHOWN = 200  # in the room; the studio sees all
_ORDER = (
    QuestionState.ANSWERING,
    QuestionState.OPEN,
    QuestionState.ANSWERED,
    QuestionState.HELD,
    QuestionState.REFUSED,
)


@dataclass(frozen=True)
class QuestionView:
    """A question. `votes` counts who asked it, too; `minute` is where the replay answers it."""

    id: int
    text: str
    nickname: str
    state: str
    votes: int
    asked_at: datetime
    minute: int | None


def room_panel(session_id: int) -> dict[str, Any]:
    """For `room/_questions.html`."""
    shown = _views(session_id, QuestionState.ANSWERING, QuestionState.OPEN, QuestionState.ANSWERED)
    waiting = sum(q.state == QuestionState.OPEN for q in shown)
    return {"questions": shown[:MOST_SHOWN], "waiting": waiting}


def studio_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_questions.html`."""
    every = _views(session_id, *_ORDER)

    def of(*states: QuestionState) -> list[QuestionView]:
        return [question for question in every if question.state in states]

    return {
        "held": of(QuestionState.HELD),
        "current": of(QuestionState.ANSWERING, QuestionState.OPEN),
        "done": of(QuestionState.ANSWERED, QuestionState.REFUSED),
    }


def _views(session_id: int, *states: QuestionState) -> list[QuestionView]:
    session = db.session.get_one(ClassSession, session_id)
    query = (
        sa.select(Question, sa.func.count(QuestionVote.id))
        .outerjoin(QuestionVote, QuestionVote.question_id == Question.id)
        .where(Question.session_id == session_id, Question.state.in_(states))
        .options(selectinload(Question.participant))
        .group_by(Question.id)
    )
    found = [
        QuestionView(
            q.id,
            q.text,
            q.participant.nickname,
            q.state,
            1 + votes,
            q.asked_at,
            _minute(session, q),
        )
        for q, votes in db.session.execute(query)
    ]
    return sorted(found, key=lambda q: (_ORDER.index(QuestionState(q.state)), -q.votes, q.id))


def _minute(session: ClassSession, question: Question) -> int | None:
    """The minute of the session in which answering began."""
    if question.answered_from is None or session.went_live_at is None:
        return None
    return max(0, int((question.answered_from - session.went_live_at).total_seconds()) // 60)


def own(session_id: int, participant_id: int) -> dict[str, Any]:
    """What a participant asked (with what waits for staff) and wants answered, too."""
    asked = sa.select(Question).where(
        Question.session_id == session_id, Question.participant_id == participant_id
    )
    wanted = (
        sa.select(QuestionVote.question_id)
        .join(Question, Question.id == QuestionVote.question_id)
        .where(Question.session_id == session_id, QuestionVote.participant_id == participant_id)
    )
    return {
        "asked": [
            {"id": q.id, "text": q.text, "state": q.state} for q in db.session.scalars(asked)
        ],
        "wanted": list(db.session.scalars(wanted)),
    }
