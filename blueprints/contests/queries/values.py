"""How a value stands at the head of the ledger, amendments among its rows: for what changes it."""

import sqlalchemy as sa

from blueprints.contests.models import LedgerKind, LedgerRow, effect_of
from store import db

DECIDED = (LedgerKind.AMENDMENT, LedgerKind.AMENDMENT_REFUSED)


def mark_now(
    round_id: int, entry_id: int, judge_id: int | None, item: str, attempt: int
) -> str | None:
    """The value that a mark has at the head of the ledger."""
    row = mark_row_now(round_id, entry_id, judge_id, item, attempt)
    return row.value if row else None


def mark_row_now(
    round_id: int, entry_id: int, judge_id: int | None, item: str, attempt: int
) -> LedgerRow | None:
    """The row that gave a mark its value at the head of the ledger."""
    found = [
        row
        for row in _rows(round_id, entry_id, LedgerKind.MARK)
        if (row.judge_id, row.item, row.attempt) == (judge_id, item, attempt)
    ]
    return found[-1] if found else None


def status_now(round_id: int, entry_id: int) -> str:
    """The status that an entrant has."""
    rows = _rows(round_id, entry_id, LedgerKind.STATUS)
    return (rows[-1].value or "ok") if rows else "ok"


def out_of_round(round_id: int) -> dict[int, str]:
    """Entrants that don't compete any more (absent, retired, disqualified): entry id → status."""
    rows = db.session.scalars(
        sa.select(LedgerRow)
        .where(
            LedgerRow.round_id == round_id,
            LedgerRow.kind.in_((LedgerKind.STATUS, LedgerKind.AMENDMENT)),
        )
        .order_by(LedgerRow.seq)
    )
    newest = {row.entry_id: row.value or "ok" for row in rows if effect_of(row) == "status"}
    return {entry_id: status for entry_id, status in newest.items() if entry_id and status != "ok"}


def deduction_now(round_id: int, entry_id: int, seq: int) -> LedgerRow | None:
    """A deduction that stands."""
    withdrawn = _rows(round_id, entry_id, LedgerKind.DEDUCTION_WITHDRAWN)
    if any(row.data["deduction"] == seq for row in withdrawn):
        return None
    rows = _rows(round_id, entry_id, LedgerKind.DEDUCTION)
    return next((row for row in rows if row.seq == seq), None)


def _rows(round_id: int, entry_id: int, kind: LedgerKind) -> list[LedgerRow]:
    """Rows about an entrant that do this, amendments among them, in order."""
    rows = db.session.scalars(
        sa.select(LedgerRow)
        .where(
            LedgerRow.round_id == round_id,
            LedgerRow.entry_id == entry_id,
            LedgerRow.kind.in_((kind, LedgerKind.AMENDMENT)),
        )
        .order_by(LedgerRow.seq)
    )
    return [row for row in rows if effect_of(row) == kind]


def decided(round_id: int) -> set[int]:
    """Numbers of the proposals that were approved or refused."""
    rows = db.session.scalars(
        sa.select(LedgerRow.data).where(LedgerRow.round_id == round_id, LedgerRow.kind.in_(DECIDED))
    )
    return {data["asked"] for data in rows}
