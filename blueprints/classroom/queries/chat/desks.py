"""The desks of order in the studio: the queue, complaints, sanctions, people, words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.classroom.models import (
    ClassSession,
    Complaint,
    Message,
    MessageState,
    Participant,
    Sanction,
    Visibility,
    Word,
)
from blueprints.people.models import Account
from store import db

SHOWN = 30  # of a queue at a time: more can't be looked at anyway
PEOPLE_SHOWN = 50


@dataclass(frozen=True)
class Held:
    """A message that waits. `reason` is a listed word, or `pre`."""

    id: int
    by: int
    nick: str
    text: str
    reason: str
    sent_at: datetime


@dataclass(frozen=True)
class Grievance:
    """A complaint that waits, with the message it is about."""

    id: int
    message_id: int
    by: int
    nick: str
    text: str
    reason: str
    count: int
    made_at: datetime


@dataclass(frozen=True)
class Given:
    """A mute or ban in force."""

    id: int
    kind: str
    nick: str
    name: str
    reason: str
    until: datetime | None
    given_at: datetime
    with_network: bool


@dataclass(frozen=True)
class Person:
    """Somebody in the session; `name` is the account's, for staff only, empty for guests."""

    id: int
    nick: str
    name: str
    role: str
    is_here: bool


def queue_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_queue.html`."""
    waiting = sa.select(Message, Participant.nickname).where(
        Message.session_id == session_id,
        Message.state == MessageState.HELD,
        Participant.id == Message.participant_id,
    )
    rows = db.session.execute(waiting.order_by(Message.id).limit(SHOWN)).all()
    held = [Held(m.id, m.participant_id, nick, m.text, m.held_for, m.sent_at) for m, nick in rows]
    return {"held": held, "waiting": _count(waiting)}


def complaints_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_complaints.html`: one row per message, with how many complained."""
    waiting = (
        sa.select(
            sa.func.min(Complaint.id),
            sa.func.count(Complaint.id),
            sa.func.min(Complaint.made_at),
            Complaint.message_id,
        )
        .where(Complaint.session_id == session_id, Complaint.decision == "")
        .group_by(Complaint.message_id)
    )
    rows = db.session.execute(waiting.order_by(sa.func.min(Complaint.id)).limit(SHOWN)).all()
    return {"grievances": [_grievance(*row) for row in rows], "waiting": _count(waiting)}


def _grievance(complaint_id: int, count: int, made_at: datetime, message_id: int) -> Grievance:
    message = db.session.get_one(Message, message_id)
    reason = db.session.get_one(Complaint, complaint_id).reason
    author = message.participant
    return Grievance(
        complaint_id, message.id, author.id, author.nickname, message.text, reason, count, made_at
    )


def sanctions_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_sanctions.html`: the latest that were not undone; a mute may be over."""
    query = (
        sa.select(Sanction, Participant.nickname, Account.name)
        .join(Participant, Participant.id == Sanction.participant_id)
        .outerjoin(Account, Account.id == Participant.account_id)
        .where(Sanction.session_id == session_id, Sanction.undone_at.is_(None))
        .order_by(Sanction.id.desc())
        .limit(SHOWN)
    )
    rows = db.session.execute(query).all()
    return {
        "given": [
            Given(s.id, s.kind, nick, name or "", s.reason, s.until, s.given_at, bool(s.network))
            for s, nick, name in rows
        ],
        "door": _door_of(session_id),
    }


def _door_of(session_id: int) -> str:
    """For new guests: `open`, `closed`, or `accounts` when there are none at all."""
    session = db.session.get_one(ClassSession, session_id)
    if session.registration or session.visibility == Visibility.ORGANISATION:
        return "accounts"
    return "open" if session.guests_allowed else "closed"


def people(session_id: int, present: set[int], search: str) -> tuple[list[Person], int]:
    """Who is or was in the session: those here first, then staff; and how many match."""
    query = (
        sa.select(Participant, Account.name)
        .outerjoin(Account, Account.id == Participant.account_id)
        .where(Participant.session_id == session_id, Participant.synthetic.is_(False))
    )
    if search:
        like = f"%{_escaped(search)}%"
        query = query.where(
            sa.or_(
                Participant.nickname.ilike(like, escape="\\"),
                Account.name.ilike(like, escape="\\"),
            )
        )
    rows = db.session.execute(query.order_by(Participant.id)).all()
    found = [Person(p.id, p.nickname, name or "", p.role, p.id in present) for p, name in rows]
    found.sort(key=lambda person: (not person.is_here, person.role == "viewer"))
    return found[:PEOPLE_SHOWN], len(found)


def word_lists(session: ClassSession) -> tuple[list[Word], list[Word]]:
    """The session's own words, and those of its organisation."""
    of_organisation = sa.select(Word).where(Word.organisation_id == session.organisation_id)
    own = of_organisation.where(Word.session_id == session.id).order_by(Word.word)
    general = of_organisation.where(Word.session_id.is_(None)).order_by(Word.word)
    return list(db.session.scalars(own)), list(db.session.scalars(general))


def _escaped(search: str) -> str:
    for sign in ("\\", "%", "_"):
        search = search.replace(sign, f"\\{sign}")
    return search


def _count(query: sa.Select[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
