"""Raised hands: up and down by viewers, called by staff in their order."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, is_banned, session_for
from blueprints.classroom.events import Happened, ToldOne
from blueprints.classroom.models import ClassSession, Hand, Participant
from store import NotFound, UserError, db, in_transaction, record, write
from store.actors import Actor

MOST_ID = 2**31 - 1


def raise_hand(participant_id: int, *, raised: bool, now: datetime) -> None:
    """Put the hand up or down. Doing it again changes nothing."""
    with write():
        # Locked, so that two devices raise one hand.
        person = db.session.get_one(
            Participant, participant_id, with_for_update=True, populate_existing=True
        )
        if is_banned(participant_id, now):
            raise UserError(_("You were put out of this room."), status=403, code="banned")
        hand = up(participant_id)
        if not raised and hand is not None:
            _lower(hand, now)
        if raised and hand is None:
            _refuse_closed(person.session_id)
            db.session.add(
                Hand(session_id=person.session_id, participant_id=participant_id, raised_at=now)
            )
            record(ToldOne(participant_id, "hand.raised", now))
            record(Happened(person.session_id, "hand.raised", now, to_room=False))


def up(participant_id: int) -> Hand | None:
    """A participant's raised hand, called or not."""
    query = sa.select(Hand).where(Hand.participant_id == participant_id, Hand.lowered_at.is_(None))
    return db.session.scalars(query.order_by(Hand.id)).first()


def call(actor: Actor, session_id: int, hand_id: int, now: datetime) -> None:
    """Call on somebody: they are told so. Doing it again changes nothing."""
    with write():
        session_for(actor, session_id, Right.MODERATE, lock=True)
        hand = _hand_of(session_id, hand_id)
        if hand.lowered_at is not None:
            raise UserError(_("This hand was lowered meanwhile."), status=409)
        if hand.called_at is None:
            hand.called_at = now
            record(ToldOne(hand.participant_id, "hand.called", now))
            record(Happened(session_id, "hand.called", now, to_room=False))


def lower(actor: Actor, session_id: int, hand_id: int, now: datetime) -> None:
    """Lower somebody's hand: they spoke, or it is too late."""
    with write():
        session_for(actor, session_id, Right.MODERATE, lock=True)
        hand = _hand_of(session_id, hand_id)
        if hand.lowered_at is None:
            _lower(hand, now)


def lower_all(actor: Actor, session_id: int, now: datetime) -> None:
    """Lower every hand."""
    with write():
        session_for(actor, session_id, Right.MODERATE, lock=True)
        _lower_all(session_id, now)


@in_transaction(Happened)
def _lower_with_session(event: Happened) -> None:
    if event.kind == "session.ended":
        _lower_all(event.session_id, event.at)


def _lower_all(session_id: int, now: datetime) -> None:
    query = sa.select(Hand).where(Hand.session_id == session_id, Hand.lowered_at.is_(None))
    for hand in db.session.scalars(query.with_for_update()):
        _lower(hand, now)


def _lower(hand: Hand, now: datetime) -> None:
    hand.lowered_at = now
    record(ToldOne(hand.participant_id, "hand.lowered", now))
    record(Happened(hand.session_id, "hand.lowered", now, to_room=False))


def _hand_of(session_id: int, hand_id: int) -> Hand:
    found = None
    if 0 < hand_id <= MOST_ID:
        found = db.session.get(Hand, hand_id, with_for_update=True, populate_existing=True)
    if found is None or found.session_id != session_id:
        raise NotFound
    return found


def _refuse_closed(session_id: int) -> None:
    session = db.session.get_one(ClassSession, session_id)
    if session.is_live:
        return
    raise UserError(
        _("You can raise your hand while the session is live."), status=409, code="closed"
    )
