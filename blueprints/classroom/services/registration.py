"""Registering for a session, waiting for a seat, and the reminders of it."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.models import ClassSession, Registration, SessionState, Waiting
from blueprints.people.models import Account
from store import NotFound, UserError, db, write
from store.actors import Actor

OPEN = (SessionState.SCHEDULED, SessionState.LIVE)


def register(actor: Actor, session_id: int, now: datetime) -> None:
    """Take a seat. Whoever has one keeps it; who cancelled may register again while seats last.

    The session's row is locked, so that the last seat is given once whatever races there are.
    """
    with write():
        session, account_id = _open_to(actor, session_id)
        if _has_seat(session.id, account_id):
            return
        _require_seat(session)
        _give_seat(session.id, account_id, now)


def cancel_registration(actor: Actor, session_id: int, now: datetime) -> None:
    """Give the seat back: who waits longest has it. Doing it again changes nothing."""
    with write():
        session = _locked(session_id)
        known = _of(session.id, actor.id) if actor.kind == "account" and actor.id else None
        if known is not None and known.cancelled_at is None:
            known.cancelled_at, known.moved_up_at = now, None
            move_up(session, now)


def wait(actor: Actor, session_id: int, now: datetime) -> None:
    """Wait for a seat. Where one is free it is taken at once; waiting again changes nothing."""
    with write():
        session, account_id = _open_to(actor, session_id)
        if _has_seat(session.id, account_id):
            return
        if not session.seat_limit or taken(session.id) < session.seat_limit:
            _give_seat(session.id, account_id, now)
            return
        known = sa.select(Waiting.id).where(_waits(session.id), Waiting.account_id == account_id)
        if db.session.scalar(known) is None:
            db.session.add(Waiting(session_id=session.id, account_id=account_id, since=now))


def stop_waiting(actor: Actor, session_id: int) -> None:
    """Leave the waiting list; doing it again changes nothing."""
    with write():
        session = _locked(session_id)
        own = sa.and_(_waits(session.id), Waiting.account_id == actor.id)
        if actor.kind == "account":
            db.session.execute(sa.delete(Waiting).where(own))


def move_up(session: ClassSession, now: datetime) -> None:
    """Give free seats to who waits, in order; they are told. Within a transaction.

    The session's row is locked by the caller.
    """
    if not session.registration or session.state not in OPEN:
        return
    db.session.flush()
    free = session.seat_limit - taken(session.id) if session.seat_limit else None
    query = (
        sa.select(Waiting)
        .join(Account, Account.id == Waiting.account_id)
        .where(_waits(session.id), Account.active)
        .order_by(Waiting.id)
    )
    for waiting in db.session.scalars(query if free is None else query.limit(max(0, free))):
        _give_seat(session.id, waiting.account_id, now).moved_up_at = now


def dismiss_reminder(actor: Actor, session_id: int, now: datetime) -> None:
    """The reminder was read; it comes back once, shortly before the session begins.

    That a seat became free is a notice of its own: reading it is no reminder read.
    """
    with write():
        known = _of(session_id, actor.id) if actor.kind == "account" and actor.id else None
        if known is None:
            raise NotFound
        if known.moved_up_at is not None:
            known.moved_up_at = None
        else:
            known.reminder_seen_at = now


def taken(session_id: int) -> int:
    """How many seats are taken."""
    query = sa.select(sa.func.count(Registration.id)).where(
        Registration.session_id == session_id, Registration.cancelled_at.is_(None)
    )
    return db.session.scalar(query) or 0


def _open_to(actor: Actor, session_id: int) -> tuple[ClassSession, int]:
    """The session, locked, and the account that may register for it."""
    session = _locked(session_id)
    if actor.kind != "account" or actor.id is None:
        raise UserError(_("Sign in to register."), status=403, code="account")
    if not session.registration or session.state not in OPEN:
        raise UserError(_("Registration for this session is closed."), status=409)
    return session, actor.id


def _has_seat(session_id: int, account_id: int) -> bool:
    known = _of(session_id, account_id)
    return known is not None and known.cancelled_at is None


def _give_seat(session_id: int, account_id: int, now: datetime) -> Registration:
    known = _of(session_id, account_id)
    if known is None:
        known = Registration(session_id=session_id, account_id=account_id)
        db.session.add(known)
    known.registered_at, known.cancelled_at, known.reminder_seen_at = now, None, None
    own = sa.and_(_waits(session_id), Waiting.account_id == account_id)
    db.session.execute(sa.delete(Waiting).where(own))
    return known


def _waits(session_id: int) -> sa.ColumnElement[bool]:
    return Waiting.session_id == session_id


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
