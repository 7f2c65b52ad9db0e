"""What a judge does: mark, lock a sheet, ask for it back. Every answer carries a receipt."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import entry_by_key, locked_round
from blueprints.contests.models import (
    Entry,
    Judge,
    JudgeDevice,
    LedgerKind,
    LedgerRow,
    Round,
    RoundEntry,
    RoundJudge,
    RoundState,
)
from blueprints.contests.rules import checked_mark, items_for_judge
from blueprints.contests.services.ledger import append, row_for_key
from store import NotFound, UserError, db, write
from store.actors import Actor

NOTE_LENGTH = 500
# A confirmed result is sealed: no judge adds a row to its ledger.
REOPENABLE = (RoundState.OPEN, RoundState.PAUSED, RoundState.REVIEW)
SHEET_KINDS = (
    LedgerKind.SUBMIT,
    LedgerKind.REOPEN_ASKED,
    LedgerKind.REOPEN,
    LedgerKind.REOPEN_REFUSED,
    LedgerKind.REMARK_ASKED,
)
OPEN_SHEETS = (None, LedgerKind.REOPEN, LedgerKind.REMARK_ASKED)


@dataclass(frozen=True)
class Receipt:
    """Proof that a row is in the ledger: its number, hash and time."""

    seq: int
    hash: str
    at: datetime
    value: str | None
    repeated: bool

    @classmethod
    def of(cls, row: LedgerRow, *, repeated: bool = False) -> "Receipt":
        return cls(row.seq, row.hash, row.at, row.value, repeated)


@dataclass(frozen=True)
class MarkInput:
    """A mark as the phone sends it. `text` is what was typed; empty takes the mark back.

    `key` is made by the phone, once per mark, and sent again unchanged when the answer was
    lost. `made_at` is the phone's own clock, kept for the record only.
    """

    round_id: int
    entry_key: str
    item: str
    text: str
    key: str
    attempt: int = 1
    note: str | None = None
    made_at: datetime | None = None


def submit_mark(actor: Actor, mark: MarkInput, now: datetime) -> Receipt:
    """Enter a judge's mark. The same key again answers with the first receipt.

    Refused (UserError) when the round takes no marks, the sheet is locked, the judge is
    recused, the device was replaced, or the value breaks the item's range, step or decimals.
    """
    with write():
        round_, judge = round_of_judge(actor, mark.round_id)
        key = phone_key(judge, mark.key)
        if (known := row_for_key(round_.id, key)) is not None:
            return _same_mark(known, round_, judge, mark)
        entry = _entry_to_mark(round_, judge, mark.entry_key)
        _require_open_sheet(round_, entry, judge)
        value = checked_mark(round_, judge, entry, mark.item, mark.attempt, mark.text)
        row = append(
            round_,
            LedgerKind.MARK,
            actor,
            now,
            entry=entry,
            judge=judge,
            item=mark.item,
            attempt=mark.attempt,
            value=value,
            note=(mark.note or "")[:NOTE_LENGTH] or None,
            key=key,
            made_at=mark.made_at,
        )
        return Receipt.of(row)


def submit_sheet(actor: Actor, round_id: int, entry_key: str, key: str, now: datetime) -> Receipt:
    """Lock the judge's sheet of an entry. Refused while an item has no mark."""
    with write():
        round_, judge = round_of_judge(actor, round_id)
        key = phone_key(judge, key)
        if (known := row_for_key(round_.id, key)) is not None:
            return _same_step(known, LedgerKind.SUBMIT, entry_key)
        entry = _entry_to_mark(round_, judge, entry_key)
        _require_open_sheet(round_, entry, judge)
        _require_complete(round_, entry, judge)
        row = append(round_, LedgerKind.SUBMIT, actor, now, entry=entry, judge=judge, key=key)
        return Receipt.of(row)


def ask_to_reopen(
    actor: Actor, round_id: int, entry_key: str, reason: str, key: str, now: datetime
) -> Receipt:
    """Ask the desk for a locked sheet back, with the reason."""
    if not reason.strip():
        raise UserError(_("Say in a few words why the sheet has to be changed."))
    with write():
        round_, judge = round_of_judge(actor, round_id)
        key = phone_key(judge, key)
        if (known := row_for_key(round_.id, key)) is not None:
            return _same_step(known, LedgerKind.REOPEN_ASKED, entry_key)
        if round_.state not in REOPENABLE:
            raise _takes_nothing()
        entry = entry_by_key(round_.contest_id, entry_key)
        if sheet_kind(round_.id, entry.id, judge.id) not in (
            LedgerKind.SUBMIT,
            LedgerKind.REOPEN_REFUSED,
        ):
            raise UserError(_("This sheet is not locked."), status=409)
        row = append(
            round_,
            LedgerKind.REOPEN_ASKED,
            actor,
            now,
            entry=entry,
            judge=judge,
            note=reason.strip()[:NOTE_LENGTH],
            key=key,
        )
        return Receipt.of(row)


