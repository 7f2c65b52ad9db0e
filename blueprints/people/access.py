"""What an actor may see and manage of organisations and accounts: filters and loaders.

Loading is the authorisation: what is out of an actor's scope raises NotFound, as if it
weren't there; what may be seen but not changed raises a refusal with status 403.
"""

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.people import contest_scopes
from blueprints.people.models import Account, Organisation, RoleGrant
from blueprints.people.roles import may_grant
from store import NotFound, UserError, db
from store.actors import Actor

MOST_ID = 2**31 - 1  # what an integer column takes; larger ones are in no table

MANAGERS = ("organisation_admin",)
AUDITORS = ("organisation_admin", "supervisor")


def paths(actor: Actor, *roles: str) -> list[str]:
    """Paths of the organisations in which `actor` holds one of `roles`."""
    return sorted(
        {g.organisation_path for g in actor.grants if g.scope == "organisation" and g.role in roles}
    )


def within(actor: Actor, *roles: str) -> sa.ColumnElement[bool]:
    """SQL condition on Organisation: it lies where `actor` holds one of `roles`."""
    if actor.is_administrator:
        return sa.true()
    return sa.or_(sa.false(), *(Organisation.path.startswith(p) for p in paths(actor, *roles)))


def may_manage_people(actor: Actor) -> bool:
    """True when there is any organisation whose accounts this actor looks after."""
    return actor.is_administrator or bool(paths(actor, *MANAGERS))


def may_read_audit(actor: Actor) -> bool:
    return actor.is_administrator or bool(paths(actor, *AUDITORS))


def organisation(actor: Actor, organisation_id: int, *, lock: bool = False) -> Organisation:
    """The organisation, if `actor` administers it; else NotFound."""
    query = sa.select(Organisation).where(
        Organisation.id == organisation_id, within(actor, *MANAGERS)
    )
    known = 0 < organisation_id <= MOST_ID
    found = db.session.scalar(query.with_for_update() if lock else query) if known else None
    if found is None:
        raise NotFound(_("This organization doesn't exist, or it isn't in your scope."))
    return found


def account(actor: Actor, account_id: int, *, lock: bool = False) -> Account:
    """The account, if it belongs to an organisation that `actor` administers; else NotFound."""
    query = sa.select(Account).outerjoin(Organisation, Account.organisation_id == Organisation.id)
    query = query.where(Account.id == account_id, within(actor, *MANAGERS))
    known = 0 < account_id <= MOST_ID
    found = (
        db.session.scalar(query.with_for_update(of=Account) if lock else query) if known else None
    )
    if found is None:
        raise NotFound(_("This account doesn't exist, or it isn't in your scope."))
    return found


def managed_account(actor: Actor, account_id: int) -> Account:
    """The account, locked, if `actor` may change it: never one with higher roles than theirs.

    Otherwise a sign-in link for an administrator's account would lift anyone to administrator.
    """
    found = account(actor, account_id, lock=True)
    if not all(covers_grant(actor, g) for g in live_grants(account_id)):
        raise UserError(
            _(
                "This account holds roles outside of your scope, so only an administrator of that "
                "scope can change it."
            ),
            status=403,
            code="forbidden",
        )
    return found


def self_actor(found: Account) -> Actor:
    """Whoever acts on their own account, for the audit log; carries no roles."""
    return Actor("account", found.id, found.name, organisation_id=found.organisation_id)


def live_grants(account_id: int) -> list[RoleGrant]:
    """The grants of an account that haven't been revoked."""
    return list(
        db.session.scalars(
            sa.select(RoleGrant)
            .where(RoleGrant.account_id == account_id, RoleGrant.revoked_at.is_(None))
            .order_by(RoleGrant.id)
        )
    )


def covers_grant(actor: Actor, grant: RoleGrant) -> bool:
    """True when `actor` could give (and may take) this very grant."""
    path = grant.organisation.path if grant.organisation else ""
    if grant.scope == "contest" and grant.contest_id is not None:
        scope = contest_scopes.find(grant.contest_id)
        path = scope.organisation_path if scope else ""
    return may_grant(
        actor, grant.role, grant.scope, organisation_path=path, contest_id=grant.contest_id
    )
