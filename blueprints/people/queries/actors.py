"""Who signed in, with their roles as they are in the database now: one query a request."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask_login import UserMixin

from blueprints.people.models import Account, Organisation, RoleGrant
from store import db
from store.actors import Actor, Grant


@dataclass(frozen=True)
class SignedInUser(UserMixin):
    """What Flask-Login holds for a request: plain data, so that no write gate can expire it."""

    id: int
    username: str
    name: str
    session_stamp: str
    must_change_password: bool
    actor: Actor

    def get_id(self) -> str:
        """The account and its stamp; the session ends when the stamp changes."""
        return f"{self.id}.{self.session_stamp}"

    __hash__ = object.__hash__  # UserMixin's equality would take it away


def load_user(session_id: str) -> SignedInUser | None:
    """Flask-Login's loader: None when the account is inactive or the stamp is an old one."""
    number, _dot, stamp = session_id.partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    user = signed_in_user(int(number))
    return user if user and user.session_stamp == stamp else None


def signed_in_user(account_id: int) -> SignedInUser | None:
    """An active account with its actor, in one query that only reads."""
    rows = db.session.execute(
        sa.select(
            Account.username,
            Account.name,
            Account.session_stamp,
            Account.must_change_password,
            Account.organisation_id,
            RoleGrant.role,
            RoleGrant.scope,
            RoleGrant.contest_id,
            Organisation.path,
        )
        .outerjoin(RoleGrant, (RoleGrant.account_id == Account.id) & RoleGrant.revoked_at.is_(None))
        .outerjoin(Organisation, RoleGrant.organisation_id == Organisation.id)
        .where(Account.id == account_id, Account.active)
    ).all()
    if not rows:
        return None
    first = rows[0]
    grants = frozenset(
        Grant(r.role, r.scope, r.path or "", r.contest_id) for r in rows if r.role is not None
    )
    actor = Actor("account", account_id, first.name, grants, first.organisation_id)
    return SignedInUser(
        account_id,
        first.username,
        first.name,
        first.session_stamp,
        first.must_change_password,
        actor,
    )


def actor_for_account(account_id: int) -> Actor | None:
    """The actor of an active account, None when there is none."""
    user = signed_in_user(account_id)
    return user.actor if user else None
