"""Sessions and seasons of the organisations in which somebody organises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.classroom.access import READERS
from blueprints.classroom.models import (
    ClassSession,
    Registration,
    Season,
    SessionState,
    Staff,
)
from blueprints.people.models import Organisation
from store import db
from store.actors import Actor
from web.paging import Page, paged

TO_COME = (SessionState.DRAFT, SessionState.SCHEDULED, SessionState.LIVE)
OVER = (SessionState.ENDED, SessionState.CANCELLED)


@dataclass(frozen=True)
class SessionLine:
    """A session in a list of staff."""

    id: int
    key: str
    title: str
    state: str
    starts_at: datetime
    planned_minutes: int
    host_name: str
    organisation: str
    season: str
    registration: bool
    registered: int
    seat_limit: int


@dataclass(frozen=True)
class SeasonLine:
    """A season in a list of staff."""

    id: int
    key: str
    title: str
    theme: str
    public: bool
    organisation: str
    sessions: int
    books: int
    archived: bool


def sessions_of(actor: Actor, *, over: bool = False, search: str = "") -> Page[SessionLine]:
    """Sessions that the actor set up, works in or supervises; rehearsals aside."""
    states = OVER if over else TO_COME
    query = (
        sa.select(ClassSession)
        .join(Organisation, Organisation.id == ClassSession.organisation_id)
        .where(_reach(actor), ClassSession.state.in_(states), ClassSession.rehearsal_of.is_(None))
        .options(sa.orm.joinedload(ClassSession.season))
    )
    if search:
        query = query.where(ClassSession.title.contains(search, autoescape=True))
    order = ClassSession.starts_at.desc() if over else ClassSession.starts_at
    found = paged(query.order_by(order, ClassSession.id))
    return Page(lines(found.items), found.number, found.per_page, found.total)


def sessions_of_season(season_id: int) -> list[SessionLine]:
    """Every session of a season, by date."""
    query = (
        sa.select(ClassSession)
        .where(ClassSession.season_id == season_id, ClassSession.rehearsal_of.is_(None))
        .order_by(ClassSession.starts_at)
    )
    return lines(db.session.scalars(query).all())


def has_any(season_id: int) -> bool:
    """Whether any session, cancelled ones among them, is or was in the season."""
    query = sa.select(ClassSession.id).where(ClassSession.season_id == season_id)
    return db.session.scalar(query.limit(1)) is not None


def seasons_of(actor: Actor) -> list[SeasonLine]:
    """Seasons of the organisations in which the actor organises or supervises, the newest first.

    Archived ones come last.
    """
    query = (
        sa.select(Season, Organisation.name)
        .join(Organisation, Organisation.id == Season.organisation_id)
        .where(_within(actor, READERS))
        .order_by(Season.archived_at.is_not(None), Season.id.desc())
        .options(sa.orm.selectinload(Season.books))
    )
    counted = sa.select(ClassSession.season_id, sa.func.count()).where(
        ClassSession.state != SessionState.CANCELLED, ClassSession.rehearsal_of.is_(None)
    )
    sessions: dict[int | None, int] = dict(
        db.session.execute(counted.group_by(ClassSession.season_id)).all()
    )
    return [
        _season_line(season, name, sessions.get(season.id, 0))
        for season, name in db.session.execute(query)
    ]


def _season_line(season: Season, organisation: str, sessions: int) -> SeasonLine:
    return SeasonLine(
        season.id,
        season.key,
        season.title,
        season.theme,
        season.public,
        organisation,
        sessions,
        len(season.books),
        season.archived_at is not None,
    )


def season_choices(
    organisation_ids: Iterable[int], own: int | None = None
) -> list[tuple[int, str]]:
    """(id, title) of the seasons that these organisations hold; of archived ones only `own`."""
    query = (
        sa.select(Season.id, Season.title)
        .where(
            Season.organisation_id.in_(list(organisation_ids)),
            sa.or_(Season.archived_at.is_(None), Season.id == own),
        )
        .order_by(Season.id.desc())
    )
    return list(db.session.execute(query))


def has_sessions(actor: Actor) -> bool:
    """Whether there is any session that the actor may see as staff."""
    query = (
        sa.select(ClassSession.id)
        .join(Organisation, Organisation.id == ClassSession.organisation_id)
        .where(_reach(actor))
    )
    return db.session.scalar(query.limit(1)) is not None


def lines(sessions: Iterable[ClassSession]) -> list[SessionLine]:
    """The sessions with how many registered."""
    found = list(sessions)
    counted = (
        sa.select(Registration.session_id, sa.func.count())
        .where(
            Registration.session_id.in_([s.id for s in found]), Registration.cancelled_at.is_(None)
        )
        .group_by(Registration.session_id)
    )
    registered: dict[int, int] = dict(db.session.execute(counted).all())
    names: dict[int, str] = dict(
        db.session.execute(
            sa.select(Organisation.id, Organisation.name).where(
                Organisation.id.in_({s.organisation_id for s in found})
            )
        ).all()
    )
    return [_line(s, names.get(s.organisation_id, ""), registered.get(s.id, 0)) for s in found]


def _line(session: ClassSession, organisation: str, registered: int) -> SessionLine:
    return SessionLine(
        session.id,
        session.key,
        session.title,
        session.state,
        session.starts_at,
        session.planned_minutes,
        session.host_name,
        organisation,
        session.season.title if session.season else "",
        session.registration,
        registered,
        session.seat_limit,
    )


def _reach(actor: Actor) -> sa.ColumnElement[bool]:
    worked_in = sa.select(Staff.session_id).where(
        Staff.account_id == actor.id, Staff.role != "guest"
    )
    return sa.or_(_within(actor, READERS), ClassSession.id.in_(worked_in))


def _within(actor: Actor, roles: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Organisations in whose tree the actor holds one of the roles."""
    if actor.is_administrator:
        return sa.true()
    paths = [g.organisation_path for g in actor.grants if g.role in roles and g.organisation_path]
    return sa.or_(sa.false(), *(Organisation.path.startswith(path) for path in paths))
