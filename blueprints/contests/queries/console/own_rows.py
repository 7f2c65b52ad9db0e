"""The fold of one judge's own ledger rows in a round, and of the entrants' statuses."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import LedgerKind, LedgerRow, effect_of
from blueprints.contests.queries.console.views import OwnMark, OwnRemark, Slot
from store import db


@dataclass
class OwnRows:
    """The judge's own rows and the entrants' statuses, newest last."""

    marks: dict[int, dict[Slot, OwnMark]] = field(default_factory=lambda: defaultdict(dict))
    sheets: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    excused: dict[int | None, str] = field(default_factory=dict)  # None: the whole round
    statuses: dict[int, str] = field(default_factory=dict)
    remarks: dict[int, OwnRemark] = field(default_factory=dict)

    def take(self, row: Any) -> None:
        effect = effect_of(row)
        if effect == LedgerKind.MARK:
            if row.judge_id is not None:  # else the desk's own value was amended
                self._mark(row)
        elif effect == LedgerKind.RECUSAL:
            self._recusal(row)
        elif effect == LedgerKind.STATUS:
            self.statuses[row.entry_id] = row.value or "ok"
        elif row.kind in _OWN_KINDS:
            self.sheets[row.entry_id] = (row.kind, row.note)
            self._remark(row)

    def _mark(self, row: Any) -> None:
        slot = Slot(row.item, row.attempt)
        if row.value is None:
            self.marks[row.entry_id].pop(slot, None)
        else:
            note = row.note if row.kind == LedgerKind.MARK else None  # else of the amendment
            self.marks[row.entry_id][slot] = OwnMark(row.value, note, row.seq, row.at)

    def _remark(self, row: Any) -> None:
        """A request to mark again stands until the sheet is locked anew."""
        if row.kind == LedgerKind.REMARK_ASKED:
            self.remarks[row.entry_id] = OwnRemark(Slot(row.item, row.attempt), row.note or "")
        elif row.kind == LedgerKind.SUBMIT:
            self.remarks.pop(row.entry_id, None)

    def _recusal(self, row: Any) -> None:
        if row.value == "back":
            self.excused.pop(row.entry_id, None)
        else:
            self.excused[row.entry_id] = row.value or "recused"

    def sheet(self, entry_id: int) -> tuple[str, bool, str | None]:
        """State, whether a wish to reopen was refused, and the last reason given."""
        why = self.excused.get(entry_id) or self.excused.get(None)
        if why:
            return why, False, None
        kind, reason = self.sheets.get(entry_id, (LedgerKind.REOPEN, None))
        if kind in (LedgerKind.REOPEN, LedgerKind.REMARK_ASKED):
            return "open", False, reason
        if kind == LedgerKind.REOPEN_ASKED:
            return "asked", False, reason
        return "locked", kind == LedgerKind.REOPEN_REFUSED, reason


_OWN_KINDS = (
    LedgerKind.MARK,
    LedgerKind.SUBMIT,
    LedgerKind.REOPEN_ASKED,
    LedgerKind.REOPEN,
    LedgerKind.REOPEN_REFUSED,
    LedgerKind.REMARK_ASKED,
    LedgerKind.RECUSAL,
)


def own_rows(round_id: int, judge_id: int) -> OwnRows:
    """The judge's rows of the round, folded."""
    row = LedgerRow
    rows = db.session.execute(
        sa.select(
            row.kind,
            row.entry_id,
            row.judge_id,
            row.item,
            row.attempt,
            row.value,
            row.note,
            row.data,
            row.seq,
            row.at,
        )
        .where(
            row.round_id == round_id,
            sa.or_(
                sa.and_(row.judge_id == judge_id, row.kind.in_(_OWN_KINDS)),
                row.kind == LedgerKind.STATUS,
                sa.and_(
                    row.kind == LedgerKind.AMENDMENT,
                    sa.or_(row.judge_id == judge_id, row.judge_id.is_(None)),
                ),
            ),
        )
        .order_by(row.seq)
    )
    fold = OwnRows()
    for one in rows:
        fold.take(one)
    return fold
