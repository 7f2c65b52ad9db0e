"""Award lists and rounds with confirmed prizes, made through the services."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    Batch,
    BatchRow,
    BatchState,
    Certificate,
    CertificateStatus,
    CertificateTemplate,
    NumberScheme,
    Recipient,
    RowState,
    Source,
    TemplateVersion,
)
from blueprints.certificates.services import lists
from blueprints.contests.services import progress
from store import db, write
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall

SECOND = Actor("system", 2, "another person")
MARKS = (("9.10", "9.20", "9.30"), ("9.50", "9.40", "9.60"), ("8.10", "8.20", "8.30"))
RULES = {
    "prizes": {
        "tiers": [
            {"id": "first", "title": "一等奖", "count": 1},
            {"id": "second", "title": "二等奖", "count": 1},
        ]
    }
}


def prized_hall(now: datetime, parent_id: int | None = None) -> Hall:
    """A published round with confirmed prizes: 钱示二 is first, 赵示一 second, 孙示三 has none."""
    hall = make_hall(now, open_round=False, parent_id=parent_id)
    with write():
        hall.round.document = RULES
    progress.open_round(SYSTEM, hall.round_id, now)
    for entry, values in enumerate(MARKS):
        for judge, value in enumerate(values):
            hall.mark(judge, entry, "performance", value)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    return hall


def rows_of(list_id: int) -> list[Recipient]:
    """The recipients in ceremony order, read anew."""
    db.session.rollback()
    query = sa.select(Recipient).where(Recipient.list_id == list_id)
    return list(db.session.scalars(query.order_by(Recipient.position)))


def filled_list(
    organisation_id: int, rows: Iterable[AwardRow], now: datetime, actor: Actor = SYSTEM
) -> int:
    """A list from a spreadsheet with these rows."""
    return lists.create_from_rows(
        actor,
        organisation_id,
        Source.SPREADSHEET,
        None,
        "",
        "示例名单",
        "示例竞赛",
        list(rows),
        now,
    )


def issue(recipient_ids: list[int], now: datetime) -> None:
    """Rows of a finished batch with valid certificates, as if they had been printed."""
    with write():
        first = db.session.get_one(Recipient, recipient_ids[0])
        batch = _batch(first, now)
        for serial, recipient_id in enumerate(recipient_ids, 1):
            row = BatchRow(batch_id=batch.id, recipient_id=recipient_id, state=RowState.ISSUED)
            db.session.add(row)
            db.session.flush()
            db.session.add(_certificate(batch, row, serial, now))


def _batch(recipient: Recipient, now: datetime) -> Batch:
    organisation_id = recipient.award_list.organisation_id
    template = CertificateTemplate(
        organisation_id=organisation_id, title="示例", kind="honor", origin="", created_at=now
    )
    scheme = NumberScheme(organisation_id=organisation_id, kind="honor", year=2026, pattern="示")
    db.session.add_all([template, scheme])
    db.session.flush()
    version = TemplateVersion(
        template_id=template.id,
        number=1,
        content={},
        assets={},
        made_by="system",
        made_by_name="",
        made_at=now,
    )
    db.session.add(version)
    db.session.flush()
    batch = Batch(
        organisation_id=organisation_id,
        list_id=recipient.list_id,
        version_id=version.id,
        scheme_id=scheme.id,
        title="示例",
        common={},
        options={},
        state=BatchState.DONE,
        made_by="system",
        created_at=now,
    )
    db.session.add(batch)
    db.session.flush()
    return batch


def _certificate(batch: Batch, row: BatchRow, serial: int, now: datetime) -> Certificate:
    return Certificate(
        organisation_id=batch.organisation_id,
        batch_id=batch.id,
        row_id=row.id,
        recipient_id=row.recipient_id,
        scheme_id=batch.scheme_id,
        serial=serial,
        number=f"示{serial}",
        code=f"CODE{serial}",
        own_key=f"own{serial}",
        kind="honor",
        title="荣誉证书",
        name=db.session.get_one(Recipient, row.recipient_id).name,
        issued_on="2026-05-12",
        content={},
        version_id=batch.version_id,
        issued_at=now,
        status=CertificateStatus.VALID,
    )
