"""One-time sign-in links: for the first sign-in, a forgotten password, the demo."""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.people import access
from blueprints.people.models import Account, SignInLink
from blueprints.people.queries.actors import actor_for_account
from blueprints.people.services.accounts import forget_links, fresh_stamp, note
from blueprints.people.services.sign_in import SignedIn, enter_account
from store import NotFound, db, write
from store.actors import SYSTEM, Actor

LINK_LIFE = timedelta(hours=24)


def issue_sign_in_link(account_id: int, now: datetime, *, actor: Actor = SYSTEM) -> str:
    """Make a link for an account the actor may manage; returns the token, kept only as a hash.

    The address is `/sign-in/<token>`. Whoever comes in by it chooses a password afterwards
    if the account has none.
    """
    token = secrets.token_urlsafe(32)
    with write():
        found = access.managed_account(actor, account_id)
        _forget_old(now)
        db.session.add(
            SignInLink(
                account_id=found.id,
                token_hash=_hash(token),
                issued_by=actor.ref,
                issued_at=now,
                expires_at=now + LINK_LIFE,
            )
        )
        note(actor, "account.link_issued", found, now)
    return token


def reset_password(actor: Actor, account_id: int, *, now: datetime) -> str:
    """Take the password away, end all sessions, and return the token of a sign-in link."""
    with write():
        found = access.managed_account(actor, account_id)
        found.password_hash = None
        found.must_change_password = True
        found.session_stamp = fresh_stamp()
        forget_links(found)
        note(actor, "account.password_reset", found, now)
        return issue_sign_in_link(account_id, now, actor=actor)


def link_holder(token: str, now: datetime) -> str:
    """Name of the person whom the link signs in; NotFound when it no longer works."""
    return _usable(token, now).account.name


def use_sign_in_link(token: str, *, address: str, now: datetime) -> SignedIn:
    """Consume the link. Of several uses at the same moment exactly one gets in."""
    with write():
        link = _usable(token, now, lock=True)
        link.used_at = now
        found = db.session.get_one(Account, link.account_id, with_for_update=True)
        return enter_account(found, by="link", address=address, now=now)


def _usable(token: str, now: datetime, *, lock: bool = False) -> SignInLink:
    query = (
        sa.select(SignInLink)
        .join(Account, SignInLink.account_id == Account.id)
        .where(
            SignInLink.token_hash == _hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
            Account.active,
        )
    )
    link = db.session.scalar(query.with_for_update(of=SignInLink) if lock else query)
    if link is None or not _issuer_covers(link):
        raise NotFound(
            _(
                "This sign-in link has been used or has expired. Ask your administrator for a new "
                "one, or sign in with your password."
            )
        )
    return link


def _issuer_covers(link: SignInLink) -> bool:
    """Whoever issued it may still manage the account.

    A link made before the account got a higher role would lift its issuer to that role.
    """
    if link.issued_by == SYSTEM.ref:
        return True
    issuer = actor_for_account(int(link.issued_by.partition(":")[2]))
    return issuer is not None and all(
        access.covers_grant(issuer, grant) for grant in access.live_grants(link.account_id)
    )


def _forget_old(now: datetime) -> None:
    db.session.execute(sa.delete(SignInLink).where(SignInLink.expires_at < now - LINK_LIFE))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
