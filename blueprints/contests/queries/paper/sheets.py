"""Judges' score sheets: empty ones to write on, and what the ledger holds of each judge."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.book import MarkKey
from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.board.rows import who
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.desk.slots import Slots, slot_title, slots_of
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.paper.head import PaperHead, paper_head
from blueprints.contests.queries.standings import LiveRound, reading
from scoring.numbers import scaled_text
from scoring.schemes.items import Item
from store import NotFound, db

History = Mapping[MarkKey, tuple["Version", ...]]
Locks = Mapping[tuple[int, int], LedgerRow]


@dataclass(frozen=True)
class SheetItem:
    """A criterion (and attempt). Bounds and step are decimals as text; `levels` describe 0, 1 …

    `kind` is the engine's: judged, measured, time, deduction or imported. `span` counts the
    attempts that the criterion is marked in.
    """

    title: str
    kind: str
    minimum: str
    maximum: str
    step: str
    levels: tuple[str, ...]
    span: int


@dataclass(frozen=True)
class Version:
    """A mark as it was entered once; None when it was taken back."""

    value: str | None
    note: str
    seq: int
    at: datetime


@dataclass(frozen=True)
class Cell:
    """`asked` is False where this judge doesn't mark this. `versions`: the newest is last."""

    asked: bool
    versions: tuple[Version, ...] = ()

    @property
    def value(self) -> str | None:
        return self.versions[-1].value if self.versions else None


@dataclass(frozen=True)
class EntrantSheet:
    """A judge's sheet of one entrant; `cells` go with `JudgeSheets.items`.

    `excuse`: recused, absent or empty. `status`: the entrant's, `ok` when competing. A sheet
    that is locked says when, and in which ledger row.
    """

    who: Who
    excuse: str
    status: str
    cells: tuple[Cell, ...]
    locked_at: datetime | None = None
    locked_seq: int | None = None


@dataclass(frozen=True)
class JudgeSheets:
    """A judge with everything that this judge marks."""

    number: int
    name: str
    items: tuple[SheetItem, ...]
    entrants: tuple[EntrantSheet, ...]


@dataclass(frozen=True)
class ScoreSheets:
    """The sheets of a round, judge by judge; judges who mark nothing have none."""

    head: PaperHead
    judges: tuple[JudgeSheets, ...]


def blank_sheets(round_id: int) -> ScoreSheets:
    """Sheets to write on: who is marked for what, without any mark."""
    with reading(round_id) as live:
        return _sheets(live, {}, {})


def filled_sheets(round_id: int) -> ScoreSheets:
    """Sheets as the ledger has them, every version of each mark. For the contest's staff."""
    with reading(round_id) as live:
        rows = _rows(live)
        return _sheets(live, _history(rows), _locks(rows))


def item_of(item: Item, attempt: int) -> SheetItem:
    """A criterion as a sheet says it."""
    bounds = (_text(item.minimum), _text(item.maximum), _text(item.step))
    return SheetItem(slot_title(item, attempt), item.kind, *bounds, item.levels, item.span)


def _sheets(live: LiveRound, history: History, locks: Locks) -> ScoreSheets:
    round_ = db.session.get(Round, live.facts.id)
    if round_ is None:
        raise NotFound
    slots = slots_of(round_)
    judges = (_judge(live, slots, judge, history, locks) for judge in live.members.judges.values())
    return ScoreSheets(paper_head(round_.id), tuple(one for one in judges if one.items))


def _judge(
    live: LiveRound, slots: Slots, judge: JudgeFacts, history: History, locks: Locks
) -> JudgeSheets:
    entries = list(live.members.entries.values())
    owed = {entry.id: slots.of_judge(judge, entry) for entry in entries}
    every = {
        (item.id, attempt): (item, attempt)
        for of_entry in owed.values()
        for item, attempt in of_entry
    }
    order = [i.id for i in slots.judged]
    keys = sorted(every, key=lambda key: (order.index(key[0]), key[1]))
    return JudgeSheets(
        number=judge.number,
        name=judge.name,
        items=tuple(item_of(*every[key]) for key in keys),
        entrants=tuple(
            _entrant(
                live,
                entry,
                judge,
                tuple(_cell(entry, judge, key, owed[entry.id], history) for key in keys),
                locks.get((entry.id, judge.id)),
            )
            for entry in entries
        ),
    )


def _cell(
    entry: EntryFacts,
    judge: JudgeFacts,
    key: tuple[str, int],
    owed: tuple[tuple[Item, int], ...],
    history: History,
) -> Cell:
    asked = key in {(item.id, attempt) for item, attempt in owed}
    return Cell(asked, history.get(MarkKey(entry.id, judge.id, *key), ()))


def _entrant(
    live: LiveRound,
    entry: EntryFacts,
    judge: JudgeFacts,
    cells: tuple[Cell, ...],
    lock: LedgerRow | None,
) -> EntrantSheet:
    return EntrantSheet(
        who=who(live, entry),
        excuse=live.book.excuse(entry.id, judge.id) or "",
        status=live.book.statuses.get(entry.id, "ok"),
        cells=cells,
        locked_at=lock.at if lock else None,
        locked_seq=lock.seq if lock else None,
    )


def _rows(live: LiveRound) -> list[LedgerRow]:
    kinds = (LedgerKind.MARK, LedgerKind.SUBMIT, LedgerKind.REOPEN)
    return list(
        db.session.scalars(
            sa.select(LedgerRow)
            .where(
                LedgerRow.round_id == live.facts.id,
                LedgerRow.seq <= live.book.seq,
                LedgerRow.kind.in_(kinds),
                LedgerRow.judge_id.is_not(None),
            )
            .order_by(LedgerRow.seq)
        )
    )


def _history(rows: list[LedgerRow]) -> History:
    found: dict[MarkKey, tuple[Version, ...]] = defaultdict(tuple)
    for row in rows:
        if row.kind == LedgerKind.MARK:
            key = MarkKey(row.entry_id or 0, row.judge_id, row.item or "", row.attempt)
            found[key] += (Version(row.value, row.note or "", row.seq, row.at),)
    return found


def _locks(rows: list[LedgerRow]) -> Locks:
    """The row that locked each sheet which is locked now."""
    found: dict[tuple[int, int], LedgerRow] = {}
    for row in rows:
        where = (row.entry_id or 0, row.judge_id or 0)
        if row.kind == LedgerKind.SUBMIT:
            found[where] = row
        elif row.kind == LedgerKind.REOPEN:
            found.pop(where, None)
    return found


def _text(millionths: int | None) -> str:
    return "" if millionths is None else scaled_text(millionths)
