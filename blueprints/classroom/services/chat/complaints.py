"""Complaints of viewers about messages, and what staff decide on them."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.classroom.events import Happened, ToldOne
from blueprints.classroom.models import Complaint, Message, MessageState, Participant
from blueprints.classroom.services.chat import deeds, moderating
from store import NotFound, UserError, db, record, write
from store.actors import Actor

UPHELD, DISMISSED = "upheld", "dismissed"
LONGEST = 200
MOST_OPEN = 20  # of one viewer in one session


def complain(participant: Participant, message_id: int, reason: str, now: datetime) -> None:
    """Say that a message should not be there. Each may say so once."""
    participant_id, session_id = participant.id, participant.session_id
    with write():
        message = db.session.get(Message, message_id)
        if message is None or message.session_id != session_id:
            raise NotFound
        if message.state != MessageState.SHOWN:
            raise UserError(_("This message has already been taken away."), status=409)
        if message.participant_id == participant_id:
            raise UserError(_("This message is your own."), status=409)
        _refuse_flood(participant_id)
        complaint = Complaint(
            session_id=session_id,
            message_id=message.id,
            participant_id=participant_id,
            reason=" ".join(reason.split())[:LONGEST],
            made_at=now,
        )
        try:
            with db.session.begin_nested():
                db.session.add(complaint)
        except IntegrityError:
            return  # the second time changes nothing
        record(Happened(session_id, "complaint.made", now, to_room=False))


def decide(
    actor: Actor, session_id: int, complaint_id: int, *, upheld: bool, now: datetime
) -> None:
    """Uphold it, which deletes the message, or dismiss it. Its maker hears of it."""
    with write():
        session = deeds.moderated(actor, session_id)
        complaint = _find(session_id, complaint_id)
        if complaint.decision == (UPHELD if upheld else DISMISSED):
            return
        if complaint.decision:
            raise UserError(_("Somebody else has decided on this complaint."), status=409)
        if upheld and complaint.message.state != MessageState.DELETED:
            deeds.refuse_above(actor, session, complaint.message.participant, equals=True)
            moderating.take_away([complaint.message], actor, now)
        for other in _about(complaint.message_id):
            other.decision = UPHELD if upheld else DISMISSED
            other.decided_by, other.decided_at = actor.ref, now
            told = {"decision": other.decision}
            record(ToldOne(other.participant_id, "complaint.decided", now, told))
        record(Happened(session.id, "complaint.decided", now, to_room=False))
        deeds.note(
            actor, session, "class.complaint_decided", now,
            message=complaint.message_id, upheld=upheld,
        )  # fmt: skip


def _find(session_id: int, complaint_id: int) -> Complaint:
    complaint = db.session.get(
        Complaint, complaint_id, with_for_update=True, populate_existing=True
    )
    if complaint is None or complaint.session_id != session_id:
        raise NotFound
    return complaint


def _about(message_id: int) -> list[Complaint]:
    """All that wait for a decision on this message: one decision answers them."""
    query = sa.select(Complaint).where(Complaint.message_id == message_id, Complaint.decision == "")
    return list(db.session.scalars(query))


def _refuse_flood(participant_id: int) -> None:
    query = sa.select(sa.func.count(Complaint.id)).where(
        Complaint.participant_id == participant_id, Complaint.decision == ""
    )
    if (db.session.scalar(query) or 0) >= MOST_OPEN:
        raise UserError(
            _("Your complaints are being looked at. Wait until some are decided."), status=429
        )
