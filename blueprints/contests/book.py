"""The state of a round as the fold of its ledger rows. Pure: knows no database and no HTTP.

Keys are database ids; a mark is named by (entry, judge or None for the desk, item, attempt).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from blueprints.contests.book_judging import JudgingBook
from blueprints.contests.models.ledger import LedgerKind, effect_of


class MarkKey(NamedTuple):
    """Names one mark. `judge_id` is None for what the desk measures, times or imports."""

    entry_id: int
    judge_id: int | None
    item: str
    attempt: int


@dataclass(frozen=True)
class MarkNow:
    """The newest version of a mark; `versions` counts how often it was entered."""

    value: str
    note: str | None
    seq: int
    at: datetime
    actor_name: str
    versions: int


@dataclass(frozen=True)
class Sheet:
    """A judge's sheet of an entry: `locked`, `asked` (reopening was asked for) or `open`."""

    state: str
    at: datetime
    reason: str | None = None
    refused: bool = False

    @property
    def is_locked(self) -> bool:
        return self.state != "open"


@dataclass(frozen=True)
class Deduction:
    """Points taken off an entry's total, named by the number of its ledger row."""

    seq: int
    entry_id: int
    value: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Decision:
    """A stored order of tied entries (groups of refs, best first), and why."""

    seq: int
    kind: str
    order: tuple[tuple[str, ...], ...]
    reason: str


class Row(Protocol):
    """What the fold reads of a ledger row."""

    seq: int
    kind: str
    entry_id: int | None
    judge_id: int | None
    item: str | None
    attempt: int
    value: str | None
    note: str | None
    data: Any
    actor_name: str
    at: datetime


@dataclass
class Book:
    """A round at ledger position `seq`."""

    seq: int = 0
    on_stage_id: int | None = None
    marks: dict[int, dict[MarkKey, MarkNow]] = field(default_factory=dict)  # by entry
    versions: dict[MarkKey, int] = field(default_factory=dict)
    sheets: dict[tuple[int, int], Sheet] = field(default_factory=dict)
    excused: dict[tuple[int | None, int], str] = field(default_factory=dict)  # None: any entry
    statuses: dict[int, str] = field(default_factory=dict)
    status_reasons: dict[int, str | None] = field(default_factory=dict)
    deductions: dict[int, Deduction] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    judging: JudgingBook = field(default_factory=JudgingBook)

    def apply(self, rows: Iterable[Row]) -> None:
        """Fold further rows in; they must follow on `seq` in order."""
        for row in rows:
            if row.seq != self.seq + 1:
                raise ValueError(f"ledger row {row.seq} does not follow on {self.seq}")
            _FOLDS[LedgerKind(row.kind)](self, row)
            self.judging.take(self, row)
            self.seq = row.seq

    def marks_of(self, entry_id: int) -> dict[MarkKey, MarkNow]:
        """All marks of one entry."""
        return self.marks.get(entry_id, {})

    def sheet(self, entry_id: int, judge_id: int) -> Sheet | None:
        """The sheet, if it was ever locked."""
        return self.sheets.get((entry_id, judge_id))

    def excuse(self, entry_id: int, judge_id: int) -> str | None:
        """`recused` or `absent` when the judge does not mark this entry."""
        return self.excused.get((entry_id, judge_id)) or self.excused.get((None, judge_id))

    def is_locked(self, entry_id: int, judge_id: int) -> bool:
        sheet = self.sheets.get((entry_id, judge_id))
        return sheet is not None and sheet.is_locked

    def _mark(self, row: Row) -> None:
        assert row.entry_id is not None
        assert row.item is not None
        key = MarkKey(row.entry_id, row.judge_id, row.item, row.attempt)
        self.versions[key] = self.versions.get(key, 0) + 1
        of_entry = self.marks.setdefault(row.entry_id, {})
        if row.value is None:
            of_entry.pop(key, None)
            return
        of_entry[key] = MarkNow(
            row.value, row.note, row.seq, row.at, row.actor_name, self.versions[key]
        )

    def _sheet(self, row: Row) -> None:
        assert row.entry_id is not None
        assert row.judge_id is not None
        state = {
            LedgerKind.REOPEN: "open",
            LedgerKind.REMARK_ASKED: "open",
            LedgerKind.REOPEN_ASKED: "asked",
        }.get(LedgerKind(row.kind), "locked")
        refused = row.kind == LedgerKind.REOPEN_REFUSED
        self.sheets[row.entry_id, row.judge_id] = Sheet(state, row.at, row.note, refused)

    def _recusal(self, row: Row) -> None:
        assert row.judge_id is not None
        where = (row.entry_id, row.judge_id)
        if row.value == "back":
            self.excused.pop(where, None)
        else:
            self.excused[where] = row.value or "recused"

    def _status(self, row: Row) -> None:
        assert row.entry_id is not None
        if row.value == "ok":
            self.statuses.pop(row.entry_id, None)
            self.status_reasons.pop(row.entry_id, None)
        else:
            self.statuses[row.entry_id] = row.value or "ok"
            self.status_reasons[row.entry_id] = row.note

    def _deduction(self, row: Row) -> None:
        assert row.entry_id is not None
        self.deductions[row.seq] = Deduction(
            row.seq, row.entry_id, row.value or "0", row.note or "", row.at
        )

    def _withdrawn(self, row: Row) -> None:
        self.deductions.pop(row.data["deduction"], None)

    def _call(self, row: Row) -> None:
        self.on_stage_id = row.entry_id

    def _decision(self, row: Row) -> None:
        order = tuple(
            (one,) if isinstance(one, str) else tuple(one) for one in row.data.get("order", ())
        )
        self.decisions.append(Decision(row.seq, row.data["kind"], order, row.note or ""))

    def _amendment(self, row: Row) -> None:
        _FOLDS[effect_of(row)](self, row)

    def _nothing(self, row: Row) -> None:
        """State and prize rows: the round's own columns hold what they say."""


