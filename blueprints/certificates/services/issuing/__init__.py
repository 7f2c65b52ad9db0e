"""Issuing, in chunks: numbers are taken in one transaction, files made in none, told in another.

A crash between the two leaves certificates `reserved`; whoever goes on makes their files under
the same numbers and codes. Each step looks at the rows anew under the batch's lock, so that it
does no harm when two workers are at it, or when the batch was paused or cancelled meanwhile.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates import codes
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    BatchState,
    Certificate,
    CertificateStatus,
    RowState,
)
from blueprints.certificates.services import status
from blueprints.certificates.services.batches import lease, told
from blueprints.certificates.services.batches.content import common_of, title_of, with_number
from blueprints.certificates.services.numbers import Taken, reserve
from blueprints.certificates.services.preflight.listed import holding
from store import db, write
from store.actors import SYSTEM

CHUNK = 50  # two children lay out 25 each at a time
NOT_VALID = {"code": "not_valid"}


@dataclass(frozen=True)
class Item:
    """One certificate to make: its reserved row, and what is printed."""

    certificate_id: int
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Made:
    """A finished file in the store. `signed_by`, `fingerprint` are empty for unsigned ones."""

    certificate_id: int
    file: str
    size: int
    signed_by: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Failed:
    """A certificate that can't be made, with the finding that says why."""

    certificate_id: int
    finding: dict[str, Any]


def take(batch_id: int, worker: str, now: datetime) -> bool:
    """Take the running batch for this worker."""
    return lease.taken(batch_id, worker, BatchState.RUNNING, now)


def next_chunk(batch_id: int, worker: str, now: datetime) -> list[Item] | None:
    """Reserve what comes next. None: it is done, or paused, cancelled or another worker's."""
    with write():
        batch = lease.held(batch_id, worker, BatchState.RUNNING, now)
        if batch is None:
            return None
        rows = _pending(batch_id)
        if not rows:
            _end(batch, now)
            return None
        reserved = _reserved(row.id for row in rows)
        fresh = _fit_for_issue(batch, [row for row in rows if row.id not in reserved])
        made = _reserve(batch, fresh) if fresh else []
        db.session.flush()
        of_row = {one.row_id: one for one in (*reserved.values(), *made)}
        waiting = [of_row[row.id] for row in rows if row.id in of_row]
        return [Item(one.id, one.content) for one in waiting]


def finish_chunk(batch_id: int, worker: str, done: Iterable[Made | Failed], now: datetime) -> None:
    """Note what became of a chunk. What was voided or finished by others meanwhile stays so."""
    with write():
        batch = lease.locked(batch_id)
        assert batch is not None, "batches are never removed once they run"
        if batch.lease_by == worker:
            lease.renew(batch, worker, now)
        issued = [one for each in done if (one := _finish(batch, each, now)) is not None]
        if issued:
            told(
                SYSTEM,
                "batch.certificates_issued",
                batch,
                now,
                count=len(issued),
                first=issued[0].number,
                last=issued[-1].number,
            )


def stop_for(batch_id: int, worker: str, fault: str, now: datetime) -> None:
    """Pause a batch that can't go on by itself; what is reserved waits for the next try."""
    with write():
        batch = lease.held(batch_id, worker, BatchState.RUNNING, now)
        if batch is not None:
            batch.state, batch.fault = BatchState.PAUSED, fault[:300]
            lease.give_back(batch)
            told(SYSTEM, "batch.stopped", batch, now, fault=fault[:300])


def void(certificate: Certificate, reason: str, now: datetime) -> None:
    """The number was taken, but no certificate came of it. Inside a write."""
    certificate.status = CertificateStatus.VOID
    certificate.status_at, certificate.status_reason = now, reason[:300]


def unfinished(batch_id: int) -> list[Certificate]:
    """Certificates of a batch whose numbers are taken and whose files aren't made."""
    return list(
        db.session.scalars(
            sa.select(Certificate).where(
                Certificate.batch_id == batch_id,
                Certificate.status == CertificateStatus.RESERVED,
            )
        )
    )


def _pending(batch_id: int) -> list[BatchRow]:
    return list(
        db.session.scalars(
            sa.select(BatchRow)
            .where(BatchRow.batch_id == batch_id, BatchRow.state == RowState.PENDING)
            .order_by(BatchRow.position, BatchRow.id)
            .limit(CHUNK)
            .execution_options(populate_existing=True)
        )
    )


