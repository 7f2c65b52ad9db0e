"""The register: every number that was ever given, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.certificates import codes
from blueprints.certificates.access import Right, visible
from blueprints.certificates.models import Batch, BatchRow, BatchState, Certificate, NumberScheme
from blueprints.certificates.queries.batches import next_number
from blueprints.people.models import Organisation
from blueprints.people.queries.accounts import who
from store import AuditEntry, db
from store.actors import Actor
from web.paging import Page, paged

LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Wanted:
    """What the register is searched for; empty means all."""

    text: str = ""
    status: str = ""
    year: int | None = None
    organisation_id: int | None = None
    batch_id: int | None = None


@dataclass(frozen=True)
class RegisterLine:
    """One number. `issued_at` is None for what was never made."""

    id: int
    number: str
    name: str
    unit: str
    award: str
    title: str
    issuer: str
    issued_on: str
    issued_at: datetime | None
    status: str
    status_at: datetime | None
    status_reason: str
    code: str
    own_key: str
    file: str | None
    organisation: str


@dataclass(frozen=True)
class IssuedView:
    """A certificate as it was issued, and what has become of it."""

    line: RegisterLine
    organisation_id: int
    batch_id: int
    batch_title: str
    list_id: int
    content: dict[str, Any]
    size: int | None
    signed_by: str
    signed_fingerprint: str
    approved_by_name: str
    submitted_by_name: str
    replaces: tuple[int, str] | None
    replaced_by: tuple[int, str] | None
    correction_batch_id: int | None
    history: tuple["HistoryLine", ...]


@dataclass(frozen=True)
class HistoryLine:
    """Something that happened to it, by the audit log."""

    at: datetime
    action: str
    actor_name: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class SchemeLine:
    """How a body numbers one kind in one year."""

    id: int
    organisation: str
    organisation_id: int
    kind: str
    year: int
    pattern: str
    width: int
    given: int
    next_number: str


def register_page(actor: Actor, wanted: Wanted, number: int | None = None) -> Page[RegisterLine]:
    """A page of the register, the latest numbers first."""
    page = paged(_selected(actor, wanted).order_by(*_latest_first()), number)
    lines = [line_of(one, body.label) for one, body in page.items]
    return Page(lines, page.number, page.per_page, page.total)


def register_lines(actor: Actor, wanted: Wanted) -> Iterator[RegisterLine]:
    """All of it, by body, year and serial, for a file."""
    query = _selected(actor, wanted).order_by(
        Organisation.path, Certificate.scheme_id, Certificate.serial
    )
    for certificate, body in db.session.execute(query.execution_options(yield_per=500)):
        yield line_of(certificate, body.label)


def years(actor: Actor) -> list[int]:
    """Years in which the actor's organisations gave numbers, the latest first."""
    query = (
        sa.select(NumberScheme.year)
        .join(Organisation, Organisation.id == NumberScheme.organisation_id)
        .where(visible(actor, Right.VIEW))
        .distinct()
    )
    return sorted(db.session.scalars(query), reverse=True)


def scheme_lines(actor: Actor) -> list[SchemeLine]:
    """The schemes of the actor's organisations."""
    query = (
        sa.select(NumberScheme, Organisation)
        .join(Organisation, Organisation.id == NumberScheme.organisation_id)
        .where(visible(actor, Right.VIEW))
        .order_by(NumberScheme.year.desc(), Organisation.path, NumberScheme.kind)
    )
    return [
        SchemeLine(
            one.id,
            body.label,
            body.id,
            one.kind,
            one.year,
            one.pattern,
            one.width,
            one.next_serial - 1,
            next_number(one),
        )
        for one, body in db.session.execute(query)
    ]


def issued_view(certificate: Certificate) -> IssuedView:
    """One certificate's page."""
    batch: Batch = certificate.batch
    newer = db.session.scalar(
        sa.select(Certificate).where(Certificate.replaces_id == certificate.id)
    )
    older = certificate.replaces
    return IssuedView(
        line=line_of(certificate, certificate.organisation.label),
        organisation_id=certificate.organisation_id,
        batch_id=batch.id,
        batch_title=batch.title,
        list_id=batch.list_id,
        content=certificate.content,
        size=certificate.size,
        signed_by=certificate.signed_by,
        signed_fingerprint=certificate.signed_fingerprint,
        approved_by_name=who(batch.approved_by or "", batch.approved_by_name),
        submitted_by_name=who(batch.submitted_by or "", batch.submitted_by_name),
        replaces=(older.id, older.number) if older else None,
        replaced_by=(newer.id, newer.number) if newer else None,
        correction_batch_id=open_correction(certificate.id),
        history=_history(certificate.id),
    )


def open_correction(certificate_id: int) -> int | None:
    """The batch that is going to correct a certificate, if one is under way."""
    ended = (BatchState.DONE, BatchState.CANCELLED)
    return db.session.scalar(
        sa.select(Batch.id)
        .join(BatchRow, BatchRow.batch_id == Batch.id)
        .where(BatchRow.replaces_id == certificate_id, Batch.state.not_in(ended))
        .limit(1)
    )


def line_of(one: Certificate, organisation: str) -> RegisterLine:
    """A certificate as the register shows it."""
    return RegisterLine(
        one.id,
        one.number,
        one.name,
        one.unit,
        one.award,
        one.title,
        one.issuer,
        one.issued_on,
        one.issued_at,
        one.status,
        one.status_at,
        one.status_reason,
        one.code,
        one.own_key,
        one.file,
        organisation,
    )


def _selected(actor: Actor, wanted: Wanted) -> sa.Select[Any]:
    query = (
        sa.select(Certificate, Organisation)
        .join(Organisation, Organisation.id == Certificate.organisation_id)
        .where(visible(actor, Right.VIEW))
    )
    if wanted.text:
        columns = (Certificate.number, Certificate.name, Certificate.unit)
        query = query.where(
            sa.or_(
                Certificate.code == codes.normalised(wanted.text.rpartition("/")[2]),
                *(one.contains(wanted.text, autoescape=True) for one in columns),
            )
        )
    if wanted.status:
        query = query.where(Certificate.status == wanted.status)
    if wanted.organisation_id is not None:
        query = query.where(Certificate.organisation_id == wanted.organisation_id)
    if wanted.batch_id is not None:
        query = query.where(Certificate.batch_id == wanted.batch_id)
    if wanted.year is not None:
        query = query.join(NumberScheme, NumberScheme.id == Certificate.scheme_id).where(
            NumberScheme.year == wanted.year
        )
    return query


def _latest_first() -> tuple[Any, ...]:
    return (Certificate.id.desc(),)


def _history(certificate_id: int) -> tuple[HistoryLine, ...]:
    entries = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.subject == f"certificate:{certificate_id}")
        .order_by(AuditEntry.id)
    )
    return tuple(
        HistoryLine(one.at, one.action, who(one.actor, one.actor_name), one.detail)
        for one in entries
    )
