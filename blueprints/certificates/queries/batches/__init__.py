"""Batches as pages show them: where each stands, and that no row is unaccounted for."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from blueprints.certificates.access import Right, visible
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    BatchState,
    Certificate,
    NumberScheme,
    RowState,
)
from blueprints.certificates.queries.batches.findings import fault_words
from blueprints.people.models import Organisation
from blueprints.people.queries.accounts import who
from store import db
from store.actors import Actor
from web.paging import Page, paged

RATE_OVER = timedelta(seconds=20)
SENT_BACK = "sent_back"


@dataclass(frozen=True)
class Tally:
    """How many rows of a batch are in which state."""

    rows: int
    pending: int = 0
    review: int = 0
    skipped: int = 0
    issued: int = 0

    @property
    def adds_up(self) -> bool:
        """Rows in = issued + skipped + to review + pending; anything else is a fault."""
        return self.rows == self.issued + self.skipped + self.review + self.pending


@dataclass(frozen=True)
class BatchLine:
    """A batch in the list of batches."""

    id: int
    title: str
    organisation: str
    state: str
    issued_on: str
    created_at: datetime
    tally: Tally


@dataclass(frozen=True)
class Progress:
    """How far a running batch is, measured: certificates a second, and what is left of them."""

    done: int
    total: int
    rate: float | None = None
    seconds_left: int | None = None


@dataclass(frozen=True)
class BatchView:
    """Everything a batch's page says about the batch itself; `sheet_mm` is width and height."""

    id: int
    organisation_id: int
    organisation: str
    title: str
    state: str
    list_id: int
    list_title: str
    template_id: int
    template: str
    version: int
    kind: str
    common: dict[str, Any]
    options: dict[str, Any]
    seal: str
    key: str
    next_number: str
    needs_second_person: bool
    checked: int
    is_checked: bool
    is_stale: bool
    fault: str
    sent_back: str
    submitted_by: str | None
    submitted_by_name: str
    submitted_at: datetime | None
    approved_by_name: str
    approved_at: datetime | None
    finished_at: datetime | None
    corrects_id: int | None
    sheet_mm: tuple[float, float]
    imposed: bool
    tally: Tally

    @property
    def is_checking(self) -> bool:
        return self.state == BatchState.DRAFT and not self.is_checked and not self.fault

    @property
    def is_moving(self) -> bool:
        """Whether its page has something to follow."""
        return self.is_checking or self.state == BatchState.RUNNING


def batch_lines(
    actor: Actor, *, state: str = "", list_id: int | None = None, number: int | None = None
) -> Page[BatchLine]:
    """Batches of the actor's organisations, the latest first."""
    query = (
        sa.select(Batch, Organisation)
        .join(Organisation, Organisation.id == Batch.organisation_id)
        .where(visible(actor, Right.VIEW))
        .order_by(Batch.id.desc())
    )
    if state:
        query = query.where(Batch.state == state)
    if list_id is not None:
        query = query.where(Batch.list_id == list_id)
    page = paged(query, number)
    counts = tallies([batch.id for batch, _organisation in page.items])
    lines = [_line(batch, body, counts[batch.id]) for batch, body in page.items]
    return Page(lines, page.number, page.per_page, page.total)


def tallies(batch_ids: list[int]) -> dict[int, Tally]:
    """The tally of each batch.

    All rows are counted, the states are counted, and what was issued is counted in the register:
    three counts, so that it would be seen if a row or a certificate were lost.
    """
    rows, issued = _counted_rows(batch_ids), _counted_certificates(batch_ids)
    states: dict[int, Counter[str]] = {one: Counter() for one in batch_ids}
    for batch_id, state, count in db.session.execute(
        sa.select(BatchRow.batch_id, BatchRow.state, sa.func.count())
        .where(BatchRow.batch_id.in_(batch_ids), BatchRow.state != RowState.ISSUED)
        .group_by(BatchRow.batch_id, BatchRow.state)
    ):
        states[batch_id][state] = count
    return {
        batch_id: Tally(
            rows=rows[batch_id],
            pending=counts[RowState.PENDING],
            review=counts[RowState.REVIEW],
            skipped=counts[RowState.SKIPPED],
            issued=issued[batch_id],
        )
        for batch_id, counts in states.items()
    }


def _counted_rows(batch_ids: list[int]) -> Counter[int]:
    query = sa.select(BatchRow.batch_id, sa.func.count()).group_by(BatchRow.batch_id)
    found = db.session.execute(query.where(BatchRow.batch_id.in_(batch_ids)))
    return Counter({one[0]: one[1] for one in found})


