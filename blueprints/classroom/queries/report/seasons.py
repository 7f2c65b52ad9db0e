"""The report of a season: its sessions added up (场次, 人次), and how many people that were."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, SessionState
from blueprints.classroom.queries.attendance import Standing, facts_of, standings
from blueprints.classroom.queries.report.sessions import Figures, session_figures
from store import db

HELD = (SessionState.LIVE, SessionState.ENDED)


@dataclass(frozen=True)
class SessionLine:
    """A session of the season with its figures."""

    id: int
    title: str
    state: str
    starts_at: datetime
    figures: Figures


@dataclass(frozen=True)
class SeasonReport:
    """Sessions held (场次), person-times (人次), people, and the sums of the sessions."""

    sessions: list[SessionLine]
    people: int
    credit_hours: Decimal

    @property
    def person_times(self) -> int:
        return sum(one.figures.unique for one in self.sessions)

    @property
    def minutes(self) -> int:
        return sum(one.figures.total_s for one in self.sessions) // 60

    @property
    def contributions(self) -> int:
        return sum(one.figures.contributions for one in self.sessions)

    @property
    def duration_s(self) -> int:
        return sum(one.figures.duration_s for one in self.sessions)


def season_report(season_id: int, now: datetime) -> SeasonReport:
    """Sum over the sessions that were held; rehearsals are none of them."""
    people: set[tuple[str, int]] = set()
    lines, hours = [], Decimal(0)
    for session in _held(season_id):
        facts = facts_of(session.id, now)
        found = standings(facts)
        lines.append(_line(session, session_figures(facts, found)))
        hours += sum((one.hours(facts) for one in found), Decimal(0))
        people |= {_who(one) for one in found if one.first_at is not None}
    return SeasonReport(lines, len(people), hours)


def _held(season_id: int) -> list[ClassSession]:
    query = (
        sa.select(ClassSession)
        .where(
            ClassSession.season_id == season_id,
            ClassSession.rehearsal_of.is_(None),
            ClassSession.state.in_(HELD),
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
    )
    return list(db.session.scalars(query))


def _line(session: ClassSession, figures: Figures) -> SessionLine:
    return SessionLine(session.id, session.title, session.state, session.starts_at, figures)


def _who(one: Standing) -> tuple[str, int]:
    """An account is one person in the whole season; a guest is known in one session only."""
    return ("account", one.account_id) if one.account_id else ("guest", one.participant_id)
