"""The queue, deleting, pinning, announcing: one click each, and again changes nothing."""

import uuid
from datetime import datetime

from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened, ToldOne
from blueprints.classroom.models import Message, MessageKind, MessageState
from blueprints.classroom.services import entering
from blueprints.classroom.services.chat import cleaning, deeds, sending
from store import UserError, db, record, write
from store.actors import Actor


def approve(actor: Actor, session_id: int, message_id: int, now: datetime) -> None:
    """Show a held message; its sender hears of it."""
    _decide(actor, session_id, message_id, MessageState.SHOWN, now)


def refuse(actor: Actor, session_id: int, message_id: int, now: datetime) -> None:
    """Don't show a held message; its sender hears of it."""
    _decide(actor, session_id, message_id, MessageState.REFUSED, now)


def _decide(
    actor: Actor, session_id: int, message_id: int, state: MessageState, now: datetime
) -> None:
    with write():
        session = deeds.moderated(actor, session_id)
        message = deeds.message_in(session, message_id)
        if message.state == state:
            return
        if message.state != MessageState.HELD:
            raise UserError(_("Somebody else has decided on this message."), status=409)
        message.state, message.decided_by, message.decided_at = state, actor.ref, now
        if state == MessageState.SHOWN:
            message.shown_at = now
            sending.show(message, message.participant, now)
        told = {"id": message.id, "key": message.client_key}
        word = "approved" if state == MessageState.SHOWN else "refused"
        record(ToldOne(message.participant_id, f"chat.{word}", now, told))
        record(Happened(session.id, "queue.decided", now, to_room=False))
        deeds.note(actor, session, f"class.message_{word}", now, message=message.id)


def delete(actor: Actor, session_id: int, message_id: int, now: datetime) -> None:
    """Take a message away from everybody; the content log keeps it, marked."""
    with write():
        session = deeds.moderated(actor, session_id)
        message = deeds.message_in(session, message_id)
        if message.state == MessageState.DELETED:
            return
        deeds.refuse_above(actor, session, message.participant, equals=True)
        take_away([message], actor, now)
        deeds.note(actor, session, "class.message_deleted", now, message=message.id)


def take_away(messages: list[Message], actor: Actor, now: datetime) -> None:
    """Inside a transaction: messages of one session are deleted, everybody's screens follow."""
    for message in messages:
        was_notice = message.pinned_at or message.kind == MessageKind.ANNOUNCEMENT
        if message.state == MessageState.HELD:
            record(Happened(message.session_id, "queue.decided", now, to_room=False))
        message.state, message.decided_by, message.decided_at = (
            MessageState.DELETED,
            actor.ref,
            now,
        )
        message.pinned_at = None
        record(Happened(message.session_id, "chat.deleted", now, {"id": message.id}))
        if was_notice:
            record(Happened(message.session_id, "notice.changed", now))


def pin(actor: Actor, session_id: int, message_id: int, now: datetime) -> None:
    """Keep a message above the chat."""
    with write():
        session = deeds.moderated(actor, session_id)
        message = deeds.message_in(session, message_id)
        if message.state != MessageState.SHOWN:
            raise UserError(_("Only a message that everybody sees can be pinned."), status=409)
        if message.pinned_at is None:
            message.pinned_at = now
            record(Happened(session.id, "notice.changed", now))
            deeds.note(actor, session, "class.message_pinned", now, message=message.id)


def unpin(actor: Actor, session_id: int, message_id: int, now: datetime) -> None:
    """Let it go again."""
    with write():
        session = deeds.moderated(actor, session_id)
        message = deeds.message_in(session, message_id)
        if message.pinned_at is not None:
            message.pinned_at = None
            record(Happened(session.id, "notice.changed", now))
            deeds.note(actor, session, "class.message_unpinned", now, message=message.id)


def announce(actor: Actor, session_id: int, text: str, now: datetime) -> None:
    """Say something above the chat, in place of what was said there before."""
    shown = cleaning.clean(text)
    with write():
        session = session_for(actor, session_id, Right.MODERATE)
        author_id = entering.enter_as_staff(actor, session, now)
        message = Message(
            session_id=session.id,
            participant_id=author_id,
            client_key=uuid.uuid4().hex,
            kind=MessageKind.ANNOUNCEMENT,
            text=shown,
            state=MessageState.SHOWN,
            sent_at=now,
            shown_at=now,
        )
        db.session.add(message)
        db.session.flush()  # its id stands in the audit log
        record(Happened(session.id, "notice.announced", now, {"id": message.id}))
        deeds.note(actor, session, "class.announced", now, message=message.id)
