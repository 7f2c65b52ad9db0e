"""Amendments of results, as everybody may read them beside the result."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.ledger import names_of
from blueprints.contests.queries.wording import sentence
from store import db


@dataclass(frozen=True)
class Amended:
    """A change after the lock that was approved: when, about whom, what, and why."""

    round: str
    seq: int
    at: datetime
    entry: str
    what: str
    reason: str


def amendments_of(round_: Round) -> list[Amended]:
    """The amendments of a published round in the order in which they count; none before.

    They are told in the reader's language.
    """
    names = names_of(round_)
    rows = db.session.scalars(
        sa.select(LedgerRow)
        .where(LedgerRow.round_id == round_.id, LedgerRow.kind == LedgerKind.AMENDMENT)
        .order_by(LedgerRow.seq)
    )
    return [
        Amended(round_.ref, row.seq, row.at, names.entry(row), sentence(row, names), row.note or "")
        for row in rows
    ]
