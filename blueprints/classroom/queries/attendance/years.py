"""What a worker has attended, year by year: minutes, credit hours, the way to see it again."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, Participant, Replay, SessionState
from blueprints.classroom.queries.attendance.course import Facts
from blueprints.classroom.queries.attendance.standings import Standing, standings_of_account
from store import db
from web.formats import local

MOST_SESSIONS = 500  # the newest


@dataclass(frozen=True)
class Attended:
    """A session that somebody attended."""

    key: str
    title: str
    starts_at: datetime
    minutes: int
    share: int
    is_fulfilled: bool
    hours: Decimal
    replay: bool


@dataclass(frozen=True)
class Year:
    """The sessions of a calendar year, the newest first."""

    number: int
    attended: list[Attended]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.attended)

    @property
    def hours(self) -> Decimal:
        return sum((one.hours for one in self.attended), Decimal(0))


def years_of(account_id: int, now: datetime) -> list[Year]:
    """The newest year first. Rehearsals are no part of it."""
    sessions = {one.id: one for one in _sessions(account_id)}
    found: dict[int, list[Attended]] = {}
    stood = {
        one.session_id: (facts, one)
        for facts, one in standings_of_account(account_id, list(sessions.values()), now)
    }
    for session in sessions.values():
        if session.id in stood:
            year = local(session.starts_at).year
            found.setdefault(year, []).append(_attended(session, *stood[session.id]))
    return [Year(number, found[number]) for number in sorted(found, reverse=True)]


def _sessions(account_id: int) -> list[ClassSession]:
    been = sa.select(Participant.session_id).where(Participant.account_id == account_id)
    query = (
        sa.select(ClassSession)
        .where(
            ClassSession.id.in_(been),
            ClassSession.rehearsal_of.is_(None),
            ClassSession.state.in_((SessionState.LIVE, SessionState.ENDED)),
        )
        .order_by(ClassSession.starts_at.desc(), ClassSession.id.desc())
        .limit(MOST_SESSIONS)
    )
    return list(db.session.scalars(query))


def _attended(session: ClassSession, facts: Facts, one: Standing) -> Attended:
    return Attended(
        session.key,
        session.title,
        session.starts_at,
        one.minutes,
        one.share,
        one.is_fulfilled,
        one.hours(facts),
        session.has_ended and session.replay == Replay.SHOWN,
    )
