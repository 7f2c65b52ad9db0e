"""Signing in by password: lock-out, equal answers for every name, rehash on the way in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from blueprints.people import access, passwords
from blueprints.people.models import Account, SignInFailures
from blueprints.people.services.accounts import note, username_key
from config import Settings
from store import UserError, audit, db, write
from store.actors import ANONYMOUS

FAILURES_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class SignedIn:
    """What a session needs: whose it is, its stamp, and whether a password must be chosen."""

    account_id: int
    session_stamp: str
    must_change_password: bool


def sign_in(username: str, password: str, *, address: str, now: datetime) -> SignedIn:
    """Check name and password. Any refusal reads, costs and counts the same for every name.

    The attempt is counted before the password is looked at, in a transaction of its own:
    attempts made at the same moment can't all slip under the limit. The slow hash runs outside
    of the write gate.
    """
    key = _hash(username)
    _count_attempt(key, now)
    known = db.session.scalar(
        sa.select(Account).where(Account.username == username_key(username), Account.active)
    )
    right = passwords.verify(known.password_hash if known else None, password)
    if known is None or not right:
        _note_refusal(known.id if known else None, address, now)
        raise _refusal()
    return _enter(known.id, key, password, address, now)


def enter_account(found: Account, *, by: str, address: str, now: datetime) -> SignedIn:
    """Note the sign-in and forget earlier failures; runs inside the caller's transaction."""
    found.last_sign_in_at = now
    db.session.execute(
        sa.delete(SignInFailures).where(SignInFailures.username_hash == _hash(found.username))
    )
    note(access.self_actor(found), "account.signed_in", found, now, by=by, address=address)
    return SignedIn(found.id, found.session_stamp, found.must_change_password)


def note_sign_out(account_id: int, *, now: datetime) -> None:
    """Put the sign-out into the audit log."""
    with write():
        found = db.session.get_one(Account, account_id)
        note(access.self_actor(found), "account.signed_out", found, now)


def _enter(account_id: int, key: str, password: str, address: str, now: datetime) -> SignedIn:
    with write():
        found = db.session.get_one(Account, account_id, with_for_update=True)
        if not found.active:  # deactivated while the hash was computed
            raise _refusal()
        assert found.password_hash is not None
        if passwords.needs_rehash(found.password_hash):
            found.password_hash = passwords.hash_password(password)
        return enter_account(found, by="password", address=address, now=now)


def _count_attempt(key: str, now: datetime) -> None:
    settings: Settings = current_app.extensions["settings"]
    pause = timedelta(minutes=settings.lockout_minutes)
    with write():
        db.session.execute(
            sa.delete(SignInFailures).where(SignInFailures.last_at < now - FAILURES_KEPT)
        )
        row = _row(key, now)
        if row.locked_until and row.locked_until > now:
            raise _refusal()
        if row.locked_until or row.last_at < now - pause:
            row.failures, row.locked_until = 0, None
        row.failures += 1
        row.last_at = now
        if row.failures >= settings.lockout_failures:
            row.locked_until = now + pause


def _row(key: str, now: datetime) -> SignInFailures:
    """The counter of a name, locked; made first where there is none (both databases agree)."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    db.session.execute(
        dialect.insert(SignInFailures)
        .values(username_hash=key, failures=0, last_at=now)
        .on_conflict_do_nothing()
    )
    return db.session.get_one(SignInFailures, key, with_for_update=True)


def _note_refusal(account_id: int | None, address: str, now: datetime) -> None:
    with write():
        found = db.session.get_one(Account, account_id) if account_id is not None else None
        audit(
            ANONYMOUS,
            "account.sign_in_refused",
            f"account:{found.id}" if found else "account:unknown",
            now,
            organisation_id=found.organisation_id if found else None,
            address=address,
        )


def _refusal() -> UserError:
    settings: Settings = current_app.extensions["settings"]
    return UserError(
        _(
            "The user name or the password is not right. After %(failures)s failed attempts in "
            "a row, sign-in under that name pauses for %(minutes)s minutes.",
            failures=settings.lockout_failures,
            minutes=settings.lockout_minutes,
        ),
        code="sign_in_refused",
    )


def _hash(username: str) -> str:
    return hashlib.sha256(username_key(username).encode()).hexdigest()
