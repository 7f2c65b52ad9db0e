"""Seats of sessions with registration, as one visitor stands to them."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, Registration, SessionState, Waiting
from store import db
from store.actors import Actor


@dataclass(frozen=True)
class Place:
    """How the one who looks stands to registration: none, open, full, registered, closed, waiting.

    `before` counts those who wait: all of them, or for who waits those whose turn is earlier.
    """

    state: str
    taken: int
    seats: int
    before: int = 0


def place_of(actor: Actor, session: ClassSession) -> Place:
    """Registration, as it is for this actor."""
    if not session.registration:
        return Place("none", 0, 0)
    registered = sa.select(sa.func.count()).where(
        Registration.session_id == session.id, Registration.cancelled_at.is_(None)
    )
    taken, seats = db.session.scalar(registered) or 0, session.seat_limit
    own = registered.where(Registration.account_id == actor.id)
    if actor.kind == "account" and db.session.scalar(own):
        return Place("registered", taken, seats)
    if session.state not in (SessionState.SCHEDULED, SessionState.LIVE):
        return Place("closed", taken, seats)
    if not seats or taken < seats:
        return Place("open", taken, seats)
    return _without_seat(actor, session, taken)


def _without_seat(actor: Actor, session: ClassSession, taken: int) -> Place:
    waits = sa.select(Waiting.account_id).where(Waiting.session_id == session.id)
    waiting = list(db.session.scalars(waits.order_by(Waiting.id)))
    if actor.kind == "account" and actor.id in waiting:
        return Place("waiting", taken, session.seat_limit, waiting.index(actor.id))
    return Place("full", taken, session.seat_limit, len(waiting))
