"""Accounts: made, changed, deactivated, their passwords and sessions."""

import re
import secrets
import unicodedata
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.people import access, passwords
from blueprints.people.models import Account, RoleGrant, SignInLink
from blueprints.people.spelling import tidy
from store import UserError, audit, db, write
from store.actors import Actor

_USERNAME = re.compile(r"[^\W_][\w.\-]{1,38}[^\W_]")  # letters of any script, digits, . _ -


def username_key(text: str) -> str:
    """The one spelling under which a user name is kept and looked up."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def create_account(
    actor: Actor,
    *,
    username: str,
    name: str,
    organisation_id: int | None,
    now: datetime,
    password: str | None = None,
    must_change_password: bool = True,
) -> int:
    """Make an account. Without a password it is entered by a sign-in link first."""
    username, name = _checked_username(username), _checked_name(name)
    encoded = _accepted(password, username, name) if password else None
    with write():
        _check_organisation(actor, organisation_id)
        _refuse_taken(username)
        made = Account(
            username=username,
            name=name,
            organisation_id=organisation_id,
            password_hash=encoded,
            password_changed_at=now if encoded else None,
            must_change_password=must_change_password,
            session_stamp=fresh_stamp(),
            created_at=now,
        )
        db.session.add(made)
        _flush(username)
        note(actor, "account.created", made, now, username=username, name=name)
        return made.id


def change_account(
    actor: Actor,
    account_id: int,
    *,
    username: str,
    name: str,
    organisation_id: int | None,
    now: datetime,
) -> None:
    """Change the names or the organisation; both organisations must be in the actor's scope."""
    fields = {
        "username": _checked_username(username),
        "name": _checked_name(name),
        "organisation_id": organisation_id,
    }
    with write():
        found = access.managed_account(actor, account_id)
        _check_organisation(actor, organisation_id, former=found.organisation_id)
        if fields["username"] != found.username:
            _refuse_taken(fields["username"])
        changes = {
            key: [getattr(found, key), value]
            for key, value in fields.items()
            if getattr(found, key) != value
        }
        for key, (_old, value) in changes.items():
            setattr(found, key, value)
        _flush(found.username)
        if changes:
            note(actor, "account.changed", found, now, changes=changes)


def set_account_active(actor: Actor, account_id: int, *, active: bool, now: datetime) -> None:
    """Deactivate (ends every session at once) or reactivate."""
    with write():
        found = access.managed_account(actor, account_id)
        if found.active == active:
            return
        if not active:
            keep_an_administrator(besides_account=account_id)
            found.session_stamp = fresh_stamp()
            forget_links(found)
        found.active = active
        note(actor, "account.reactivated" if active else "account.deactivated", found, now)


def change_own_password(account_id: int, *, current: str, new: str, now: datetime) -> str:
    """Change the password of one's own account; returns the new session stamp.

    Every other session ends. `current` isn't asked where there was no password yet or where the
    account came in by a one-time link and must choose a password.
    """
    known = db.session.get_one(Account, account_id)
    encoded = _accepted(new, known.username, known.name)
    _check_current(known, current, new)
    with write():
        found = db.session.get_one(Account, account_id, with_for_update=True)
        found.password_hash = encoded
        found.password_changed_at = now
        found.must_change_password = False
        found.session_stamp = fresh_stamp()
        forget_links(found)
        note(access.self_actor(found), "account.password_changed", found, now)
        return found.session_stamp


def end_sessions(actor: Actor, account_id: int, *, now: datetime) -> str:
    """Sign out everywhere; returns the new stamp so that the asking session may stay."""
    with write():
        if actor.kind == "account" and actor.id == account_id:
            found = db.session.get_one(Account, account_id, with_for_update=True)
        else:
            found = access.managed_account(actor, account_id)
        found.session_stamp = fresh_stamp()
        note(actor, "account.sessions_ended", found, now)
        return found.session_stamp


def keep_an_administrator(
    *, besides_account: int | None = None, besides_grant: int | None = None
) -> None:
    """Refuse what would leave the installation without an administrator who can sign in."""
    live = sa.and_(RoleGrant.role == "administrator", RoleGrant.revoked_at.is_(None))
    # First the lock, in a fixed order; only then a look, which sees what others committed.
    db.session.execute(sa.select(RoleGrant.id).where(live).order_by(RoleGrant.id).with_for_update())
    grants = db.session.execute(
        sa.select(RoleGrant.id, RoleGrant.account_id)
        .join(Account, RoleGrant.account_id == Account.id)
        .where(live, Account.active)
    ).all()
    stay = [g for g in grants if g.account_id != besides_account and g.id != besides_grant]
    if grants and not stay:
        raise UserError(
            _("This is the last administrator. Make another account administrator first."),
            code="last_administrator",
        )


def forget_links(found: Account) -> None:
    """No sign-in link given out before opens the account any more."""
    db.session.execute(sa.delete(SignInLink).where(SignInLink.account_id == found.id))


def fresh_stamp() -> str:
    """A new session stamp: 128 random bits in hex."""
    return secrets.token_hex(16)


def note(actor: Actor, action: str, found: Account, now: datetime, **detail: object) -> None:
    """Put something that happened to an account into the audit log, in its organisation."""
    audit(
        actor, action, f"account:{found.id}", now, organisation_id=found.organisation_id, **detail
    )


def _checked_username(text: str) -> str:
    username = username_key(text)
    if not _USERNAME.fullmatch(username):
        raise UserError(
            _("A user name has 3 to 40 letters, digits, dots, dashes or underscores."),
            code="username",
        )
    return username


def _checked_name(text: str) -> str:
    name = tidy(text)
    if not 1 <= len(name) <= 60:
        raise UserError(_("Give the person's name, with at most 60 characters."), code="name")
    return name


def _accepted(password: str, username: str, name: str) -> str:
    passwords.check(password, username, name)
    return passwords.hash_password(password)


def _check_current(known: Account, current: str, new: str) -> None:
    asked = known.password_hash is not None and not known.must_change_password
    if asked and not passwords.verify(known.password_hash, current):
        raise UserError(_("The current password is not right."), code="current_password")
    if known.password_hash and passwords.verify(known.password_hash, new):
        raise UserError(_("Choose a password other than the present one."), code="same_password")


def _check_organisation(
    actor: Actor, organisation_id: int | None, former: int | None = None
) -> None:
    if organisation_id is None:
        if not actor.is_administrator:
            raise UserError(_("Choose the organization of this account."), code="organisation")
        return
    if not access.organisation(actor, organisation_id).active and organisation_id != former:
        raise UserError(_("This organization is archived."), code="archived")


def _refuse_taken(username: object) -> None:
    query = sa.select(Account.id).where(Account.username == username)
    if db.session.scalar(query) is not None:
        raise _taken(username)


def _flush(username: str) -> None:
    """Write to the database now: someone else may have taken the name since we looked."""
    try:
        db.session.flush()
    except sa.exc.IntegrityError as error:
        raise _taken(username) from error


def _taken(username: object) -> UserError:
    return UserError(_('The user name "%(name)s" is taken.', name=username), code="username_taken")
