"""The tree of organisations: add, change, move, archive, delete."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.people import access
from blueprints.people.kinds import KINDS
from blueprints.people.models import Account, Organisation, Person, RoleGrant
from blueprints.people.spelling import tidy
from store import UserError, audit, db, write
from store.actors import Actor

MAX_DEPTH = 12
_REGION_CODE = re.compile(r"\d{2,12}")  # GB/T 2260 codes have 6 digits, statistical ones 12


@dataclass(frozen=True)
class OrganisationData:
    """What a form or an import row says about an organisation."""

    name: str
    kind: str
    short_name: str = ""
    region_code: str = ""
    zone: str = ""


def create_organisation(
    actor: Actor, data: OrganisationData, *, parent_id: int | None, now: datetime
) -> int:
    """Add an organisation below `parent_id` (None: at the top, administrators only)."""
    with write():
        lock_tree()
        parent = _parent(actor, parent_id)
        checked = clean(data)
        if parent and parent.path.count(".") >= MAX_DEPTH:
            raise UserError(_too_deep(), code="too_deep")
        _refuse_twin(checked.name, parent_id)
        made = Organisation(parent_id=parent_id, created_at=now, **vars(checked))
        db.session.add(made)
        db.session.flush()  # the path holds the new id
        made.path = f"{parent.path if parent else ''}{made.id}."
        _note(actor, "organisation.created", made, now, name=made.name, parent=parent_id)
        return made.id


def change_organisation(
    actor: Actor, organisation_id: int, data: OrganisationData, *, now: datetime
) -> None:
    """Rename it or change what kind it is; its place in the tree stays."""
    with write():
        lock_tree()
        found = access.organisation(actor, organisation_id, lock=True)
        checked = clean(data)
        _refuse_twin(checked.name, found.parent_id, besides=found.id)
        changes = {
            field: [getattr(found, field), value]
            for field, value in vars(checked).items()
            if getattr(found, field) != value
        }
        for field, (_old, value) in changes.items():
            setattr(found, field, value)
        if changes:
            _note(actor, "organisation.changed", found, now, changes=changes)


def move_organisation(
    actor: Actor, organisation_id: int, *, parent_id: int | None, now: datetime
) -> None:
    """Hang the organisation and everything below it under another parent."""
    with write():
        lock_tree()
        found = _below_managed(actor, organisation_id)
        parent = _parent(actor, parent_id)
        if found.parent_id == parent_id:
            return
        if parent and parent.path.startswith(found.path):
            raise UserError(_("An organization can't be moved below itself."), code="cycle")
        _refuse_twin(found.name, parent_id, besides=found.id)
        former = found.parent_id
        _rewrite_paths(found, f"{parent.path if parent else ''}{found.id}.")
        found.parent_id = parent_id
        _note(actor, "organisation.moved", found, now, before=former, after=parent_id)


def set_organisation_active(
    actor: Actor, organisation_id: int, *, active: bool, now: datetime
) -> None:
    """Archive an organisation (it stays in the records, but isn't offered any more) or undo it."""
    with write():
        lock_tree()
        found = _below_managed(actor, organisation_id)
        if not active and _has_active_children(found):
            raise UserError(_("Archive the organizations below it first."), code="not_empty")
        if active and found.parent and not found.parent.active:
            raise UserError(_("The organization above it is archived."), code="parent_archived")
        if found.active != active:
            found.active = active
            action = "organisation.restored" if active else "organisation.archived"
            _note(actor, action, found, now)


def delete_organisation(actor: Actor, organisation_id: int, *, now: datetime) -> None:
    """Delete one that was made by mistake; anything that belongs to it forbids that."""
    with write():
        lock_tree()
        found = _below_managed(actor, organisation_id)
        if _is_used(found):
            raise UserError(_still_used(), code="in_use")
        # In the scope of the one above: this one will have no scope any more.
        audit(
            actor,
            "organisation.deleted",
            f"organisation:{found.id}",
            now,
            organisation_id=found.parent_id,
            name=found.name,
        )
        db.session.delete(found)
        try:
            db.session.flush()  # other features' tables may point here too
        except sa.exc.IntegrityError as error:
            raise UserError(_still_used(), code="in_use") from error


def clean(data: OrganisationData) -> OrganisationData:
    """The same data without stray blanks; refuses what can't be stored."""
    name, short_name = tidy(data.name), tidy(data.short_name)
    if not name:
        raise UserError(_("Give the organization a name."), code="name")
    if len(name) > 120 or len(short_name) > 40 or len(tidy(data.zone)) > 40:
        raise UserError(_("The name or short name is too long."), code="too_long")
    if data.kind not in KINDS:
        raise UserError(_("Choose the type of organization from the list."), code="kind")
    code = data.region_code.strip()
    if code and not _REGION_CODE.fullmatch(code):
        raise UserError(_("A region code has 2 to 12 digits."), code="region_code")
    return OrganisationData(name, data.kind, short_name, code, tidy(data.zone))


def lock_tree() -> None:
    """One change of the tree at a time, on PostgreSQL too: two moves could close a circle."""
    db.session.execute(
        sa.select(Organisation.id)
        .where(Organisation.parent_id.is_(None))
        .order_by(Organisation.id)
        .with_for_update()
    )


def _parent(actor: Actor, parent_id: int | None) -> Organisation | None:
    if parent_id is None:
        if not actor.is_administrator:
            raise UserError(
                _("Only an administrator can add or move an organization at the top."),
                status=403,
                code="forbidden",
            )
        return None
    parent = access.organisation(actor, parent_id)
    if not parent.active:
        raise UserError(_("The organization above it is archived."), code="parent_archived")
    return parent


def _below_managed(actor: Actor, organisation_id: int) -> Organisation:
    """The organisation, if `actor` administers the one above it too (not only this one)."""
    found = access.organisation(actor, organisation_id, lock=True)
    above = found.path.removesuffix(f"{found.id}.")
    if not actor.may(*access.MANAGERS, organisation_path=above):
        raise UserError(
            _("Only whoever administers the organization above can do this."),
            status=403,
            code="forbidden",
        )
    return found


def _rewrite_paths(moved: Organisation, path: str) -> None:
    below = list(
        db.session.scalars(sa.select(Organisation).where(Organisation.path.startswith(moved.path)))
    )
    if max(o.path.count(".") for o in below) - moved.path.count(".") + path.count(".") > MAX_DEPTH:
        raise UserError(_too_deep(), code="too_deep")
    former = moved.path
    for organisation in below:
        organisation.path = path + organisation.path.removeprefix(former)


def _refuse_twin(name: str, parent_id: int | None, besides: int | None = None) -> None:
    query = sa.select(Organisation.id).where(
        Organisation.name == name,
        Organisation.parent_id.is_(None)
        if parent_id is None
        else Organisation.parent_id == parent_id,
    )
    if any(found != besides for found in db.session.scalars(query)):
        raise UserError(
            _('There is already an organization named "%(name)s" here.', name=name), code="twin"
        )


def _has_active_children(found: Organisation) -> bool:
    query = sa.select(Organisation.id).where(
        Organisation.parent_id == found.id, Organisation.active
    )
    return db.session.scalar(query.limit(1)) is not None


def _is_used(found: Organisation) -> bool:
    columns = (
        Organisation.parent_id,
        Account.organisation_id,
        Person.organisation_id,
        RoleGrant.organisation_id,
    )
    return any(
        db.session.scalar(sa.select(column).where(column == found.id).limit(1)) is not None
        for column in columns
    )


def _still_used() -> str:
    return _("Something still belongs to this organization, so it can only be archived.")


def _too_deep() -> str:
    return _("The tree can be at most %(n)s levels deep.", n=MAX_DEPTH)


def _note(actor: Actor, action: str, found: Organisation, now: datetime, **detail: object) -> None:
    audit(actor, action, f"organisation:{found.id}", now, organisation_id=found.id, **detail)
