"""Registering for a session, and the reminders of it."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.models import ClassSession, Registration, SessionState
from store import NotFound, UserError, db, write
from store.actors import Actor

OPEN = (SessionState.SCHEDULED, SessionState.LIVE)


def register(actor: Actor, session_id: int, now: datetime) -> None:
    """Take a seat. Whoever has one keeps it; who cancelled may register again while seats last.

    The session's row is locked, so that the last seat is given once whatever races there are.
    """
    with write():
        session = _locked(session_id)
        if actor.kind != "account" or actor.id is None:
            raise UserError(_("Sign in to register."), status=403, code="account")
        if not session.registration or session.state not in OPEN:
            raise UserError(_("Registration for this session is closed."), status=409)
        known = _of(session.id, actor.id)
        if known is not None and known.cancelled_at is None:
            return
        _require_seat(session)
        if known is None:
            known = Registration(session_id=session.id, account_id=actor.id)
            db.session.add(known)
        known.registered_at, known.cancelled_at, known.reminder_seen_at = now, None, None


def cancel_registration(actor: Actor, session_id: int, now: datetime) -> None:
    """Give the seat back; doing it again changes nothing."""
    with write():
        session = _locked(session_id)
        known = _of(session.id, actor.id) if actor.kind == "account" and actor.id else None
        if known is not None and known.cancelled_at is None:
            known.cancelled_at = now


def dismiss_reminder(actor: Actor, session_id: int, now: datetime) -> None:
    """The reminder was read; it comes back once, shortly before the session begins."""
    with write():
        known = _of(session_id, actor.id) if actor.kind == "account" and actor.id else None
        if known is None:
            raise NotFound
        known.reminder_seen_at = now


def taken(session_id: int) -> int:
    """How many seats are taken."""
    query = sa.select(sa.func.count(Registration.id)).where(
        Registration.session_id == session_id, Registration.cancelled_at.is_(None)
    )
    return db.session.scalar(query) or 0


def _locked(session_id: int) -> ClassSession:
    found = db.session.get(ClassSession, session_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def _of(session_id: int, account_id: int) -> Registration | None:
    return db.session.scalar(
        sa.select(Registration)
        .where(Registration.session_id == session_id, Registration.account_id == account_id)
        .execution_options(populate_existing=True)
    )


def _require_seat(session: ClassSession) -> None:
    if session.seat_limit and taken(session.id) >= session.seat_limit:
        raise UserError(
            _("All %(count)d seats are taken. You are not registered.", count=session.seat_limit),
            status=409,
            code="full",
        )
