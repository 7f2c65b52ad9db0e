"""What the desk does while a round runs: call, pause, status, deductions, reopening, own marks."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, entry_by_key, judge_for_desk, round_for
from blueprints.contests.models import (
    Entry,
    LedgerKind,
    LedgerRow,
    Round,
    RoundEntry,
    RoundState,
)
from blueprints.contests.rules import checked_deduction, checked_desk_mark
from blueprints.contests.services.judging import NOTE_LENGTH, MarkInput, Receipt, sheet_kind
from blueprints.contests.services.ledger import append, row_for_key
from store import NotFound, UserError, db, write
from store.actors import Actor

STATUSES = ("ok", "dns", "dnf", "dq", "forfeit")
RUNNING = (RoundState.OPEN, RoundState.PAUSED)
AMENDABLE = (*RUNNING, RoundState.REVIEW)


def call_entry(actor: Actor, round_id: int, entry_key: str, now: datetime) -> None:
    """Call an entry to the stage: judges' phones and boards follow."""
    with write():
        round_ = _round_in(actor, round_id, RUNNING)
        _call(actor, round_, _entry_of(round_, entry_key), now)


def call_next(actor: Actor, round_id: int, now: datetime) -> Entry | None:
    """Call the next entry of the running order; None when there is no further one."""
    with write():
        round_ = _round_in(actor, round_id, RUNNING)
        entry = next_entry(round_)
        if entry is not None:
            _call(actor, round_, entry, now)
        return entry


def next_entry(round_: Round) -> Entry | None:
    """The entry after the one on stage, in running order."""
    order = list(
        db.session.scalars(
            sa.select(Entry)
            .join(RoundEntry, RoundEntry.entry_id == Entry.id)
            .where(RoundEntry.round_id == round_.id)
            .order_by(RoundEntry.position, RoundEntry.id)
        )
    )
    ids = [entry.id for entry in order]
    after = ids.index(round_.on_stage_id) + 1 if round_.on_stage_id in ids else 0
    return order[after] if after < len(order) else None


def set_status(
    actor: Actor, round_id: int, entry_key: str, status: str, reason: str, now: datetime
) -> None:
    """Record DNS, DNF, disqualification or forfeit — or take it back with `ok`."""
    if status not in STATUSES:
        raise UserError(_("This status is not known."))
    if status == "dq" and not reason.strip():
        raise UserError(_("A disqualification needs its reason."))
    with write():
        round_ = _round_in(actor, round_id, AMENDABLE)
        entry = _entry_of(round_, entry_key)
        append(
            round_,
            LedgerKind.STATUS,
            actor,
            now,
            entry=entry,
            value=status,
            note=reason.strip()[:NOTE_LENGTH] or None,
        )


def deduct(
    actor: Actor, round_id: int, entry_key: str, points: str, reason: str, key: str, now: datetime
) -> Receipt:
    """Take points off an entry's total, with the reason."""
    if not reason.strip():
        raise UserError(_("A deduction needs its reason."))
    with write():
        round_ = _round_in(actor, round_id, AMENDABLE)
        if (known := row_for_key(round_.id, f"desk:{key}")) is not None:
            return Receipt.of(known, repeated=True)
        entry = _entry_of(round_, entry_key)
        value = checked_deduction(round_, points)
        row = append(
            round_,
            LedgerKind.DEDUCTION,
            actor,
            now,
            entry=entry,
            value=value,
            note=reason.strip()[:NOTE_LENGTH],
            key=f"desk:{key}",
        )
        return Receipt.of(row)


def withdraw_deduction(actor: Actor, round_id: int, seq: int, reason: str, now: datetime) -> None:
    """Take a deduction back. The row stays; the withdrawal names it."""
    with write():
        round_ = _round_in(actor, round_id, AMENDABLE)
        row = db.session.scalar(
            sa.select(LedgerRow).where(
                LedgerRow.round_id == round_.id,
                LedgerRow.seq == seq,
                LedgerRow.kind == LedgerKind.DEDUCTION,
            )
        )
        if row is None:
            raise NotFound
        append(
            round_,
            LedgerKind.DEDUCTION_WITHDRAWN,
            actor,
            now,
            entry=db.session.get(Entry, row.entry_id),
            data={"deduction": seq},
            note=reason.strip()[:NOTE_LENGTH] or None,
        )


