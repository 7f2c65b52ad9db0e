"""Accounts and the roles they hold, as pages list them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.people import access, contest_scopes
from blueprints.people.models import Account, Organisation, RoleGrant
from blueprints.people.roles import ROLES
from store import AuditEntry, db
from store.actors import SYSTEM, Actor
from web.paging import Page, paged

RECENT_SIGN_INS = 5


@dataclass(frozen=True)
class GrantRow:
    """A role held, or once held, with who gave and took it."""

    id: int
    account_id: int
    account_name: str
    role: str
    scope: str
    scope_name: str
    granted_by: str
    granted_at: datetime
    revoked_by: str
    revoked_at: datetime | None
    revocable: bool = False

    @property
    def role_name(self) -> str:
        """The role in the reader's language."""
        return str(ROLES[self.role])


@dataclass(frozen=True)
class AccountRow:
    """An account; `grants` are those it holds now."""

    id: int
    username: str
    name: str
    organisation_id: int | None
    organisation: str
    active: bool
    has_password: bool
    last_sign_in_at: datetime | None
    created_at: datetime
    grants: tuple[GrantRow, ...] = ()


@dataclass(frozen=True)
class AccountFilter:
    """What the list is narrowed to."""

    search: str = ""
    organisation_id: int | None = None
    role: str = ""
    inactive: bool = False


@dataclass(frozen=True)
class SignInRow:
    """A sign-in to one's own account, as the log has it."""

    at: datetime
    succeeded: bool
    by: str
    address: str


def accounts(actor: Actor, wanted: AccountFilter, page: int = 1) -> Page[AccountRow]:
    """Accounts of the organisations that `actor` administers, by name."""
    query = _narrowed(_visible(actor), wanted).order_by(Account.name, Account.id)
    found = paged(query.options(sa.orm.joinedload(Account.organisation)), page)
    held = _held({a.id for a in found.items})
    rows = [_row(a, tuple(held.get(a.id, ()))) for a in found.items]
    return Page(rows, found.number, found.per_page, found.total)


def account(actor: Actor, account_id: int) -> AccountRow:
    """One account with its present roles; NotFound outside of the actor's scope."""
    found = access.account(actor, account_id)
    return _row(found, tuple(grant_history(actor, account_id, live_only=True)))


def grant_history(actor: Actor, account_id: int, *, live_only: bool = False) -> list[GrantRow]:
    """Roles of one account, the newest first, each with whether `actor` may take it back."""
    query = _grants().where(RoleGrant.account_id == account_id)
    if live_only:
        query = query.where(RoleGrant.revoked_at.is_(None))
    found = db.session.scalars(query.order_by(RoleGrant.id.desc())).all()
    return [_grant_row(g, actor) for g in found]


def contest_staff(contest_id: int) -> list[GrantRow]:
    """Who holds a role in this very contest now (not those whose role covers it from above)."""
    query = _grants().where(RoleGrant.contest_id == contest_id, RoleGrant.revoked_at.is_(None))
    return [_grant_row(g) for g in db.session.scalars(query.order_by(RoleGrant.id))]


def recent_sign_ins(account_id: int) -> list[SignInRow]:
    """The last few times somebody signed in to this account, or failed to."""
    found = db.session.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject == f"account:{account_id}",
            AuditEntry.action.in_(("account.signed_in", "account.sign_in_refused")),
        )
        .order_by(AuditEntry.id.desc())
        .limit(RECENT_SIGN_INS)
    )
    return [
        SignInRow(
            e.at, e.action == "account.signed_in", e.detail.get("by", ""), e.detail["address"]
        )
        for e in found
    ]


def account_named(username: str) -> int | None:
    """The id of the account with this user name, in its kept spelling."""
    return db.session.scalar(sa.select(Account.id).where(Account.username == username))


def has_administrator() -> bool:
    """False on a new installation: nobody can sign in as administrator yet."""
    query = sa.select(RoleGrant.id).join(Account, RoleGrant.account_id == Account.id)
    query = query.where(
        RoleGrant.role == "administrator", RoleGrant.revoked_at.is_(None), Account.active
    )
    return db.session.scalar(query.limit(1)) is not None


def _visible(actor: Actor) -> sa.Select[tuple[Account]]:
    query = sa.select(Account).outerjoin(Organisation, Account.organisation_id == Organisation.id)
    return query.where(access.within(actor, *access.MANAGERS))


def _narrowed(query: sa.Select[tuple[Account]], wanted: AccountFilter) -> sa.Select[tuple[Account]]:
    query = query.where(Account.active != wanted.inactive)
    if wanted.search:
        text = wanted.search.casefold()
        query = query.where(
            Account.username.contains(text, autoescape=True)
            | sa.func.lower(Account.name).contains(text, autoescape=True)
        )
    if wanted.organisation_id is not None:
        path = (
            sa.select(Organisation.path)
            .where(Organisation.id == wanted.organisation_id)
            .scalar_subquery()
        )
        query = query.where(Organisation.path.startswith(path))
    if wanted.role:
        holders = sa.select(RoleGrant.account_id).where(
            RoleGrant.role == wanted.role, RoleGrant.revoked_at.is_(None)
        )
        query = query.where(Account.id.in_(holders))
    return query


def _grants() -> sa.Select[tuple[RoleGrant]]:
    return sa.select(RoleGrant).options(
        sa.orm.joinedload(RoleGrant.organisation), sa.orm.joinedload(RoleGrant.account)
    )


def _held(account_ids: set[int]) -> dict[int, list[GrantRow]]:
    query = _grants().where(RoleGrant.account_id.in_(account_ids), RoleGrant.revoked_at.is_(None))
    held: dict[int, list[GrantRow]] = {}
    for grant in db.session.scalars(query.order_by(RoleGrant.id)):
        held.setdefault(grant.account_id, []).append(_grant_row(grant))
    return held


def _row(found: Account, grants: tuple[GrantRow, ...]) -> AccountRow:
    return AccountRow(
        id=found.id,
        username=found.username,
        name=found.name,
        organisation_id=found.organisation_id,
        organisation=found.organisation.name if found.organisation else "",
        active=found.active,
        has_password=found.password_hash is not None,
        last_sign_in_at=found.last_sign_in_at,
        created_at=found.created_at,
        grants=grants,
    )


def _grant_row(grant: RoleGrant, actor: Actor | None = None) -> GrantRow:
    return GrantRow(
        id=grant.id,
        account_id=grant.account_id,
        account_name=grant.account.name,
        role=grant.role,
        scope=grant.scope,
        scope_name=_scope_name(grant),
        granted_by=who(grant.granted_by, grant.granted_by_name),
        granted_at=grant.granted_at,
        revoked_by=who(grant.revoked_by or "", grant.revoked_by_name or ""),
        revoked_at=grant.revoked_at,
        revocable=bool(actor and grant.revoked_at is None and access.covers_grant(actor, grant)),
    )


def who(ref: str, name: str) -> str:
    """The name of an actor; what was done at the server's command line is the system's."""
    return _("System") if ref == SYSTEM.ref else name


def _scope_name(grant: RoleGrant) -> str:
    if grant.contest_id is not None:
        scope = contest_scopes.find(grant.contest_id)
        return scope.name if scope else f"#{grant.contest_id}"
    return grant.organisation.name if grant.organisation else ""
