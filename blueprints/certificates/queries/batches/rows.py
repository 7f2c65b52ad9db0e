"""The rows of a batch, with what was found in each and what became of it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import get_locale

from blueprints.certificates.models import (
    Batch,
    BatchRow,
    Certificate,
    CertificateStatus,
    Recipient,
    RowState,
)
from blueprints.certificates.queries.batches.findings import (
    FoundLine,
    in_words,
    kind_of,
    together,
)
from store import db
from web.paging import Page, paged

PER_PAGE = 50


@dataclass(frozen=True)
class RowLine:
    """A row, with what the pre-flight found of it."""

    id: int
    recipient_id: int
    name: str
    unit: str
    award: str
    state: str
    accepted: bool
    note: str
    found: tuple[FoundLine, ...]
    certificate_id: int | None
    number: str


def rows_page(batch: Batch, state: str = "", number: int | None = None) -> Page[RowLine]:
    """Rows in the order of the ceremony; those to review come first when all are shown."""
    query = (
        sa.select(BatchRow, Recipient, Certificate)
        .join(Recipient, Recipient.id == BatchRow.recipient_id)
        .outerjoin(
            Certificate,
            sa.and_(
                Certificate.row_id == BatchRow.id,
                Certificate.status != CertificateStatus.VOID,
            ),
        )
        .where(BatchRow.batch_id == batch.id)
        .order_by(
            sa.case((BatchRow.state == RowState.REVIEW, 0), else_=1),
            BatchRow.position,
            BatchRow.id,
        )
    )
    if state:
        query = query.where(BatchRow.state == state)
    page = paged(query, number, PER_PAGE)
    labels = field_labels(batch)
    lines = [_line(row, recipient, made, labels) for row, recipient, made in page.items]
    return Page(lines, page.number, page.per_page, page.total)


def field_labels(batch: Batch) -> dict[str, str]:
    """What the template's fields are called in the reader's language."""
    key = "label_zh" if str(get_locale()).startswith("zh") else "label_en"
    return {one["name"]: one[key] for one in batch.version.content.get("fields", [])}


def finding_counts(batch: Batch) -> list[tuple[FoundLine, int]]:
    """What was found, by kind and field, and in how many rows; the heaviest first."""
    found: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    query = sa.select(BatchRow.findings).where(
        BatchRow.batch_id == batch.id, BatchRow.findings.is_not(None)
    )
    for findings in db.session.scalars(query.order_by(BatchRow.position, BatchRow.id)):
        for kind, one in {kind_of(each): each for each in findings}.items():
            found[kind].append(one)
    labels = field_labels(batch)
    weights = ("forbids", "asks", "tells")
    counted = [(in_words(together(alike), labels), len(alike)) for alike in found.values()]
    return sorted(counted, key=lambda each: (weights.index(each[0].weight), -each[1]))


def _line(
    row: BatchRow, recipient: Recipient, made: Certificate | None, labels: dict[str, str]
) -> RowLine:
    taken_down = (row.values or {}).get("values", {})
    return RowLine(
        id=row.id,
        recipient_id=recipient.id,
        name=taken_down.get("name", recipient.name),
        unit=taken_down.get("unit", recipient.unit),
        award=taken_down.get("award", recipient.award),
        state=row.state,
        accepted=row.accepted,
        note=row.note,
        found=tuple(in_words(one, labels) for one in row.findings or ()),
        certificate_id=made.id if made else None,
        number=made.number if made else "",
    )
