"""Who may do what with a body's certificates. Loading through here *is* the authorisation.

What an actor may not see is not found (404); what they see but may not do is refused (403).
"""

from enum import Enum
from typing import TypeVar

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.models import (
    AwardList,
    Batch,
    Certificate,
    CertificateTemplate,
    HonorRoll,
    Notice,
    Seal,
    SigningKey,
)
from blueprints.people.models import Organisation
from store import NotFound, UserError, db
from store.actors import Actor

Owned = TypeVar(
    "Owned",
    AwardList,
    Batch,
    Certificate,
    CertificateTemplate,
    HonorRoll,
    Notice,
    Seal,
    SigningKey,
)


class Right(Enum):
    """A right in an organisation's certificates, with the roles that hold it."""

    VIEW = ("organisation_admin", "organiser", "supervisor")  # and to approve what others made
    PREPARE = ("organisation_admin", "organiser")  # templates, lists, batches, rolls, notices
    KEEP = ("organisation_admin",)  # seals, keys, numbers, and revoking


def path_of(organisation_id: int) -> str:
    """The organisation's path from the root; empty when there is no such organisation."""
    found = db.session.scalar(
        sa.select(Organisation.path).where(Organisation.id == organisation_id)
    )
    return found or ""


def may(actor: Actor, organisation_id: int, right: Right) -> bool:
    """Whether the actor holds the right in this organisation."""
    return actor.may(*right.value, organisation_path=path_of(organisation_id))


def require(actor: Actor, organisation_id: int, right: Right) -> None:
    """Nothing, or NotFound when the actor may not see it, or a refusal (403)."""
    path = path_of(organisation_id)
    if not path or not actor.may(*Right.VIEW.value, organisation_path=path):
        raise NotFound
    if not actor.may(*right.value, organisation_path=path):
        raise UserError(_("Your role does not allow this."), status=403, code="forbidden")


def owned(
    actor: Actor,
    model: type[Owned],
    row_id: int,
    right: Right = Right.VIEW,
    *,
    lock: bool = False,
) -> Owned:
    """A row of a table with `organisation_id` that the actor may treat so.

    With `lock`, its row is locked until the commit and read anew (on PostgreSQL another writer
    may have changed it while this one waited).
    """
    if lock:
        db.session.flush()
        found = db.session.get(model, row_id, with_for_update=True, populate_existing=True)
    else:
        found = db.session.get(model, row_id)
    if found is None:
        raise NotFound
    require(actor, found.organisation_id, right)
    return found


def visible(actor: Actor, right: Right = Right.VIEW) -> sa.ColumnElement[bool]:
    """SQL condition on Organisation: the actor holds the right there."""
    if actor.is_administrator:
        return sa.true()
    paths = {
        g.organisation_path
        for g in actor.grants
        if g.scope == "organisation" and g.role in right.value
    }
    return sa.or_(sa.false(), *(Organisation.path.startswith(p) for p in sorted(paths)))


def organisations_for(actor: Actor, right: Right) -> list[Organisation]:
    """Active organisations in which the actor holds the right, in tree order."""
    query = sa.select(Organisation).where(Organisation.active, visible(actor, right))
    return list(db.session.scalars(query.order_by(Organisation.path)))
