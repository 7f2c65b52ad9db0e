"""The audit log: filtered by what the reader may see, page by page or all for an export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.people import access
from blueprints.people.models import Organisation
from blueprints.people.queries.accounts import who
from store import AuditEntry, db
from store.actors import Actor
from store.audit import GENESIS, AuditHead, broken_links

PAGE = 100
EXPORT_LIMIT = 100_000
_BATCH = 500


@dataclass(frozen=True)
class AuditFilter:
    """`actor` is part of a name, `action` and `subject` begin as given; the period is half open."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AuditRow:
    """One entry; `hash` is what a printed log can be compared by."""

    id: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    subject: str
    organisation: str
    detail: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class AuditPage:
    """One page; `next_before` is the id below which the following page starts."""

    rows: list[AuditRow]
    next_before: int | None


def audit_page(actor: Actor, wanted: AuditFilter, before: int) -> AuditPage:
    """Entries below the id `before`, the newest first, that `actor` may read."""
    query = _query(actor, wanted).where(AuditEntry.id < before)
    found = db.session.execute(query.order_by(AuditEntry.id.desc()).limit(PAGE + 1)).all()
    rows = [_row(entry, name) for entry, name in found[:PAGE]]
    return AuditPage(rows, rows[-1].id if len(found) > PAGE else None)


def audit_export(actor: Actor, wanted: AuditFilter) -> Iterator[AuditRow]:
    """All that `audit_page` would show, oldest first, read in batches."""
    query = _query(actor, wanted).order_by(AuditEntry.id).limit(EXPORT_LIMIT)
    for entry, name in db.session.execute(query.execution_options(yield_per=_BATCH)):
        yield _row(entry, name)


def audit_actions(actor: Actor) -> list[str]:
    """The actions that occur in what this actor may read, for the filter's list."""
    query = sa.select(AuditEntry.action).distinct()
    return sorted(db.session.scalars(_scoped(query, actor)))


def audit_faults() -> list[str]:
    """What is wrong with the chain, in words for the command line; empty when it is sound."""
    faults = [f"entry {entry_id} doesn't fit the one before it" for entry_id in broken_links()]
    last = db.session.scalar(sa.select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    head = db.session.get(AuditHead, 1)
    if (last or GENESIS) != (head.hash if head else GENESIS):
        faults.append("the last entry is not the one the head names: entries were cut off")
    return faults


def _scoped(query: sa.Select[Any], actor: Actor) -> sa.Select[Any]:
    joined = query.outerjoin(Organisation, AuditEntry.organisation_id == Organisation.id)
    return joined.where(access.within(actor, *access.AUDITORS))


def _query(actor: Actor, wanted: AuditFilter) -> sa.Select[tuple[AuditEntry, str | None]]:
    query = _scoped(sa.select(AuditEntry, Organisation.name), actor)
    if wanted.actor:
        query = query.where(AuditEntry.actor_name.contains(wanted.actor, autoescape=True))
    if wanted.action:
        query = query.where(AuditEntry.action.startswith(wanted.action, autoescape=True))
    if wanted.subject:
        query = query.where(AuditEntry.subject.startswith(wanted.subject, autoescape=True))
    if wanted.since:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditEntry.at < wanted.until)
    return query


def _row(entry: AuditEntry, organisation: str | None) -> AuditRow:
    return AuditRow(
        id=entry.id,
        at=entry.at,
        actor=entry.actor,
        actor_name=who(entry.actor, entry.actor_name),
        action=entry.action,
        subject=entry.subject,
        organisation=organisation or "",
        detail=entry.detail or {},
        hash=entry.hash,
    )