def answer_reopening(
    actor: Actor,
    round_id: int,
    entry_key: str,
    judge_id: int,
    now: datetime,
    *,
    granted: bool,
    reason: str = "",
) -> None:
    """Give a locked sheet back to its judge, or refuse to. Also possible without being asked."""
    with write():
        round_ = _round_in(actor, round_id, AMENDABLE)
        judge = judge_for_desk(actor, judge_id, Right.RUN)
        if judge.contest_id != round_.contest_id:
            raise NotFound
        entry = _entry_of(round_, entry_key)
        locked = (LedgerKind.SUBMIT, LedgerKind.REOPEN_ASKED, LedgerKind.REOPEN_REFUSED)
        if sheet_kind(round_.id, entry.id, judge.id) not in locked:
            raise UserError(_("This sheet is not locked."), status=409)
        append(
            round_,
            LedgerKind.REOPEN if granted else LedgerKind.REOPEN_REFUSED,
            actor,
            now,
            entry=entry,
            judge=judge,
            note=reason.strip()[:NOTE_LENGTH] or None,
        )


def excuse_judge(
    actor: Actor,
    round_id: int,
    entry_key: str,
    judge_id: int,
    why: str,
    reason: str,
    now: datetime,
) -> None:
    """A judge is `recused` or `absent` for one entry, or `back`: that row's number of marks

    falls or rises, and the row says so.
    """
    if why not in ("recused", "absent", "back"):
        raise UserError(_("This status is not known."))
    with write():
        round_ = _round_in(actor, round_id, (RoundState.DRAFT, *AMENDABLE))
        judge = judge_for_desk(actor, judge_id, Right.RUN)
        if judge.contest_id != round_.contest_id:
            raise NotFound
        append(
            round_,
            LedgerKind.RECUSAL,
            actor,
            now,
            entry=_entry_of(round_, entry_key),
            judge=judge,
            value=why,
            note=reason.strip()[:NOTE_LENGTH] or None,
        )


def enter_mark(actor: Actor, mark: MarkInput, now: datetime) -> Receipt:
    """Enter a value that the desk measures, times or imports (no judge's mark)."""
    with write():
        round_ = _round_in(actor, mark.round_id, AMENDABLE)
        key = f"desk:{mark.key}"
        if (known := row_for_key(round_.id, key)) is not None:
            return Receipt.of(known, repeated=True)
        entry = _entry_of(round_, mark.entry_key)
        value = checked_desk_mark(round_, mark.item, mark.attempt, mark.text)
        row = append(
            round_,
            LedgerKind.MARK,
            actor,
            now,
            entry=entry,
            item=mark.item,
            attempt=mark.attempt,
            value=value,
            note=(mark.note or "")[:NOTE_LENGTH] or None,
            key=key,
            made_at=mark.made_at,
        )
        return Receipt.of(row)


def decide_tie(
    actor: Actor, round_id: int, ordered_keys: list[str], kind: str, reason: str, now: datetime
) -> None:
    """Store how tied entries are ordered: a tie-break (加赛) or an arbitration ruling.

    Orders only these entries among each other; totals never change.
    """
    if kind not in ("tie_break", "arbitration"):
        raise UserError(_("This kind of decision is not known."))
    if not reason.strip():
        raise UserError(_("A decision needs its reason."))
    if len(set(ordered_keys)) != len(ordered_keys) or len(ordered_keys) < 2:
        raise UserError(_("Name at least two different entrants, in their order."))
    with write():
        round_ = _round_in(actor, round_id, AMENDABLE)
        order = [_entry_of(round_, key).ref for key in ordered_keys]
        append(
            round_,
            LedgerKind.DECISION,
            actor,
            now,
            data={"kind": kind, "order": order},
            note=reason.strip()[:NOTE_LENGTH],
        )


def _round_in(actor: Actor, round_id: int, states: tuple[RoundState, ...]) -> Round:
    round_ = round_for(actor, round_id, Right.RUN, lock=True)
    if round_.state not in states:
        raise UserError(
            _("The round is not in a state that allows this."), status=409, code="round_state"
        )
    return round_


def _entry_of(round_: Round, entry_key: str) -> Entry:
    entry = entry_by_key(round_.contest_id, entry_key)
    if not db.session.scalar(
        sa.select(RoundEntry.id).where(
            RoundEntry.round_id == round_.id, RoundEntry.entry_id == entry.id
        )
    ):
        raise NotFound
    return entry


def _call(actor: Actor, round_: Round, entry: Entry, now: datetime) -> None:
    round_.on_stage_id = entry.id
    append(round_, LedgerKind.CALL, actor, now, entry=entry)
