"""What of a session bears on minutes: when it ran, what can be seen again, its rule."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from blueprints.classroom.minutes import Course, Piece
from blueprints.classroom.models import (
    Broadcast,
    Check,
    CheckKind,
    ClassSession,
    Poll,
    PollKind,
    PollState,
    Recording,
)
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
    sign_ins: int = 0  # how many are asked for; never more than there were

    @property
    def is_live(self) -> bool:
        return self.state == "live"


def facts_of(session_id: int, now: datetime) -> Facts:
    """The facts as they are now; a session that runs lasts until now."""
    return facts_of_many([db.session.get_one(ClassSession, session_id)], now)[session_id]


def is_sending(session_id: int) -> bool:
    """Whether a picture is being sent through this server."""
    query = sa.select(Broadcast.id).where(
        Broadcast.session_id == session_id, Broadcast.ended_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def facts_of_many(sessions: Sequence[ClassSession], now: datetime) -> dict[int, Facts]:
    """The facts of several sessions, by their ids, in no more queries than of one."""
    ids = [session.id for session in sessions]
    pieces = _pieces(ids)
    quizzes = _quizzes([session.id for session in sessions if session.quiz_share])
    held = _sign_ins([session.id for session in sessions if session.sign_ins], now)
    return {
        session.id: Facts(
            session.id,
            session.organisation_id,
            session.title,
            session.state,
            session.counts,
            Course(session.went_live_at, _until(session, now), tuple(pieces[session.id])),
            session.minutes_share,
            session.quiz_share,
            session.credit_hours,
            quizzes[session.id],
            min(session.sign_ins, held[session.id]),
        )
        for session in sessions
    }


def _until(session: ClassSession, now: datetime) -> datetime | None:
    return session.ended_at or (now if session.is_live else None)


def _pieces(session_ids: list[int]) -> defaultdict[int, list[Piece]]:
    query = (
        sa.select(Recording)
        .where(Recording.session_id.in_(session_ids))
        .order_by(Recording.begins_ms)
    )
    found: defaultdict[int, list[Piece]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.session_id].append(Piece(one.started_at, one.begins_ms, one.duration_ms))
    return found


def _quizzes(session_ids: list[int]) -> Counter[int]:
    if not session_ids:
        return Counter()
    query = (
        sa.select(Poll.session_id, sa.func.count())
        .where(
            Poll.session_id.in_(session_ids),
            Poll.kind == PollKind.QUIZ,
            Poll.state == PollState.CLOSED,
        )
        .group_by(Poll.session_id)
    )
    return Counter(dict(tuple(row) for row in db.session.execute(query)))


def _sign_ins(session_ids: list[int], now: datetime) -> Counter[int]:
    """How many check-ins there were, by session; one that is open does not count yet."""
    if not session_ids:
        return Counter()
    query = (
        sa.select(Check.session_id, sa.func.count())
        .where(
            Check.session_id.in_(session_ids),
            Check.kind == CheckKind.SIGN_IN,
            Check.closes_at <= now,
        )
        .group_by(Check.session_id)
    )
    return Counter(dict(tuple(row) for row in db.session.execute(query)))