def sheet_kind(round_id: int, entry_id: int, judge_id: int) -> str | None:
    """The newest row about the sheet itself; those in `OPEN_SHEETS` leave it open."""
    return db.session.scalar(
        sa.select(LedgerRow.kind)
        .where(
            LedgerRow.round_id == round_id,
            LedgerRow.entry_id == entry_id,
            LedgerRow.judge_id == judge_id,
            LedgerRow.kind.in_(SHEET_KINDS),
        )
        .order_by(LedgerRow.seq.desc())
        .limit(1)
    )


def excused(round_id: int, entry_id: int, judge_id: int) -> bool:
    """Whether the judge is recused or absent for this entry."""
    newest = db.session.scalar(
        sa.select(LedgerRow.value)
        .where(
            LedgerRow.round_id == round_id,
            sa.or_(LedgerRow.entry_id == entry_id, LedgerRow.entry_id.is_(None)),
            LedgerRow.judge_id == judge_id,
            LedgerRow.kind == LedgerKind.RECUSAL,
        )
        .order_by(LedgerRow.seq.desc())
        .limit(1)
    )
    return newest in ("recused", "absent")


def round_of_judge(actor: Actor, round_id: int) -> tuple[Round, Judge]:
    """The round, locked, and the judge, if the actor's device still sits at the seat."""
    device = db.session.get(JudgeDevice, actor.device_id) if actor.device_id else None
    if device is None or device.judge_id != actor.id:
        raise NotFound
    if device.replaced_at is not None:
        raise UserError(
            _("Another device has taken over this seat. Your unsent marks are kept on this one."),
            status=409,
            code="replaced",
        )
    round_ = locked_round(round_id)
    sits = db.session.scalar(
        sa.select(RoundJudge.id).where(
            RoundJudge.round_id == round_id, RoundJudge.judge_id == device.judge_id
        )
    )
    if sits is None:
        raise NotFound
    return round_, device.judge


def phone_key(judge: Judge, key: str) -> str:
    """Keys are the phone's; prefixed, so that no judge can find another's receipt."""
    if not 8 <= len(key) <= 40 or not key.isascii():
        raise UserError(_("The request carries no usable key."), status=400, code="bad_key")
    return f"{judge.id}:{key}"


def _same_mark(known: LedgerRow, round_: Round, judge: Judge, mark: MarkInput) -> Receipt:
    """The first receipt — unless the key comes with another mark, as from a page gone back to."""
    entry = db.session.get(Entry, known.entry_id)
    same = (known.item, known.attempt) == (mark.item, mark.attempt)
    if not same or entry is None or entry.key != mark.entry_key:
        raise UserError(_("This key was used for another mark."), status=409, code="bad_key")
    if known.value != checked_mark(round_, judge, entry, mark.item, mark.attempt, mark.text):
        raise UserError(
            _("This page is out of date and the mark was not saved. Load it again."),
            status=409,
            code="bad_key",
        )
    return Receipt.of(known, repeated=True)


def _same_step(known: LedgerRow, kind: LedgerKind, entry_key: str) -> Receipt:
    """The first receipt, never that of a mark or of another entrant's sheet."""
    entry = db.session.get(Entry, known.entry_id)
    if known.kind != kind or entry is None or entry.key != entry_key:
        raise UserError(_("This key was used for another mark."), status=409, code="bad_key")
    return Receipt.of(known, repeated=True)


def _takes_nothing() -> UserError:
    return UserError(
        _("The round takes no marks now. What you typed is kept on this device."),
        status=409,
        code="round_closed",
    )


def _entry_to_mark(round_: Round, judge: Judge, entry_key: str) -> Entry:
    if round_.state != RoundState.OPEN:
        raise _takes_nothing()
    entry = entry_by_key(round_.contest_id, entry_key)
    if not db.session.scalar(
        sa.select(RoundEntry.id).where(
            RoundEntry.round_id == round_.id, RoundEntry.entry_id == entry.id
        )
    ):
        raise NotFound
    if excused(round_.id, entry.id, judge.id):
        raise UserError(_("You are recused for this entrant."), status=409, code="recused")
    return entry


def _require_open_sheet(round_: Round, entry: Entry, judge: Judge) -> None:
    if sheet_kind(round_.id, entry.id, judge.id) not in OPEN_SHEETS:
        raise UserError(
            _("This sheet is locked. Ask the desk to give it back before changing it."),
            status=409,
            code="locked",
        )


def _require_complete(round_: Round, entry: Entry, judge: Judge) -> None:
    missing = items_for_judge(round_, judge, entry) - _marked(round_.id, entry.id, judge.id)
    if missing:
        raise UserError(
            _("%(count)d marks are still missing on this sheet.", count=len(missing)),
            status=409,
            code="incomplete",
        )


def _marked(round_id: int, entry_id: int, judge_id: int) -> set[tuple[str, int]]:
    """(item, attempt) pairs that hold a value now."""
    rows = db.session.execute(
        sa.select(LedgerRow.item, LedgerRow.attempt, LedgerRow.value)
        .where(
            LedgerRow.round_id == round_id,
            LedgerRow.entry_id == entry_id,
            LedgerRow.judge_id == judge_id,
            LedgerRow.kind == LedgerKind.MARK,
        )
        .order_by(LedgerRow.seq)
    )
    newest = {(item, attempt): value for item, attempt, value in rows}
    return {which for which, value in newest.items() if value is not None}
