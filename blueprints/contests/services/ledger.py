"""Appending to a round's ledger. Every change that bears on a result goes through `append`."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.events import LedgerWritten
from blueprints.contests.models import Entry, Judge, LedgerKind, LedgerRow, Round
from store import NotFound, db, record
from store.actors import Actor
from store.audit import GENESIS


def row_for_key(round_id: int, key: str | None) -> LedgerRow | None:
    """What was entered under this idempotency key, if anything: a repeated POST finds it."""
    if key is None:
        return None
    return db.session.scalar(
        sa.select(LedgerRow).where(LedgerRow.round_id == round_id, LedgerRow.key == key)
    )


def append(
    round_: Round,
    kind: LedgerKind,
    actor: Actor,
    now: datetime,
    *,
    entry: Entry | None = None,
    judge: Judge | None = None,
    data: dict[str, Any] | None = None,
    **columns: Any,
) -> LedgerRow:
    """Add a row at the head of a locked round. `columns`: item, attempt, value, note, key…"""
    row = chain(round_, kind, actor, now, entry=entry, judge=judge, data=data, **columns)
    db.session.flush()  # the handlers of the event read the ledger
    record(
        LedgerWritten(round_.id, round_.contest_id, row.seq, kind, row.entry_id, row.judge_id, now)
    )
    return row


def chain(
    round_: Round,
    kind: LedgerKind,
    actor: Actor,
    now: datetime,
    *,
    entry: Entry | None = None,
    judge: Judge | None = None,
    data: dict[str, Any] | None = None,
    **columns: Any,
) -> LedgerRow:
    """Link a row to the head without telling anybody: for the thousands of rows of an import."""
    row = LedgerRow(
        round_id=round_.id,
        seq=round_.seq + 1,
        kind=kind,
        entry_id=entry.id if entry else None,
        judge_id=judge.id if judge else None,
        data=data or {},
        actor=actor.ref,
        actor_name=actor.name[:120],
        at=now,
        previous_hash=round_.head_hash,
        **{"attempt": 1, **columns},
    )
    row.hash = row.digest(entry.ref if entry else None, judge.ref if judge else None)
    round_.seq, round_.head_hash = row.seq, row.hash
    db.session.add(row)
    return row


def broken_rows(round_id: int) -> list[int]:
    """Sequence numbers whose hash, link or number doesn't hold; empty when the chain is sound."""
    round_ = db.session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    rows = db.session.execute(
        sa.select(LedgerRow, Entry.ref, Judge.ref)
        .outerjoin(Entry, Entry.id == LedgerRow.entry_id)
        .outerjoin(Judge, Judge.id == LedgerRow.judge_id)
        .where(LedgerRow.round_id == round_id)
        .order_by(LedgerRow.seq)
    )
    bad: list[int] = []
    previous, expected = GENESIS, 1
    for row, entry_ref, judge_ref in rows:
        sound = row.previous_hash == previous and row.hash == row.digest(entry_ref, judge_ref)
        if not sound or row.seq != expected:
            bad.append(row.seq)
        previous, expected = row.hash, row.seq + 1
    if previous != round_.head_hash:
        bad.append(round_.seq)
    return bad
