"""The pre-flight (预检): each row is laid out as it would be issued, and what is wrong is noted.

Runs in chunks outside of any transaction; what was found so far is kept, so that a check that a
crash cut off goes on where it was. A list that changes meanwhile is checked from the beginning.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.certificates import codes
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    BatchState,
    Recipient,
    RowState,
)
from blueprints.certificates.queries.batches.findings import SKIPPING
from blueprints.certificates.services.batches import add_missing_rows, forget_check, lease, state_by
from blueprints.certificates.services.batches.content import fields_of, printed, with_number
from blueprints.certificates.services.batches.documents import Design, design_of, row_of
from blueprints.certificates.services.numbers import next_taken
from blueprints.certificates.services.preflight.layout import examined
from blueprints.certificates.services.preflight.listed import (
    found_in_list,
    longer_than_meant,
    without_photo,
)
from documents import Row
from store import db, write

log = logging.getLogger(__name__)
CHUNK = 50
AT_ONCE = 200  # rows up to which a page waits for the check
Clock = Callable[[], datetime]
Findings = list[dict[str, Any]]


@dataclass(frozen=True)
class _Chunk:
    """Rows to look at, as plain data."""

    design: Design
    rows: dict[int, Row]
    known: dict[int, Findings]  # without laying anything out


def check(batch_id: int, worker: str, clock: Clock) -> bool:
    """Check what isn't checked yet. False when another worker is at it or nothing is to do."""
    if not lease.taken(batch_id, worker, BatchState.DRAFT, clock()):
        return False
    try:
        _begin(batch_id, worker, clock())
        while (chunk := _next(batch_id)) is not None:
            found = examined(chunk.design, chunk.rows)
            findings = {row: [*chunk.known[row], *found[row]] for row in chunk.rows}
            if not _note(batch_id, worker, findings, clock()):
                return False
    except Exception:
        log.exception("the check of batch %s stopped", batch_id)
        _end(batch_id, worker, None, clock())
        return False
    return _end(batch_id, worker, clock(), clock())


def _begin(batch_id: int, worker: str, now: datetime) -> None:
    """Rows as the list is now; what was found on an older version of it is forgotten."""
    with write():
        batch = lease.held(batch_id, worker, BatchState.DRAFT, now)
        if batch is None:
            return
        award_list = db.session.get_one(
            AwardList, batch.list_id, with_for_update=True, populate_existing=True
        )
        if batch.checked_version != award_list.version:
            forget_check(batch)
            lease.renew(batch, worker, now)
            if not _is_correction(batch.id):
                add_missing_rows(batch)
                _follow_order(batch.id)
            batch.checked_version = award_list.version


def _is_correction(batch_id: int) -> bool:
    corrected = sa.select(BatchRow.id).where(
        BatchRow.batch_id == batch_id, BatchRow.replaces_id.is_not(None)
    )
    return db.session.scalar(corrected.limit(1)) is not None


def _follow_order(batch_id: int) -> None:
    """Rows stand in the order of the ceremony, also after the list was put in another one."""
    position = sa.select(Recipient.position).where(Recipient.id == BatchRow.recipient_id)
    db.session.execute(
        sa.update(BatchRow)
        .where(BatchRow.batch_id == batch_id)
        .values(position=position.scalar_subquery()),
        execution_options={"synchronize_session": False},
    )


def _next(batch_id: int) -> _Chunk | None:
    """The next rows that nobody has looked at; None at the end. Leaves no transaction open."""
    db.session.rollback()
    batch = db.session.get_one(Batch, batch_id)
    rows = db.session.execute(
        sa.select(BatchRow, Recipient)
        .join(Recipient, Recipient.id == BatchRow.recipient_id)
        .where(BatchRow.batch_id == batch_id, BatchRow.findings.is_(None))
        .order_by(BatchRow.position, BatchRow.id)
        .limit(CHUNK)
    ).all()
    chunk = _chunk(batch, [(row, recipient) for row, recipient in rows]) if rows else None
    db.session.rollback()
    return chunk


def _chunk(batch: Batch, rows: list[tuple[BatchRow, Recipient]]) -> _Chunk:
    fields, design = fields_of(batch.version), design_of(batch)
    number = next_taken(batch.scheme, len(rows)).printed
    known = found_in_list(batch, [row for row, _recipient in rows])
    unseen = without_photo(batch.list_id, fields)
    plain = {}
    for row, recipient in rows:
        content = printed(recipient, batch.version)
        values = with_number(content["values"], batch.common, number, "0" * codes.LENGTH)
        plain[row.id] = row_of(values, content["images"])
        known[row.id] += longer_than_meant(content["values"], fields)
        known[row.id] += [] if recipient.photo else unseen
    return _Chunk(design, plain, known)


def _note(batch_id: int, worker: str, findings: dict[int, Findings], now: datetime) -> bool:
    """Keep what was found; False when the batch was changed or taken away meanwhile."""
    with write():
        batch = lease.held(batch_id, worker, BatchState.DRAFT, now)
        if batch is None:
            return False
        rows = db.session.scalars(
            sa.select(BatchRow).where(
                BatchRow.batch_id == batch_id, BatchRow.id.in_(list(findings))
            )
        )
        for row in rows:
            row.findings = findings[row.id]
            if row.state in (RowState.PENDING, RowState.REVIEW):
                row.state = _state(row)
        return True


def _state(row: BatchRow) -> RowState:
    """Who holds this certificate already is left out at once: nothing is there to decide."""
    if _codes(row.findings) & SKIPPING:
        return RowState.SKIPPED
    return state_by(row.findings, accepted=row.accepted)


def _codes(findings: Iterable[dict[str, Any]]) -> set[str]:
    return {one["code"] for one in findings}


def _end(batch_id: int, worker: str, checked_at: datetime | None, now: datetime) -> bool:
    """Checked, or (None) given up until somebody asks again."""
    with write():
        batch = lease.held(batch_id, worker, BatchState.DRAFT, now)
        if batch is None:
            return False
        batch.checked_at, batch.fault = checked_at, "" if checked_at else "internal"
        lease.give_back(batch)
        return True
