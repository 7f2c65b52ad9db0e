"""Coming into a room: a participant is made once, and found again by account or by token."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom import nicknames
from blueprints.classroom.access import is_banned, role_of
from blueprints.classroom.models import (
    ClassSession,
    Participant,
    Registration,
    Replay,
    RoomRole,
    Sanction,
    SanctionKind,
    SessionState,
    Visibility,
)
from blueprints.classroom.services import naming
from blueprints.classroom.services.chat.gate import STAFF
from store import UserError, db, write
from store.actors import Actor

MOST_NEW_GUESTS = 20_000  # in one session; what is beyond is no audience

# Built once: asked at each request of each viewer.
_IN_SESSION = sa.select(Participant).where(Participant.session_id == sa.bindparam("session_id"))
_BY_ACCOUNT = _IN_SESSION.where(Participant.account_id == sa.bindparam("account_id"))
_BY_TOKEN = _IN_SESSION.where(Participant.token_hash == sa.bindparam("token_hash"))


@dataclass(frozen=True)
class Entered:
    """Who came in; a guest is given `token` once, an account needs none."""

    participant_id: int
    token: str = ""


def enter(
    actor: Actor,
    session: ClassSession,
    token: str,
    nickname: str,
    now: datetime,
    network: str = "",
) -> Entered:
    """Come in under a nickname, or change it. Refuses who may not.

    `network` tells guests of one place from those of another, without saying where it is.
    """
    name = nicknames.clean(nickname)
    with write():
        session = db.session.get_one(ClassSession, session.id)
        known = find(actor, session.id, token)
        if role_of(actor, session) is None:
            naming.refuse_nickname(session, name)
        if known is not None:
            refuse_banned(known, now)
            known.nickname, known.role = name, _role(actor, session)
            return Entered(known.id)
        _refuse_closed(actor, session, network)
        return _new(actor, session, name, now, network)


def enter_as_staff(actor: Actor, session: ClassSession, now: datetime) -> int:
    """The participant behind somebody who works in the studio; made at their first visit."""
    known = find(actor, session.id, "")
    if known is not None and known.role == _role(actor, session):
        return known.id
    with write():
        known = find(actor, session.id, "")
        if known is None:
            name = naming.name_of_staff(session, role_of(actor, session))
            return _new(actor, session, name, now).participant_id
        known.role = _role(actor, session)
        return known.id


def follow_role(actor: Actor, session: ClassSession, known: Participant) -> None:
    """Who was staff and is no more is a viewer again, and not called by the role any longer."""
    if known.role in STAFF and role_of(actor, session) not in STAFF:
        with write():
            known.role = _role(actor, session)
            naming.rename_namesakes(session)


def find(actor: Actor, session_id: int, token: str) -> Participant | None:
    """The participant of this account in the session, or of this guest's token."""
    if actor.kind == "account":
        return db.session.scalar(_BY_ACCOUNT, {"session_id": session_id, "account_id": actor.id})
    if not token:
        return None
    return db.session.scalar(_BY_TOKEN, {"session_id": session_id, "token_hash": _hash(token)})


def refuse_banned(participant: Participant, now: datetime) -> None:
    """Raise UserError (403) for who was put out of the room."""
    if is_banned(participant.id, now):
        raise UserError(_("You were put out of this room."), status=403, code="banned")


def _refuse_closed(actor: Actor, session: ClassSession, network: str) -> None:
    if role_of(actor, session) is not None:
        return
    if not _is_open(session):
        raise UserError(_("This session is not open."), status=409, code="closed")
    if actor.kind != "account":
        if not session.guests_allowed or session.visibility == Visibility.ORGANISATION:
            raise UserError(_("Sign in to come into this room."), status=403, code="account")
        _refuse_network(session, network)
    elif session.registration and not _is_registered(actor, session):
        raise UserError(_("Register for this session first."), status=403, code="register")


def _is_open(session: ClassSession) -> bool:
    """Whether somebody new may come in. After a session it is the replay that they come for."""
    if session.has_ended:
        return session.replay == Replay.SHOWN
    return session.state in (SessionState.SCHEDULED, SessionState.LIVE)


def _is_registered(actor: Actor, session: ClassSession) -> bool:
    query = sa.select(Registration.id).where(
        Registration.session_id == session.id,
        Registration.account_id == actor.id,
        Registration.cancelled_at.is_(None),
    )
    return db.session.scalar(query) is not None


def _refuse_network(session: ClassSession, network: str) -> None:
    """Whoever was put out as a guest doesn't come back as a new one, where staff asked for that."""
    query = sa.select(Sanction.id).where(
        Sanction.session_id == session.id,
        Sanction.kind == SanctionKind.BAN,
        Sanction.network == network,
        Sanction.undone_at.is_(None),
    )
    if network and not session.has_ended and db.session.scalar(query.limit(1)) is not None:
        raise UserError(
            _("New guests from your network can't come in now. Sign in to come in."),
            status=403,
            code="account",
        )


def _new(
    actor: Actor, session: ClassSession, name: str, now: datetime, network: str = ""
) -> Entered:
    token = "" if actor.kind == "account" else secrets.token_urlsafe(24)
    if token:
        _refuse_flood(session.id)
    participant = Participant(
        session_id=session.id,
        account_id=actor.id if actor.kind == "account" else None,
        token_hash=_hash(token) if token else None,
        nickname=name,
        network=network if token else "",
        role=_role(actor, session),
        joined_at=now,
    )
    db.session.add(participant)
    db.session.flush()  # its id is the answer
    return Entered(participant.id, token)


def _refuse_flood(session_id: int) -> None:
    query = sa.select(sa.func.count(Participant.id)).where(Participant.session_id == session_id)
    if (db.session.scalar(query) or 0) >= MOST_NEW_GUESTS:
        raise UserError(_("The room is full. Sign in to come in."), status=409, code="full")


def _role(actor: Actor, session: ClassSession) -> str:
    return role_of(actor, session) or RoomRole.VIEWER


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
