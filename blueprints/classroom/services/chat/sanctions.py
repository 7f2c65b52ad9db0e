"""Muting and banning by identity, with undo. A ban puts out at once and keeps out."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.events import Happened, PutOut, ToldOne
from blueprints.classroom.models import (
    ClassSession,
    Message,
    MessageState,
    Participant,
    Sanction,
    SanctionKind,
)
from blueprints.classroom.services.chat import deeds, moderating
from store import NotFound, UserError, db, record, write
from store.actors import Actor

MINUTES = (0, 1440)  # 0 is the whole session
SHOWN_REASON = 200


def mute(
    actor: Actor, session_id: int, participant_id: int, minutes: int, reason: str, now: datetime
) -> int:
    """Let somebody watch but not write, for minutes or (0) the whole session; the sanction's id."""
    if not MINUTES[0] <= minutes <= MINUTES[1]:
        raise UserError(_("Mute for at most %(count)d minutes.", count=MINUTES[1]))
    until = now + timedelta(minutes=minutes) if minutes else None
    with write():
        session, target = _target(actor, session_id, participant_id)
        given = _give(actor, session, target, SanctionKind.MUTE, reason, until, now)
        told = {"until": until.isoformat() if until else ""}
        record(ToldOne(target.id, "chat.muted", now, told))
        deeds.note(actor, session, "class.muted", now, participant=target.id, minutes=minutes)
        return given.id


def ban(
    actor: Actor,
    session_id: int,
    participant_id: int,
    reason: str,
    now: datetime,
    *,
    with_messages: bool = False,
    with_network: bool = False,
) -> int:
    """Put somebody out for good: the account, or the guest's token. With all they wrote, or not.

    A guest who clears the browser is a new one; `with_network` keeps new guests from the same
    network out until the session ends. Who is in already, and accounts, are not touched by it.
    """
    with write():
        session, target = _target(actor, session_id, participant_id)
        given = _give(actor, session, target, SanctionKind.BAN, reason, None, now)
        if with_network:
            given.network = target.network
        if with_messages:
            moderating.take_away(_messages_of(target), actor, now)
        record(PutOut(session.id, target.id, now))
        deeds.note(actor, session, "class.banned", now, participant=target.id)
        return given.id


def undo(actor: Actor, session_id: int, sanction_id: int, now: datetime) -> None:
    """Take a mute or ban back."""
    with write():
        session = deeds.moderated(actor, session_id)
        given = db.session.get(Sanction, sanction_id, with_for_update=True, populate_existing=True)
        if given is None or given.session_id != session.id:
            raise NotFound
        if given.undone_at is not None:
            return
        given.undone_at, given.undone_by = now, actor.ref
        record(ToldOne(given.participant_id, "chat.unmuted", now))
        record(Happened(session.id, "sanction.undone", now, to_room=False))
        deeds.note(actor, session, "class.sanction_undone", now, participant=given.participant_id)


def _target(actor: Actor, session_id: int, participant_id: int) -> tuple[ClassSession, Participant]:
    session = deeds.moderated(actor, session_id)
    target = deeds.participant_in(session, participant_id)
    deeds.refuse_above(actor, session, target)
    return session, target


def _give(
    actor: Actor,
    session: ClassSession,
    target: Participant,
    kind: SanctionKind,
    reason: str,
    until: datetime | None,
    now: datetime,
) -> Sanction:
    given = Sanction(
        session_id=session.id,
        participant_id=target.id,
        kind=kind,
        reason=" ".join(reason.split())[:SHOWN_REASON],
        until=until,
        given_by=actor.ref,
        given_at=now,
    )
    db.session.add(given)
    db.session.flush()  # its id undoes it
    record(Happened(session.id, "sanction.given", now, to_room=False))
    return given


def _messages_of(target: Participant) -> list[Message]:
    query = sa.select(Message).where(
        Message.participant_id == target.id,
        Message.state.in_((MessageState.SHOWN, MessageState.HELD)),
    )
    return list(db.session.scalars(query))
