"""Rulings of the desk: statuses, deductions, how tied entrants are ordered."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Entry, LedgerKind, LedgerRow, Round
from blueprints.contests.rules import checked_deduction
from blueprints.contests.services.desk.common import AMENDABLE, entry_of, note_of, round_in
from blueprints.contests.services.judging import Receipt
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from store import NotFound, UserError, db, write
from store.actors import Actor

STATUSES = ("ok", "dns", "dnf", "dq", "forfeit")
ORDERS = ("tie_break", "arbitration")


def set_status(
    actor: Actor,
    round_id: int,
    entry_key: str,
    status: str,
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Record DNS, DNF, disqualification or forfeit — or take it back with `ok`."""
    if status not in STATUSES:
        raise UserError(_("This status is not known."))
    if status == "dq" and not reason.strip():
        raise UserError(_("A disqualification needs its reason."), code="reason")
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        entry = entry_of(round_, entry_key)
        if done_before(round_, key, entry_id=entry.id, value=status):
            return
        append(
            round_,
            LedgerKind.STATUS,
            actor,
            now,
            entry=entry,
            value=status,
            note=note_of(reason),
            key=desk_key(key),
        )


def deduct(
    actor: Actor, round_id: int, entry_key: str, points: str, reason: str, key: str, now: datetime
) -> Receipt:
    """Take points off an entry's total, with the reason."""
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        value, entry = checked_deduction(round_, points), entry_of(round_, entry_key)
        if (known := done_before(round_, key, entry_id=entry.id, value=value)) is not None:
            return Receipt.of(known, repeated=True)
        if not reason.strip():
            raise UserError(_("A deduction needs its reason."), code="reason")
        row = append(
            round_,
            LedgerKind.DEDUCTION,
            actor,
            now,
            entry=entry,
            value=value,
            note=note_of(reason),
            key=desk_key(key),
        )
        return Receipt.of(row)


def withdraw_deduction(
    actor: Actor,
    round_id: int,
    seq: int,
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Take a deduction back. The row stays; the withdrawal names it. Once is enough."""
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        row = _row(round_, LedgerKind.DEDUCTION, seq)
        if row is None:
            raise NotFound
        if done_before(round_, key) or _is_withdrawn(round_, row):
            return
        append(
            round_,
            LedgerKind.DEDUCTION_WITHDRAWN,
            actor,
            now,
            entry=db.session.get(Entry, row.entry_id),
            data={"deduction": seq},
            note=note_of(reason),
            key=desk_key(key),
        )


def decide_tie(
    actor: Actor,
    round_id: int,
    ordered_keys: list[str],
    kind: str,
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Store how tied entries are ordered: a tie-break (加赛) or an arbitration ruling.

    Orders only these entries among each other; totals never change.
    """
    if kind not in ORDERS:
        raise UserError(_("This kind of decision is not known."))
    if not reason.strip():
        raise UserError(_("A decision needs its reason."), code="reason")
    if len(set(ordered_keys)) != len(ordered_keys) or len(ordered_keys) < 2:
        raise UserError(_("Name at least two different entrants, in their order."))
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        if done_before(round_, key):
            return
        order = [entry_of(round_, one).ref for one in ordered_keys]
        append(
            round_,
            LedgerKind.DECISION,
            actor,
            now,
            data={"kind": kind, "order": order},
            note=note_of(reason),
            key=desk_key(key),
        )


def _row(round_: Round, kind: LedgerKind, seq: int) -> LedgerRow | None:
    return db.session.scalar(
        sa.select(LedgerRow).where(
            LedgerRow.round_id == round_.id, LedgerRow.seq == seq, LedgerRow.kind == kind
        )
    )


def _is_withdrawn(round_: Round, deduction: LedgerRow) -> bool:
    withdrawals = db.session.scalars(
        sa.select(LedgerRow).where(
            LedgerRow.round_id == round_.id,
            LedgerRow.entry_id == deduction.entry_id,
            LedgerRow.kind == LedgerKind.DEDUCTION_WITHDRAWN,
        )
    )
    return any(row.data["deduction"] == deduction.seq for row in withdrawals)
