"""The page of a session for its staff, and what its forms begin with."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import organisations_for_set_up
from blueprints.classroom.models import (
    Book,
    ClassSession,
    Registration,
    Replay,
    RoomRole,
    Season,
    Staff,
    Waiting,
)
from blueprints.people.models import Account, Organisation
from store import db
from store.actors import Actor
from web.formats import local

MOST_FOUND = 12


@dataclass(frozen=True)
class StaffLine:
    """Somebody who works in the session."""

    id: int
    username: str
    name: str
    role: str


@dataclass(frozen=True)
class RegisteredLine:
    """Somebody who registered, or since then waits for a seat."""

    name: str
    username: str
    organisation: str
    registered_at: Any
    cancelled_at: Any


@dataclass(frozen=True)
class Todo:
    """One thing to look after before the session; `anchor` is where on the page."""

    text: str
    done: bool
    anchor: str


def staff_of(session_id: int) -> list[StaffLine]:
    """Staff of this session alone, hosts first."""
    query = sa.select(Staff, Account).join(Account, Account.id == Staff.account_id)
    found = db.session.execute(query.where(Staff.session_id == session_id))
    ranks = list(RoomRole)
    rows = [StaffLine(s.id, a.username, a.name, s.role) for s, a in found]
    return sorted(rows, key=lambda row: (ranks.index(RoomRole(row.role)), row.id))


def registered(session_id: int, *, cancelled: bool = False) -> list[RegisteredLine]:
    """Who registered, in that order; those who cancelled as well where asked for."""
    query = (
        sa.select(Registration, Account, Organisation.name)
        .join(Account, Account.id == Registration.account_id)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .where(Registration.session_id == session_id)
        .order_by(Registration.registered_at, Registration.id)
    )
    if not cancelled:
        query = query.where(Registration.cancelled_at.is_(None))
    return [
        RegisteredLine(a.name, a.username, name or "", r.registered_at, r.cancelled_at)
        for r, a, name in db.session.execute(query)
    ]


def waiting(session_id: int) -> list[RegisteredLine]:
    """Who waits for a seat, in the order of their turn."""
    query = (
        sa.select(Waiting, Account, Organisation.name)
        .join(Account, Account.id == Waiting.account_id)
        .outerjoin(Organisation, Organisation.id == Account.organisation_id)
        .where(Waiting.session_id == session_id)
        .order_by(Waiting.id)
    )
    return [
        RegisteredLine(a.name, a.username, name or "", w.since, None)
        for w, a, name in db.session.execute(query)
    ]


def accounts_like(session: ClassSession, text: str) -> list[tuple[str, str]]:
    """(user name, name) of accounts of the organisation's tree that match, to choose from."""
    words = text.strip()
    if not words:
        return []
    path = db.session.scalar(
        sa.select(Organisation.path).where(Organisation.id == session.organisation_id)
    )
    query = (
        sa.select(Account.username, Account.name)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .where(
            Account.active,
            Organisation.path.startswith(path or "-"),
            sa.or_(
                Account.username.contains(words.lower(), autoescape=True),
                Account.name.contains(words, autoescape=True),
            ),
        )
        .order_by(Account.name, Account.id)
        .limit(MOST_FOUND)
    )
    return list(db.session.execute(query))


def todos(session: ClassSession, staff: list[StaffLine]) -> list[Todo]:
    """What a session mostly has; none of it is required."""
    hosts = any(one.role in (RoomRole.HOST, RoomRole.COHOST) for one in staff)
    moderators = any(one.role == RoomRole.MODERATOR for one in staff)
    return [
        Todo(_("Topics for the host to go through"), bool(session.topics), "session"),
        Todo(_("Guests as they are presented"), bool(session.guests), "guests"),
        Todo(_("An account that hosts"), hosts, "staff"),
        Todo(_("An account that moderates the chat"), moderators, "staff"),
        Todo(_("A cover for page and poster"), bool(session.cover), "cover"),
    ]


def form_values(session: ClassSession) -> dict[str, Any]:
    """What the form of a session begins with."""
    start = local(session.starts_at)
    plain = {name: getattr(session, name) for name in _SAME}
    return {
        **plain,
        "day": start.date(),
        "time": start.time().replace(tzinfo=None),
        "topics": "\n".join(topic.title for topic in session.topics),
        "replay_shown": session.replay == Replay.SHOWN,
    }


def book_choices(season_ids: list[int]) -> list[tuple[int, str]]:
    """(id, title) of the books of these seasons."""
    query = (
        sa.select(Book.id, Book.title, Season.title)
        .join(Season, Season.id == Book.season_id)
        .where(Book.season_id.in_(season_ids))
        .order_by(Season.id.desc(), Book.position)
    )
    found = db.session.execute(query).all()
    several = len(season_ids) > 1
    return [(i, f"{title} · {season}" if several else title) for i, title, season in found]


def organisation_ids(actor: Actor) -> list[int]:
    """Organisations in whose name the actor may hold sessions."""
    return [organisation.id for organisation in organisations_for_set_up(actor)]


def host_of(organisation_id: int) -> str:
    """The organisation's name: who hosts until somebody else is named."""
    found = db.session.get(Organisation, organisation_id)
    return found.name if found else ""


_SAME = (
    "title", "planned_minutes", "host_name", "place", "season_id", "book_id", "intro",
    "visibility", "guests_allowed", "registration", "seat_limit", "moderation", "source",
    "external_url", "minutes_share", "quiz_share", "sign_ins", "credit_hours",
)  # fmt: skip
