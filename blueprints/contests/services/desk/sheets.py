"""The desk and the judges' sheets: give one back, excuse a judge, enter what isn't judged."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import (
    Entry,
    Judge,
    LedgerKind,
    LedgerRow,
    Round,
    RoundEntry,
    RoundState,
)
from blueprints.contests.rules import checked_desk_mark
from blueprints.contests.services.codes import require_sealed
from blueprints.contests.services.desk.common import (
    AMENDABLE,
    entry_of,
    judge_of,
    note_of,
    round_in,
)
from blueprints.contests.services.judging import MarkInput, Receipt, excused, sheet_kind
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from store import UserError, db, write
from store.actors import Actor

LOCKED = (LedgerKind.SUBMIT, LedgerKind.REOPEN_ASKED, LedgerKind.REOPEN_REFUSED)


def answer_reopening(
    actor: Actor,
    round_id: int,
    entry_key: str,
    judge_id: int,
    now: datetime,
    *,
    granted: bool,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Give a locked sheet back to its judge, or refuse to. Giving back needs no request."""
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        judge = judge_of(actor, round_, judge_id)
        entry = entry_of(round_, entry_key)
        if done_before(round_, key):
            return
        state = sheet_kind(round_.id, entry.id, judge.id)
        if state not in (LOCKED if granted else (LedgerKind.REOPEN_ASKED,)):
            raise UserError(
                _("This sheet is not locked.") if granted else _("Nobody asks for this any more."),
                status=409,
                code="sheet_state",
            )
        append(
            round_,
            LedgerKind.REOPEN if granted else LedgerKind.REOPEN_REFUSED,
            actor,
            now,
            entry=entry,
            judge=judge,
            note=note_of(reason),
            key=desk_key(key),
        )


def excuse_judge(
    actor: Actor,
    round_id: int,
    entry_key: str,
    judge_id: int,
    why: str,
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """A judge is `recused` or `absent` for one entry, or `back`.

    That entry's number of marks falls or rises, and its row says so.
    """
    if why not in ("recused", "absent", "back"):
        raise UserError(_("This status is not known."))
    with write():
        round_ = round_in(actor, round_id, (RoundState.DRAFT, *AMENDABLE))
        require_sealed(round_)  # a draw makes entrants anew, and no ledger may name them before
        judge = judge_of(actor, round_, judge_id)
        entry = entry_of(round_, entry_key)
        if done_before(round_, key):
            return
        if why == "back" and not excused(round_.id, entry.id, judge.id):
            return
        append(
            round_,
            LedgerKind.RECUSAL,
            actor,
            now,
            entry=entry,
            judge=judge,
            value=why,
            note=note_of(reason),
            key=desk_key(key),
        )


def excuse_from_here(
    actor: Actor,
    round_id: int,
    judge_id: int,
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> int:
    """A judge has to leave: absent for every entrant whom they have not marked yet.

    Marks given before count on. How many entrants that are.
    """
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        judge = judge_of(actor, round_, judge_id)
        if done_before(round_, key):
            return 0
        left = [
            entry
            for entry in _not_marked_by(round_, judge)
            if not excused(round_.id, entry.id, judge.id)
        ]
        for number, entry in enumerate(left):
            append(
                round_,
                LedgerKind.RECUSAL,
                actor,
                now,
                entry=entry,
                judge=judge,
                value="absent",
                note=note_of(reason),
                key=None if number else desk_key(key),
            )
        return len(left)


def _not_marked_by(round_: Round, judge: Judge) -> list[Entry]:
    marked = sa.select(LedgerRow.entry_id).where(
        LedgerRow.round_id == round_.id,
        LedgerRow.judge_id == judge.id,
        LedgerRow.kind.in_((LedgerKind.MARK, LedgerKind.SUBMIT)),
    )
    query = (
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id, Entry.id.not_in(marked))
        .order_by(RoundEntry.position)
    )
    return list(db.session.scalars(query))


def enter_mark(actor: Actor, mark: MarkInput, now: datetime) -> Receipt:
    """Enter a value that the desk measures, times or imports (no judge's mark)."""
    with write():
        round_ = round_in(actor, mark.round_id, AMENDABLE)
        entry = entry_of(round_, mark.entry_key)
        value = checked_desk_mark(round_, mark.item, mark.attempt, mark.text)
        said = {"entry_id": entry.id, "item": mark.item, "attempt": mark.attempt, "value": value}
        if (known := done_before(round_, mark.key, **said)) is not None:
            return Receipt.of(known, repeated=True)
        row = append(
            round_,
            LedgerKind.MARK,
            actor,
            now,
            entry=entry,
            item=mark.item,
            attempt=mark.attempt,
            value=value,
            note=note_of(mark.note or ""),
            key=desk_key(mark.key),
            made_at=mark.made_at,
        )
        return Receipt.of(row)
