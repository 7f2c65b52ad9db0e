"""Batches that are ready to be issued, and a way of issuing them without drawing anything.

Numbers, locks and what becomes of rows are the same, whatever is in the files; drawing takes a
thousand times as long. Tests of whole batches draw (`tests/jobs`, `tests/faults`).
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    Certificate,
    NumberScheme,
    Seal,
)
from blueprints.certificates.services import batches, issuing
from blueprints.certificates.services.batches import BatchInput
from blueprints.certificates.services.batches import steps as batches_steps
from documents.seals import seal_svg
from store import db, write
from store.actors import SYSTEM, Actor
from store.files import files
from tests.support.award_lists import filled_list

READY = "ready:honor-landscape-red"
BASE = "https://example.org"


def people(count: int, first: int = 1) -> list[AwardRow]:
    """So many people, each of another unit."""
    return [
        AwardRow(f"示例{number}", "同志", f"示例第{number}工厂", "一等奖")
        for number in range(first, first + count)
    ]


def given(**changes: object) -> BatchInput:
    """A filled-in form."""
    plain = {"template": READY, "issuer": "示例市总工会", "issued_on": "2026-05-12"}
    return BatchInput(**{**plain, "verify_base": BASE, **changes})


def made(organisation_id: int, rows: Sequence[AwardRow], now: datetime, **changes: object) -> int:
    """A batch of a list of these rows."""
    list_id = filled_list(organisation_id, rows, now)
    return batches.create_batch(SYSTEM, list_id, given(**changes), now)


def passed(batch_id: int, now: datetime) -> int:
    """The batch, as if the check had found nothing."""
    with write():
        batch = db.session.get_one(Batch, batch_id)
        batch.checked_at = now
        batch.checked_version = db.session.get_one(AwardList, batch.list_id).version
        db.session.execute(
            sa.update(BatchRow).where(BatchRow.batch_id == batch_id).values(findings=[])
        )
    return batch_id


def running(
    organisation_id: int,
    rows: Sequence[AwardRow],
    now: datetime,
    actor: Actor = SYSTEM,
    **changes: object,
) -> int:
    """A batch that was checked and handed in, with neither seal nor key."""
    batch_id = passed(made(organisation_id, rows, now, **changes), now)
    batches_steps.submit(actor, batch_id, now)
    return batch_id


def seal(organisation_id: int, now: datetime) -> int:
    """A seal of a body; its id."""
    with write():
        kept = Seal(
            organisation_id=organisation_id,
            title="示例公章",
            image=files().put(seal_svg("示例西区总工会").encode()),
            media="image/svg+xml",
            created_at=now,
        )
        db.session.add(kept)
        db.session.flush()
        return kept.id


def finish(batch_id: int, worker: str, items: Sequence[issuing.Item], now: datetime) -> None:
    """Note files for a chunk: its contents, undrawn."""
    contents = [str(one.content).encode() for one in items]
    done = [
        issuing.Made(one.certificate_id, files().put(content), len(content))
        for one, content in zip(items, contents, strict=True)
    ]
    issuing.finish_chunk(batch_id, worker, done, now)


def issue_undrawn(batch_id: int, worker: str, now: datetime) -> bool:
    """Issue a batch from wherever it stands; False when another is at it."""
    if not issuing.take(batch_id, worker, now):
        return False
    while (items := issuing.next_chunk(batch_id, worker, now)) is not None:
        finish(batch_id, worker, items, now)
    return True


def batch_now(batch_id: int) -> Batch:
    """The batch, read anew."""
    db.session.rollback()
    return db.session.get_one(Batch, batch_id, populate_existing=True)


def rows_of(batch_id: int) -> list[BatchRow]:
    """Its rows in order, read anew."""
    db.session.rollback()
    query = sa.select(BatchRow).where(BatchRow.batch_id == batch_id)
    return list(db.session.scalars(query.order_by(BatchRow.position, BatchRow.id)))


def certificates_of(batch_id: int) -> list[Certificate]:
    """Its certificates by number, read anew."""
    db.session.rollback()
    query = sa.select(Certificate).where(Certificate.batch_id == batch_id)
    return list(db.session.scalars(query.order_by(Certificate.serial)))


def gaps() -> list[int]:
    """Serials of any scheme that were taken and that no certificate has; empty when sound."""
    db.session.rollback()
    missing = []
    for scheme in db.session.scalars(sa.select(NumberScheme)):
        query = sa.select(Certificate.serial).where(Certificate.scheme_id == scheme.id)
        have = set(db.session.scalars(query))
        missing += sorted(set(range(1, scheme.next_serial)) ^ have)
    return missing
