"""The lines of the chat as everybody sees them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.classroom.models import (
    ClassSession,
    Message,
    MessageKind,
    MessageState,
    Participant,
)
from store import db

SHOWN_AT_FIRST = 50


@dataclass(frozen=True)
class Line:
    """One message in public. `by` numbers its author within this session."""

    id: int
    by: int
    nick: str
    role: str
    text: str
    at: str
    key: str

    def as_json(self) -> dict[str, Any]:
        """As it travels in the room's log."""
        return asdict(self)


@dataclass(frozen=True)
class Order:
    """How the chat is run at this moment. `pause` lies between two messages of one viewer."""

    chat_open: bool
    danmaku: bool
    slow_seconds: int
    auto_slow: bool
    pre: bool
    new: bool  # guests' first ones
    calm_until: datetime | None


def line_of(message: Message, author: Participant) -> Line:
    """A message with its author as a line."""
    return Line(
        message.id,
        author.id,
        author.nickname,
        author.role,
        message.text,
        (message.shown_at or message.sent_at).isoformat(),
        message.client_key,
    )


def latest(session_id: int, count: int = SHOWN_AT_FIRST) -> list[Line]:
    """The last lines, oldest first."""
    query = (
        _shown(session_id)
        .where(Message.kind == MessageKind.CHAT)
        .order_by(Message.shown_at.desc(), Message.id.desc())
        .limit(count)
    )
    return [line_of(*row) for row in reversed(db.session.execute(query).all())]


def pinned(session_id: int) -> list[Line]:
    """Pinned messages, the latest first."""
    query = _shown(session_id).where(Message.pinned_at.is_not(None))
    found = db.session.execute(query.order_by(Message.pinned_at.desc())).all()
    return [line_of(*row) for row in found]


def announcement(session_id: int) -> Line | None:
    """The announcement that stands above the chat."""
    query = _shown(session_id).where(Message.kind == MessageKind.ANNOUNCEMENT)
    found = db.session.execute(query.order_by(Message.id.desc()).limit(1)).first()
    return line_of(*found) if found else None


def order(session_id: int) -> Order:
    """How the chat is run."""
    session = db.session.get_one(ClassSession, session_id)
    return Order(
        session.chat_open,
        session.danmaku,
        session.slow_seconds,
        session.auto_slow,
        session.moderation == "pre",
        session.moderation == "new",
        session.calm_until,
    )


def gone(ids: Iterable[int]) -> frozenset[int]:
    """Which of these messages may not be shown any more."""
    query = sa.select(Message.id).where(
        Message.id.in_(list(ids)), Message.state != MessageState.SHOWN
    )
    return frozenset(db.session.scalars(query))


def _shown(session_id: int) -> sa.Select[tuple[Message, Participant]]:
    return (
        sa.select(Message, Participant)
        .join(Participant, Participant.id == Message.participant_id)
        .where(Message.session_id == session_id, Message.state == MessageState.SHOWN)
    )


def chat_panel(session_id: int) -> dict[str, Any]:
    """For `room/_chat.html` and `studio/_chat.html`."""
    return {"lines": latest(session_id)}


def notice_panel(session_id: int) -> dict[str, Any]:
    """For `room/_notice.html`: the announcement and what is pinned."""
    return {"announcement": announcement(session_id), "pinned": pinned(session_id)}


def order_panel(session_id: int) -> dict[str, Any]:
    """For `room/_order.html` and `studio/_order.html`."""
    session = db.session.get_one(ClassSession, session_id)
    return {"order": order(session_id), "state": session.state}
