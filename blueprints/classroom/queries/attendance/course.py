"""What of a session bears on minutes: when it ran, what can be seen again, its rule."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from blueprints.classroom.minutes import Course, Piece
from blueprints.classroom.models import ClassSession, Poll, PollKind, PollState, Recording
from store import db


@dataclass(frozen=True)
class Facts:
    """A session as it counts. Shares are percent; 0 asks for nothing."""

    session_id: int
    organisation_id: int
    title: str
    state: str
    counts: bool
    course: Course
    minutes_share: int
    quiz_share: int
    credit_hours: Decimal
    quizzes: int

    @property
    def is_live(self) -> bool:
        return self.state == "live"


def facts_of(session_id: int, now: datetime) -> Facts:
    """The facts as they are now; a session that runs lasts until now."""
    session = db.session.get_one(ClassSession, session_id)
    until = session.ended_at or (now if session.is_live else None)
    return Facts(
        session.id,
        session.organisation_id,
        session.title,
        session.state,
        session.counts,
        Course(session.went_live_at, until, _pieces(session_id)),
        session.minutes_share,
        session.quiz_share,
        session.credit_hours,
        _quizzes(session_id) if session.quiz_share else 0,
    )


def _pieces(session_id: int) -> tuple[Piece, ...]:
    query = (
        sa.select(Recording.started_at, Recording.begins_ms, Recording.duration_ms)
        .where(Recording.session_id == session_id)
        .order_by(Recording.begins_ms)
    )
    return tuple(Piece(*row) for row in db.session.execute(query))


def _quizzes(session_id: int) -> int:
    query = sa.select(sa.func.count(Poll.id)).where(
        Poll.session_id == session_id,
        Poll.kind == PollKind.QUIZ,
        Poll.state == PollState.CLOSED,
    )
    return db.session.scalar(query) or 0
