"""Roles given and taken back."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.people import access, contest_scopes
from blueprints.people.models import Account, RoleGrant
from blueprints.people.roles import ROLES, SCOPES_OF, may_grant
from blueprints.people.services.accounts import keep_an_administrator, username_key
from store import NotFound, UserError, audit, db, write
from store.actors import Actor


def grant_role(
    actor: Actor,
    account_id: int,
    role: str,
    *,
    now: datetime,
    organisation_id: int | None = None,
    contest_id: int | None = None,
) -> int:
    """Give a role in the system (neither id), an organisation, or a contest; returns the grant.

    Who gives a role in a contest need not administer the account's organisation: staff of a
    joint contest come from several. Giving what is already held changes nothing.
    """
    if role not in ROLES:
        raise UserError(_("Choose a role from the list."), code="role")
    with write():
        scope, key, path = _scope(actor, role, organisation_id, contest_id)
        if not may_grant(actor, role, scope, organisation_path=path, contest_id=contest_id):
            raise _refusal()
        account = _account(actor, account_id, scope)
        if (held := _held(account_id, role, key)) is not None:
            return held
        made = RoleGrant(
            account_id=account_id,
            role=role,
            scope=scope,
            scope_key=key,
            organisation_id=organisation_id,
            contest_id=contest_id,
            granted_by=actor.ref,
            granted_by_name=actor.name,
            granted_at=now,
        )
        db.session.add(made)
        db.session.flush()
        _note(actor, "role.granted", account, made, now)
        return made.id


def grant_in_contest(
    actor: Actor, username: str, role: str, *, contest_id: int, now: datetime
) -> int:
    """Give a role in a contest to whoever has exactly this user name."""
    found = db.session.scalar(
        sa.select(Account.id).where(Account.username == username_key(username), Account.active)
    )
    if found is None:
        raise UserError(_("No account has this user name."), code="username")
    return grant_role(actor, found, role, contest_id=contest_id, now=now)


def revoke_role(actor: Actor, grant_id: int, *, now: datetime) -> None:
    """Take a role back; the row stays with who did it and when."""
    with write():
        grant = db.session.get(RoleGrant, min(grant_id, access.MOST_ID))
        if grant is None or not _sees(actor, grant):
            raise NotFound(_("This role has not been given, or it isn't in your scope."))
        if not access.covers_grant(actor, grant):
            raise _refusal()
        if grant.role == "administrator":
            keep_an_administrator(besides_grant=grant_id)
        db.session.refresh(grant, with_for_update=True)
        if grant.revoked_at is not None:
            return
        grant.revoked_at = now
        grant.revoked_by = actor.ref
        grant.revoked_by_name = actor.name
        _note(actor, "role.revoked", grant.account, grant, now)


def _scope(
    actor: Actor, role: str, organisation_id: int | None, contest_id: int | None
) -> tuple[str, str, str]:
    """Scope, its key, and the path of the organisation it lies in."""
    if contest_id is not None:
        found = contest_scopes.find(contest_id)
        if found is None:
            raise NotFound(_("This contest doesn't exist."))
        scope, key, path = "contest", f"contest:{contest_id}", found.organisation_path
    elif organisation_id is not None:
        organisation = access.organisation(actor, organisation_id)
        scope, key, path = "organisation", f"organisation:{organisation_id}", organisation.path
    else:
        scope, key, path = "system", "system", ""
    if scope not in SCOPES_OF[role]:
        raise UserError(_("This role can't be given in that scope."), code="scope")
    return scope, key, path


def _account(actor: Actor, account_id: int, scope: str) -> Account:
    if scope == "contest":
        found = db.session.get(Account, account_id, with_for_update=True)
        if found is None:
            raise NotFound(_("This account doesn't exist, or it isn't in your scope."))
    else:
        found = access.account(actor, account_id, lock=True)
    if not found.active:
        raise UserError(_("This account is deactivated."), code="inactive")
    return found


def _held(account_id: int, role: str, key: str) -> int | None:
    return db.session.scalar(
        sa.select(RoleGrant.id).where(
            RoleGrant.account_id == account_id,
            RoleGrant.role == role,
            RoleGrant.scope_key == key,
            RoleGrant.revoked_at.is_(None),
        )
    )


def _sees(actor: Actor, grant: RoleGrant) -> bool:
    if access.covers_grant(actor, grant):
        return True
    path = grant.account.organisation.path if grant.account.organisation else ""
    return actor.may(*access.MANAGERS, organisation_path=path)


def _refusal() -> UserError:
    return UserError(
        _("You can give and take only roles inside your own scope, and none above your own."),
        status=403,
        code="forbidden",
    )


def _note(actor: Actor, action: str, account: Account, grant: RoleGrant, now: datetime) -> None:
    scope = contest_scopes.find(grant.contest_id) if grant.contest_id is not None else None
    audit(
        actor,
        action,
        f"account:{account.id}",
        now,
        organisation_id=scope.organisation_id if scope else grant.organisation_id,
        role=grant.role,
        scope=grant.scope_key,
        account=account.name,
    )
