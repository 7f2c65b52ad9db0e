"""The tree of organisations as pages, choosers and other features read it."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.people import access
from blueprints.people.models import Account, Organisation
from store import db
from store.actors import Actor


@dataclass(frozen=True)
class OrganisationRow:
    """One line of the tree. `depth` counts from the topmost organisation of the list."""

    id: int
    parent_id: int | None
    path: str
    name: str
    short_name: str
    kind: str
    region_code: str
    zone: str
    active: bool
    depth: int
    accounts: int = 0
    matches: bool = True

    @property
    def label(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True)
class Ancestor:
    """One step of the way down to an organisation."""

    id: int
    name: str
    path: str


def organisation_path(organisation_id: int) -> str | None:
    """The materialised path (`"1.4.9."`), None when there is no such organisation."""
    return db.session.scalar(sa.select(Organisation.path).where(Organisation.id == organisation_id))


def organisation_names(ids: set[int]) -> dict[int, str]:
    """Full names by id, of those that exist."""
    query = sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return {row.id: row.name for row in db.session.execute(query)}


def organisations_for(
    actor: Actor, *roles: str, include_archived: bool = False
) -> list[OrganisationRow]:
    """What `actor` covers with one of `roles`, each below its parent, siblings by region, name."""
    query = sa.select(Organisation).where(access.within(actor, *roles))
    if not include_archived:
        query = query.where(Organisation.active)
    found = db.session.scalars(query.order_by(Organisation.region_code, Organisation.name))
    return _in_tree_order([_row(o) for o in found])


def organisation_choices(actor: Actor, *roles: str) -> list[tuple[int, str]]:
    """`(id, indented name)` for a form's chooser, active ones only."""
    return [(row.id, "\u3000" * row.depth + row.name) for row in organisations_for(actor, *roles)]


def tree(actor: Actor, search: str = "", *, archived: bool = False) -> list[OrganisationRow]:
    """The tree page: all that `actor` administers; a search keeps matches and what is above."""
    rows = organisations_for(actor, *access.MANAGERS, include_archived=archived)
    counts = _account_counts()
    rows = [_with(row, accounts=counts.get(row.id, 0)) for row in rows]
    wanted = search.strip().casefold()
    if not wanted:
        return rows
    hits = {row.id for row in rows if wanted in f"{row.name} {row.short_name}".casefold()}
    kept = {int(part) for row in rows if row.id in hits for part in row.path.split(".") if part}
    return [_with(row, matches=row.id in hits) for row in rows if row.id in kept]


def organisation(actor: Actor, organisation_id: int) -> OrganisationRow:
    """One that `actor` administers, with its number of accounts; else NotFound."""
    found = _row(access.organisation(actor, organisation_id))
    return _with(found, accounts=_account_counts().get(organisation_id, 0))


def children(actor: Actor, organisation_id: int) -> list[OrganisationRow]:
    """What hangs directly below it, archived ones too."""
    rows = organisations_for(actor, *access.MANAGERS, include_archived=True)
    return [row for row in rows if row.parent_id == organisation_id]


def ancestors(path: str) -> list[Ancestor]:
    """From the root down to, not including, the organisation of `path`."""
    ids = [int(part) for part in path.split(".") if part][:-1]
    names = organisation_names(set(ids))
    return [
        Ancestor(one, names[one], "".join(f"{above}." for above in ids[: index + 1]))
        for index, one in enumerate(ids)
    ]


def _account_counts() -> dict[int | None, int]:
    query = sa.select(Account.organisation_id, sa.func.count()).where(Account.active)
    return dict(db.session.execute(query.group_by(Account.organisation_id)).all())


def _row(found: Organisation) -> OrganisationRow:
    return OrganisationRow(
        id=found.id,
        parent_id=found.parent_id,
        path=found.path,
        name=found.name,
        short_name=found.short_name,
        kind=found.kind,
        region_code=found.region_code,
        zone=found.zone,
        active=found.active,
        depth=0,
    )


def _with(row: OrganisationRow, **changes: object) -> OrganisationRow:
    return OrganisationRow(**{**vars(row), **changes})  # type: ignore[arg-type]


def _in_tree_order(rows: list[OrganisationRow]) -> list[OrganisationRow]:
    known = {row.id for row in rows}
    below: dict[int | None, list[OrganisationRow]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    ordered: list[OrganisationRow] = []
    waiting = [(row, 0) for row in reversed(below.get(None, []))]
    while waiting:
        row, depth = waiting.pop()
        ordered.append(_with(row, depth=depth))
        waiting.extend((child, depth + 1) for child in reversed(below.get(row.id, [])))
    return ordered
