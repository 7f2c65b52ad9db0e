"""Who may be in a live room, for thousands at a time.

The right of each viewer is looked at every ten seconds. So what is read is read once for a whole
session and kept for two seconds; a ban also puts out at once, and writing asks the database.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from blueprints.classroom.access import Right, may, outsiders
from blueprints.classroom.models import ClassSession, Participant, RoomRole, SessionState
from blueprints.classroom.queries.crowds import crowd_of
from blueprints.classroom.queries.room import givers_of
from blueprints.people.queries import actor_for_account
from realtime import Identity
from store import db

FRESH_S = 2.0
MOST_KNOWN = 20_000  # participants remembered; their session never changes
_KNOWN = sa.select(Participant.session_id, Participant.role).where(
    Participant.id == sa.bindparam("id")
)


@dataclass(frozen=True)
class _Seen:
    until: float
    is_open: bool
    outside: frozenset[int]
    crowd: frozenset[int]  # synthetic viewers of a rehearsal
    giving: frozenset[int]  # who runs the session or speaks in it, and so is no viewer


_sessions: dict[int, _Seen] = {}
_session_of: dict[int, int] = {}


def may_be_in(identity: Identity, session_id: int) -> bool:
    """Whether a participant may be in the room of the session."""
    if identity.kind != "viewer" or identity.id is None:
        return False
    if session_of(identity.id) != session_id:
        return False
    seen = _look(session_id)
    return seen.is_open and identity.id not in seen.outside


def may_be_in_studio(identity: Identity, session_id: int) -> bool:
    """Whether the account behind a participant is staff of the session, read anew."""
    if identity.kind != "viewer" or not may_be_in(identity, session_id):
        return False
    participant = db.session.get(Participant, identity.id)
    session = db.session.get(ClassSession, session_id)
    if participant is None or participant.account_id is None or session is None:
        return False
    actor = actor_for_account(participant.account_id)
    return actor is not None and may(actor, session, Right.VIEW)


def session_of(participant_id: int) -> int | None:
    """The session that a participant belongs to."""
    known = _session_of.get(participant_id)
    if known is None:
        found = db.session.execute(_KNOWN, {"id": participant_id}).first()
        if found is None:
            return None
        if len(_session_of) >= MOST_KNOWN:
            _session_of.clear()
        known, role = found
        _session_of[participant_id] = known
        if role != RoomRole.VIEWER:
            _sessions.pop(known, None)  # so that they are never taken for a viewer
    return known


def crowd(session_id: int) -> frozenset[int]:
    """The synthetic viewers who are in a rehearsal's room, without sockets."""
    return _look(session_id).crowd


def giving(session_id: int) -> frozenset[int]:
    """The participants who run the session or speak in it: the report counts none of them."""
    return _look(session_id).giving


def forget() -> None:
    """Look anew: somebody was just put out, or a session changed."""
    _sessions.clear()


def forget_all() -> None:
    """Nothing is known any more (tests, whose databases come and go)."""
    _sessions.clear()
    _session_of.clear()


def _look(session_id: int) -> _Seen:
    seen = _sessions.get(session_id)
    if seen is None or seen.until <= time.monotonic():
        session = db.session.get(ClassSession, session_id)
        seen = _sessions[session_id] = _read(session)
    return seen


def _read(session: ClassSession | None) -> _Seen:
    until = time.monotonic() + FRESH_S
    if session is None:
        return _Seen(until, False, frozenset(), frozenset(), frozenset())
    is_open = session.state != SessionState.CANCELLED
    outside = outsiders(session, datetime.now(UTC))
    return _Seen(until, is_open, outside, crowd_of(session), givers_of(session.id))