_FOLDS = {
    LedgerKind.MARK: Book._mark,
    LedgerKind.SUBMIT: Book._sheet,
    LedgerKind.REOPEN: Book._sheet,
    LedgerKind.REOPEN_ASKED: Book._sheet,
    LedgerKind.REOPEN_REFUSED: Book._sheet,
    LedgerKind.RECUSAL: Book._recusal,
    LedgerKind.STATUS: Book._status,
    LedgerKind.DEDUCTION: Book._deduction,
    LedgerKind.DEDUCTION_WITHDRAWN: Book._withdrawn,
    LedgerKind.CALL: Book._call,
    LedgerKind.DECISION: Book._decision,
    LedgerKind.STATE: Book._nothing,
    LedgerKind.PRIZES: Book._nothing,
    LedgerKind.FREEZE: Book._nothing,
    LedgerKind.UNFREEZE: Book._nothing,
    LedgerKind.ALARM_SETTLED: Book._nothing,
    LedgerKind.REMARK_ASKED: Book._sheet,
    LedgerKind.AMENDMENT_ASKED: Book._nothing,
    LedgerKind.AMENDMENT: Book._amendment,
    LedgerKind.AMENDMENT_REFUSED: Book._nothing,
    LedgerKind.SIGNED: Book._nothing,
    LedgerKind.SPOT_CHECK: Book._nothing,
    LedgerKind.SPOT_CHECKED: Book._nothing,
    LedgerKind.DECODED: Book._nothing,
    LedgerKind.APPEAL: Book._nothing,
    LedgerKind.APPEAL_RULED: Book._nothing,
    LedgerKind.NOTICE: Book._nothing,
    LedgerKind.OBJECTION: Book._nothing,
    LedgerKind.OBJECTION_ANSWERED: Book._nothing,
    LedgerKind.REVEALED: Book._nothing,
    LedgerKind.ARCHIVED: Book._nothing,
}
