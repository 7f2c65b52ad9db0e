"""What somebody is to be told of their seats: one became free, or a session is near."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, Registration, SessionState
from blueprints.classroom.queries.public import Card, cards, shown
from store import db
from store.actors import Actor


def reminders(actor: Actor, now: datetime) -> list[Card]:
    """Seats that became free for who waited; and sessions of the coming day, as registered for.

    The latter from the day before; once it was read, again from an hour before.
    """
    if actor.kind != "account":
        return []
    moved = cards(actor, _moved_up(actor))
    known = {card.key for card in moved}
    due = [card for card in cards(actor, _due(actor, now)) if card.key not in known]
    return [*(replace(card, moved_up=True) for card in moved), *due]


def _moved_up(actor: Actor) -> list[ClassSession]:
    query = _with_seat(actor).where(Registration.moved_up_at.is_not(None))
    return list(db.session.scalars(query).unique())


def _due(actor: Actor, now: datetime) -> list[ClassSession]:
    hour_before = now + timedelta(hours=1)
    query = (
        _with_seat(actor)
        .where(
            ClassSession.starts_at <= now + timedelta(days=1),
            ClassSession.starts_at >= now - timedelta(hours=3),
        )
        .add_columns(Registration.reminder_seen_at)
    )
    return [
        session
        for session, seen in db.session.execute(query)
        if seen is None
        or (session.starts_at <= hour_before and seen < session.starts_at - timedelta(hours=1))
    ]


def _with_seat(actor: Actor) -> sa.Select[tuple[ClassSession]]:
    """Sessions to come or live for which the actor is registered, in their order."""
    return (
        shown()
        .join(Registration, Registration.session_id == ClassSession.id)
        .where(
            Registration.account_id == actor.id,
            Registration.cancelled_at.is_(None),
            ClassSession.state.in_((SessionState.SCHEDULED, SessionState.LIVE)),
        )
        .order_by(ClassSession.starts_at)
    )
