"""The ceremony order: positions count from 1 without gaps."""

import sqlalchemy as sa

from blueprints.certificates.models import Recipient
from store import db


def close_gaps(list_id: int) -> None:
    """Count the positions anew, in the order they have."""
    query = sa.select(Recipient.id, Recipient.position).where(Recipient.list_id == list_id)
    rows = db.session.execute(query.order_by(Recipient.position, Recipient.id)).all()
    moved = [
        {"id": row.id, "position": position}
        for position, row in enumerate(rows, 1)
        if row.position != position
    ]
    if moved:
        db.session.execute(sa.update(Recipient), moved)


def shift(recipient: Recipient, to: int, last: int) -> bool:
    """Put it at place `to` (1 to `last`), those between make room; False when it is there."""
    to, at = min(max(to, 1), last), recipient.position
    if to == at:
        return False
    between, by = (
        (Recipient.position.between(at + 1, to), -1)
        if to > at
        else (Recipient.position.between(to, at - 1), 1)
    )
    db.session.execute(
        sa.update(Recipient)
        .where(Recipient.list_id == recipient.list_id, between)
        .values(position=Recipient.position + by)
        .execution_options(synchronize_session="fetch")
    )
    recipient.position = to
    return True
