"""The drafts of a season: which are complete, and what the others lack."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.models import ClassSession, RoomRole, SessionState, Staff
from store import db

LATE = timedelta(hours=1)  # by which a session that is announced may have begun already


@dataclass(frozen=True)
class Draft:
    """A draft of a season; `lacking` is empty when it can be published with the others."""

    id: int
    title: str
    starts_at: datetime
    lacking: tuple[str, ...]


def is_over(starts_at: datetime, now: datetime) -> bool:
    """Whether it is too late to announce a session for this time."""
    return starts_at < now - LATE


def drafts_query(season_id: int) -> sa.Select[tuple[ClassSession]]:
    """The drafts of a season by date; rehearsals are none."""
    return (
        sa.select(ClassSession)
        .where(
            ClassSession.season_id == season_id,
            ClassSession.state == SessionState.DRAFT,
            ClassSession.rehearsal_of.is_(None),
        )
        .order_by(ClassSession.starts_at, ClassSession.id)
    )


def drafts_of_season(season_id: int, now: datetime) -> list[Draft]:
    """Every draft of the season, with what it lacks."""
    found = db.session.scalars(drafts_query(season_id)).all()
    hosted = hosted_among([one.id for one in found])
    return [
        Draft(one.id, one.title, one.starts_at, lacking(one, now, hosted=one.id in hosted))
        for one in found
    ]


def hosted_among(session_ids: list[int]) -> set[int]:
    """Which of these sessions an account of their staff hosts."""
    hosts = (RoomRole.HOST, RoomRole.COHOST)
    query = sa.select(Staff.session_id).where(
        Staff.session_id.in_(session_ids), Staff.role.in_(hosts)
    )
    return set(db.session.scalars(query))


def lacking(session: ClassSession, now: datetime, *, hosted: bool) -> tuple[str, ...]:
    """Why a draft is not announced unseen, together with others.

    Stricter than for one that somebody publishes on its own page, which they have before them.
    """
    found = []
    if is_over(session.starts_at, now):
        found.append(_("its time is over"))
    if not session.topics:
        found.append(_("it has no topics"))
    if not session.host_name and not hosted:
        found.append(_("nobody is named as its host"))
    return tuple(found)
