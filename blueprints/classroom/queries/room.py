"""What the frame of the room shows: its head, its people, who is looking."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.classroom.models import (
    ClassSession,
    Participant,
    Replay,
    RoomRole,
    SessionState,
    Topic,
)
from store import db


@dataclass(frozen=True)
class Card:
    """A guest as presented to viewers; `photo` is the name of a stored file, or empty."""

    id: int
    name: str
    title: str
    intro: str
    photo: str


@dataclass(frozen=True)
class Head:
    """The head of the room."""

    session_id: int
    key: str
    title: str
    host_name: str
    state: str
    topic: str
    topic_number: int
    guests: int
    starts_at: datetime
    went_live_at: datetime | None
    is_rehearsal: bool
    has_replay: bool


@dataclass(frozen=True)
class Viewer:
    """The one who looks."""

    id: int
    nickname: str
    role: str


def head(session_id: int) -> Head:
    """The head of a session's room."""
    session = db.session.get_one(ClassSession, session_id)
    topic = _topic(session)
    return Head(
        session.id,
        session.key,
        session.title,
        session.host_name,
        session.state,
        topic.title if topic else "",
        topic.position + 1 if topic else 0,
        len(session.guests),
        session.starts_at,
        session.went_live_at,
        not session.counts,
        session.has_ended and session.replay == Replay.SHOWN,
    )


def _topic(session: ClassSession) -> Topic | None:
    return next((topic for topic in session.topics if topic.id == session.topic_id), None)


def head_panel(session_id: int) -> dict[str, Any]:
    """For `room/_head.html`."""
    return {"head": head(session_id)}


def guests_panel(session_id: int) -> dict[str, Any]:
    """For `room/_guests.html`: the guests and the materials."""
    session = db.session.get_one(ClassSession, session_id)
    cards = [Card(g.id, g.name, g.title, g.intro, g.photo) for g in session.guests]
    return {"cards": cards, "materials": list(session.materials), "key": session.key}


def viewer(participant: Participant) -> Viewer:
    """What the page knows about who looks at it."""
    return Viewer(participant.id, participant.nickname, participant.role)


def viewer_by_id(participant_id: int) -> Viewer:
    """The same for who is known by number."""
    return viewer(db.session.get_one(Participant, participant_id))


def givers_of(session_id: int) -> frozenset[int]:
    """Participants who run the session or speak in it, and so are no part of its audience."""
    query = sa.select(Participant.id).where(
        Participant.session_id == session_id, Participant.role != RoomRole.VIEWER
    )
    return frozenset(db.session.scalars(query))


def live_sessions() -> list[int]:
    """Ids of the sessions that are live now, rehearsals among them."""
    query = sa.select(ClassSession.id).where(ClassSession.state == SessionState.LIVE)
    return list(db.session.scalars(query))