def _counted_certificates(batch_ids: list[int]) -> Counter[int]:
    query = sa.select(Certificate.batch_id, sa.func.count()).group_by(Certificate.batch_id)
    found = db.session.execute(
        query.where(Certificate.batch_id.in_(batch_ids), Certificate.issued_at.is_not(None))
    )
    return Counter({one[0]: one[1] for one in found})


def tally_of(batch_id: int) -> Tally:
    """One batch’s tally."""
    return tallies([batch_id])[batch_id]


def batch_view(batch: Batch) -> BatchView:
    """The page's view of a batch."""
    scheme, content = batch.scheme, batch.version.content
    sent_back, fault = _told(batch.fault)
    return BatchView(
        id=batch.id,
        organisation_id=batch.organisation_id,
        organisation=batch.organisation.label,
        title=batch.title,
        state=batch.state,
        list_id=batch.list_id,
        list_title=batch.award_list.title,
        template_id=batch.version.template_id,
        template=batch.version.template.title,
        version=batch.version.number,
        kind=scheme.kind,
        common=batch.common,
        options=batch.options,
        seal=batch.seal.title if batch.seal else "",
        key=batch.key.title if batch.key else "",
        next_number=next_number(scheme),
        needs_second_person=batch.needs_second_person,
        checked=_checked(batch.id),
        is_checked=batch.checked_at is not None,
        is_stale=_is_stale(batch),
        fault=fault,
        sent_back=sent_back,
        submitted_by=batch.submitted_by,
        submitted_by_name=who(batch.submitted_by or "", batch.submitted_by_name),
        submitted_at=batch.submitted_at,
        approved_by_name=who(batch.approved_by or "", batch.approved_by_name),
        approved_at=batch.approved_at,
        finished_at=batch.finished_at,
        corrects_id=_corrected(batch.id),
        sheet_mm=(content["sheet"]["width_mm"], content["sheet"]["height_mm"]),
        imposed=bool(content.get("imposition")),
        tally=tally_of(batch.id),
    )


def progress_of(view: BatchView, now: datetime) -> Progress:
    """How far the check or the issue is."""
    if view.is_checking:
        return Progress(view.checked, view.tally.rows)
    total = view.tally.pending + view.tally.issued
    lately = _issued_since(view.id, now - RATE_OVER)
    if not lately or not view.tally.pending:
        return Progress(view.tally.issued, total)
    count, first = lately
    rate = count / max((now - first).total_seconds(), 1.0)
    return Progress(view.tally.issued, total, rate, round(view.tally.pending / rate))


def next_number(scheme: NumberScheme) -> str:
    """The number that the scheme would give next."""
    serial = f"{scheme.next_serial:0{scheme.width}d}"
    return scheme.pattern.replace("{year}", str(scheme.year)).replace("{serial}", serial)


def _line(batch: Batch, organisation: Organisation, tally: Tally) -> BatchLine:
    return BatchLine(
        batch.id,
        batch.title,
        organisation.label,
        batch.state,
        batch.common["issued_on"],
        batch.created_at,
        tally,
    )


def _told(fault: str) -> tuple[str, str]:
    """(why it was sent back, fault in words); at most one of them says something."""
    code, _colon, reason = fault.partition(": ")
    if code == SENT_BACK:
        return reason, ""
    return "", fault_words(fault) if fault else ""


def _is_stale(batch: Batch) -> bool:
    if batch.state != BatchState.DRAFT or batch.checked_at is None:
        return False
    version = db.session.scalar(sa.select(AwardList.version).where(AwardList.id == batch.list_id))
    return version != batch.checked_version


def _checked(batch_id: int) -> int:
    query = sa.select(sa.func.count()).where(
        BatchRow.batch_id == batch_id, BatchRow.findings.is_not(None)
    )
    return db.session.scalar(query) or 0


def _corrected(batch_id: int) -> int | None:
    return db.session.scalar(
        sa.select(BatchRow.replaces_id)
        .where(BatchRow.batch_id == batch_id, BatchRow.replaces_id.is_not(None))
        .limit(1)
    )


def _issued_since(batch_id: int, since: datetime) -> tuple[int, datetime] | None:
    """How many were issued since, and when the chunk before them was: the time they took."""
    times = db.session.execute(
        sa.select(Certificate.issued_at, sa.func.count())
        .where(Certificate.batch_id == batch_id, Certificate.issued_at >= since)
        .group_by(Certificate.issued_at)
        .order_by(Certificate.issued_at)
    ).all()
    if len(times) < 2:
        return None
    return sum(count for _at, count in times[1:]), times[0][0]
