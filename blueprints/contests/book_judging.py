"""What a round's ledger says of the judging itself: signatures, marks asked for again, alarms
that were settled, the spot-check. Part of the fold in `book.py`; pure like it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from blueprints.contests.models.contest import RoundState
from blueprints.contests.models.ledger import LedgerKind
from store.base import canonical_json

if TYPE_CHECKING:
    from blueprints.contests.book import Book, MarkKey, MarkNow, Row

Slot = tuple[str, int]  # item and attempt


@dataclass(frozen=True)
class Signature:
    """A judge signed for sheets with this hash, or would not, as the desk has recorded.

    `image` is None where no phone was signed on.
    """

    seq: int
    result: str
    image: str | None
    at: datetime
    reason: str | None
    refused: bool


@dataclass(frozen=True)
class Settled:
    """An alarm was looked at and stands, for the marks that its fingerprint names."""

    seq: int
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Remark:
    """A judge is asked to mark an item of an entry again. `before` holds the marks of then."""

    seq: int
    item: str
    attempt: int
    reason: str
    at: datetime
    before: Mapping[Slot, str]
    answered: bool = False


@dataclass(frozen=True)
class Check:
    """What checking an entry again found: `ok` or `error`."""

    seq: int
    value: str
    note: str
    at: datetime
    by: str


@dataclass
class SpotCheck:
    """A drawn spot-check; `data` is what the draw was made from."""

    seq: int
    data: Mapping[str, Any]
    at: datetime
    by: str
    checks: dict[int, Check] = field(default_factory=dict)  # by entry, the newest
    erroneous: dict[int, Check] = field(default_factory=dict)  # the newest error found


@dataclass
class JudgingBook:
    """The part of a book that is about judging."""

    signatures: dict[int, Signature] = field(default_factory=dict)
    settled: dict[str, Settled] = field(default_factory=dict)
    remarks: dict[tuple[int, int], Remark] = field(default_factory=dict)
    spot_check: SpotCheck | None = None

    def take(self, book: "Book", row: "Row") -> None:
        """Fold one row in; kinds of other parts are left."""
        fold = _FOLDS.get(LedgerKind(row.kind))
        if fold is not None:
            fold(self, book, row)

    def _signed(self, _book: "Book", row: "Row") -> None:
        assert row.judge_id is not None
        data = row.data
        self.signatures[row.judge_id] = Signature(
            row.seq,
            data["result"],
            data.get("image"),
            row.at,
            row.note,
            refused=data.get("refused", False),
        )

    def _settled(self, _book: "Book", row: "Row") -> None:
        self.settled[row.data["fingerprint"]] = Settled(
            row.seq, row.note or "", row.at, row.actor_name
        )

    def _asked(self, book: "Book", row: "Row") -> None:
        assert row.entry_id is not None
        assert row.judge_id is not None
        assert row.item is not None
        before = slots_of(book.marks_of(row.entry_id), row.judge_id)
        self.remarks[row.entry_id, row.judge_id] = Remark(
            row.seq, row.item, row.attempt, row.note or "", row.at, before
        )

    def _answered(self, _book: "Book", row: "Row") -> None:
        """A locked sheet answers the request."""
        assert row.entry_id is not None
        assert row.judge_id is not None
        asked = self.remarks.get((row.entry_id, row.judge_id))
        if asked is not None and not asked.answered:
            self.remarks[row.entry_id, row.judge_id] = Remark(
                asked.seq, asked.item, asked.attempt, asked.reason, asked.at, asked.before, True
            )

    def _drawn(self, _book: "Book", row: "Row") -> None:
        self.spot_check = SpotCheck(row.seq, row.data, row.at, row.actor_name)

    def _checked(self, _book: "Book", row: "Row") -> None:
        assert row.entry_id is not None
        if self.spot_check is None:
            return
        check = Check(row.seq, row.value or "", row.note or "", row.at, row.actor_name)
        self.spot_check.checks[row.entry_id] = check
        if check.value == "error":
            self.spot_check.erroneous[row.entry_id] = check

    def _state(self, _book: "Book", row: "Row") -> None:
        """Judging goes on: what was drawn and checked was another result."""
        if row.value == RoundState.OPEN:
            self.spot_check = None


_FOLDS = {
    LedgerKind.SIGNED: JudgingBook._signed,
    LedgerKind.ALARM_SETTLED: JudgingBook._settled,
    LedgerKind.REMARK_ASKED: JudgingBook._asked,
    LedgerKind.SUBMIT: JudgingBook._answered,
    LedgerKind.SPOT_CHECK: JudgingBook._drawn,
    LedgerKind.SPOT_CHECKED: JudgingBook._checked,
    LedgerKind.STATE: JudgingBook._state,
}


def slots_of(marks: "Mapping[MarkKey, MarkNow]", judge_id: int) -> dict[Slot, str]:
    """One judge's marks among those of an entry."""
    return {(k.item, k.attempt): m.value for k, m in marks.items() if k.judge_id == judge_id}


def sheets_hash(book: "Book", judge_id: int, judge: str, entries: Mapping[int, str]) -> str:
    """SHA-256 of all that a judge has given: what a signature is for.

    `judge` and the values of `entries` are the ids of the contest file, so that anybody who has
    that file can compute it again. An amended mark gives another hash.
    """
    given = {
        ref: sorted([item, n, value] for (item, n), value in marks.items())
        for entry_id, ref in entries.items()
        if (marks := slots_of(book.marks_of(entry_id), judge_id))
    }
    return hashlib.sha256(canonical_json({"judge": judge, "sheets": given}).encode()).hexdigest()