def _reserved(row_ids: Iterable[int]) -> dict[int, Certificate]:
    """By row id: reserved by a worker that didn't come to finish."""
    found = db.session.scalars(
        sa.select(Certificate).where(
            Certificate.row_id.in_(list(row_ids)),
            Certificate.status == CertificateStatus.RESERVED,
        )
    )
    return {one.row_id: one for one in found}


def _fit_for_issue(batch: Batch, rows: list[BatchRow]) -> list[BatchRow]:
    """Rows without a certificate by another batch of the same list; the others are left out.

    The list's row is locked, so that of two batches at once one sees what the other reserved.
    """
    db.session.get(AwardList, batch.list_id, with_for_update=True, populate_existing=True)
    plain = [row.recipient_id for row in rows if row.replaces_id is None]
    holders = holding(batch.list_id, batch.scheme.kind, plain)
    fit = []
    for row in rows:
        if row.replaces_id is not None and not _is_valid(row.replaces_id):
            row.state, row.findings = RowState.REVIEW, [NOT_VALID]
        elif row.replaces_id is None and row.recipient_id in holders:
            detail = {"number": holders[row.recipient_id]}
            row.state = RowState.SKIPPED
            row.findings = [{"code": "already_issued", "detail": detail}]
        else:
            fit.append(row)
    return fit


def _is_valid(certificate_id: int) -> bool:
    return _for_update(certificate_id).status == CertificateStatus.VALID


def _for_update(certificate_id: int) -> Certificate:
    return db.session.get_one(
        Certificate, certificate_id, with_for_update=True, populate_existing=True
    )


def _reserve(batch: Batch, rows: list[BatchRow]) -> list[Certificate]:
    taken = reserve(batch.scheme_id, len(rows))
    made = [_certificate(batch, row, one) for row, one in zip(rows, taken, strict=True)]
    db.session.add_all(made)
    return made


def _certificate(batch: Batch, row: BatchRow, taken: Taken) -> Certificate:
    """The reserved row, with everything that will be printed."""
    common, code = common_of(batch), codes.new_code()
    values = with_number(row.values["values"], common, taken.printed, code)
    return Certificate(
        organisation_id=batch.organisation_id,
        batch_id=batch.id,
        row_id=row.id,
        recipient_id=row.recipient_id,
        account_id=row.values["account_id"],
        scheme_id=batch.scheme_id,
        serial=taken.serial,
        number=taken.number,
        code=code,
        own_key=codes.new_own_key(),
        kind=batch.scheme.kind,
        title=title_of(batch.version, common["lang"]),
        name=values["name"][:120],
        unit=values["unit"][:200],
        award=values["award"][:120],
        issuer=common["issuer"][:200],
        issued_on=common["issued_on"],
        content={"values": values, "images": row.values["images"], "common": common},
        version_id=batch.version_id,
        status=CertificateStatus.RESERVED,
    )


def _finish(batch: Batch, each: Made | Failed, now: datetime) -> Certificate | None:
    """The certificate if it became valid now."""
    certificate = _for_update(each.certificate_id)
    if certificate.status != CertificateStatus.RESERVED:
        return None
    row = db.session.get_one(BatchRow, certificate.row_id, populate_existing=True)
    if isinstance(each, Failed):
        _set_aside(row, certificate, each.finding, _("It could not be made."), now)
        return None
    if row.replaces_id is not None and not _is_valid(row.replaces_id):
        reason = _("What it was to replace is not valid any more.")
        _set_aside(row, certificate, NOT_VALID, reason, now)
        return None
    certificate.file, certificate.size = each.file, each.size
    certificate.signed_by, certificate.signed_fingerprint = each.signed_by, each.fingerprint
    certificate.issued_at, certificate.status = now, CertificateStatus.VALID
    row.state = RowState.ISSUED
    if row.replaces_id is not None:
        old = _for_update(row.replaces_id)
        certificate.replaces_id = old.id
        status.supersede(old, certificate, row.note, now)
    return certificate


def _set_aside(
    row: BatchRow, certificate: Certificate, finding: dict[str, Any], reason: str, now: datetime
) -> None:
    void(certificate, reason, now)
    row.state, row.findings = RowState.REVIEW, [*(row.findings or []), finding]


def _end(batch: Batch, now: datetime) -> None:
    batch.state, batch.finished_at, batch.fault = BatchState.DONE, now, ""
    lease.give_back(batch)
    told(SYSTEM, "batch.done", batch, now)
