"""Saying something in the chat, once, however often it is sent."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.events import Happened
from blueprints.classroom.models import (
    ClassSession,
    Message,
    MessageKind,
    MessageState,
    Participant,
)
from blueprints.classroom.queries.chat.lines import line_of
from blueprints.classroom.services.chat import gate
from store import UserError, db, record, write

BUSY, BUSY_WITHIN = 100, timedelta(seconds=10)  # more than anybody can read along
CALM_FOR = timedelta(seconds=30)
_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}", re.ASCII)

# Built once: a lively chat asks them hundreds of times a second. One message of a participant
# after the other, so that the rate is counted rightly.
_LOCKED = (
    sa.select(Participant, ClassSession)
    .join(ClassSession, ClassSession.id == Participant.session_id)
    .where(Participant.id == sa.bindparam("id"))
    .with_for_update(of=Participant)
    .execution_options(populate_existing=True)
)
_KNOWN = sa.select(Message).where(
    Message.participant_id == sa.bindparam("id"), Message.client_key == sa.bindparam("key")
)


@dataclass(frozen=True)
class Sent:
    """What became of a message."""

    id: int
    key: str
    text: str  # as it was cleaned
    state: str
    at: datetime


def send_message(participant: Participant, text: str, client_key: str, now: datetime) -> Sent:
    """Say something. `client_key` was made once by the browser: a second try changes nothing.

    UserError for what the gate refuses; gate.TooSoon says for how long.
    """
    if not _KEY.fullmatch(client_key):
        raise UserError(_("This page is out of date. Load it again; your text is kept."))
    participant_id = participant.id
    with write():
        author, session = db.session.execute(_LOCKED, {"id": participant_id}).one()
        known = db.session.scalar(_KNOWN, {"id": participant_id, "key": client_key})
        if known is not None:
            return _sent(known)
        verdict = gate.admit(author, session, text, now)
        return _sent(_add(author, session, verdict, client_key, now))


def _add(
    author: Participant, session: ClassSession, verdict: gate.Verdict, key: str, now: datetime
) -> Message:
    message = Message(
        session_id=session.id,
        participant_id=author.id,
        client_key=key,
        kind=MessageKind.CHAT,
        text=verdict.text,
        state=verdict.state,
        held_for=verdict.reason,
        sent_at=now,
        shown_at=None if verdict.is_held else now,
    )
    db.session.add(message)
    db.session.flush()  # its id is told to everybody
    if verdict.is_held:
        record(Happened(session.id, "queue.held", now, to_room=False))
    else:
        show(message, author, now)
        _calm_down(session, now)
    return message


def show(message: Message, author: Participant, now: datetime) -> None:
    """Tell the room of a message. The studio listens to the room too."""
    payload = line_of(message, author).as_json()
    record(Happened(message.session_id, "chat.message", now, payload, to_studio=False))


def _calm_down(session: ClassSession, now: datetime) -> None:
    """Slow mode by itself: on while more is written than can be read, off half a minute after."""
    if not session.auto_slow or (session.calm_until or now) - now > CALM_FOR / 2:
        return
    query = (
        sa.select(Message.sent_at)
        .where(Message.session_id == session.id, Message.state == MessageState.SHOWN)
        .order_by(Message.id.desc())
        .offset(BUSY - 1)
        .limit(1)
    )
    then = db.session.scalar(query)
    if then is not None and then > now - BUSY_WITHIN:
        session.calm_until = now + CALM_FOR
        record(Happened(session.id, "order.calmed", now))


def _sent(message: Message) -> Sent:
    return Sent(message.id, message.client_key, message.text, message.state, message.sent_at)
