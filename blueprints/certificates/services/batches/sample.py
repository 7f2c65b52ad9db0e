"""A row as it will look, marked as a sample, as a picture. Writes nothing."""

import dataclasses

import sqlalchemy as sa

from blueprints.certificates import codes
from blueprints.certificates.models import Batch, BatchRow, Recipient
from blueprints.certificates.services.batches.content import printed, with_number
from blueprints.certificates.services.batches.documents import Design, design_of, row_of
from blueprints.certificates.services.numbers import next_taken
from blueprints.certificates.studio import studio
from documents import Row
from store import NotFound, db

WIDTH_PX = 1100


def sample_picture(batch: Batch, row_id: int) -> bytes:
    """A PNG. Raises NotFound, and what the renderer raises for a row it can't draw."""
    design, row = _prepared(batch, row_id)
    options = dataclasses.replace(design.options, sample=True)
    (made,) = studio().drafts.separate(design.template, [row], options)
    return studio().drafts.picture(made.pdf, width_px=WIDTH_PX)


def _prepared(batch: Batch, row_id: int) -> tuple[Design, Row]:
    """Plain data; leaves no transaction open."""
    found = db.session.execute(
        sa.select(BatchRow, Recipient)
        .join(Recipient, Recipient.id == BatchRow.recipient_id)
        .where(BatchRow.batch_id == batch.id, BatchRow.id == row_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    row, recipient = found
    content = row.values or printed(recipient, batch.version)
    number, code = next_taken(batch.scheme).printed, "0" * codes.LENGTH
    values = with_number(content["values"], batch.common, number, code)
    design = design_of(batch)
    db.session.rollback()
    return design, row_of(values, content["images"])
