"""Score sheets of judges and desk: empty ones to write on, and what the ledger holds of each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.book import MarkKey
from blueprints.contests.models import LedgerKind, LedgerRow, Round, effect_of
from blueprints.contests.queries.board.rows import who
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.desk.slots import slot_title, slots_of
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.paper.head import PaperHead, paper_head
from blueprints.contests.queries.standings import LiveRound, reading
from scoring.numbers import scaled_text
from scoring.schemes.items import Item
from store import NotFound, db

DESK = 0  # the number of no judge: what is measured, timed or brought in by the desk

History = Mapping[MarkKey, tuple["Version", ...]]
Locks = Mapping[tuple[int, int], LedgerRow]
Owed = Mapping[int, tuple[tuple[Item, int], ...]]


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
    """A judge with everything that this judge marks; the desk's number is `DESK`."""

    number: int
    name: str
    items: tuple[SheetItem, ...]
    entrants: tuple[EntrantSheet, ...]


@dataclass(frozen=True)
class ScoreSheets:
    """The sheets of a round, judge by judge, then the desk's; who marks nothing has none."""

    head: PaperHead
    judges: tuple[JudgeSheets, ...]


def blank_sheets(round_id: int) -> ScoreSheets:
    """Sheets to write on: who is marked for what, without any mark."""
    with reading(round_id, Audience.DESK) as live:
        return _sheets(live, {}, {})


def filled_sheets(round_id: int) -> ScoreSheets:
    """Sheets as the ledger has them, every version of each mark. For the contest's staff."""
    with reading(round_id, Audience.DESK) as live:
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
    slots, teller = slots_of(round_), _Teller(live, history, locks)
    entries = live.members.entries.values()
    found = [
        teller.sheets(judge, {entry.id: slots.of_judge(judge, entry) for entry in entries})
        for judge in live.members.judges.values()
    ]
    found.append(teller.sheets(None, {entry.id: slots.of_desk() for entry in entries}))
    return ScoreSheets(paper_head(round_.id), tuple(one for one in found if one.items))


class _Teller:
    """Tells the sheets of one round; a judge of None is the desk."""

    def __init__(self, live: LiveRound, history: History, locks: Locks) -> None:
        self._live, self._history, self._locks = live, history, locks

    def sheets(self, judge: JudgeFacts | None, owed: Owed) -> JudgeSheets:
        """What this judge is asked for, entrant by entrant."""
        items = {(item.id, n): (item, n) for slots in owed.values() for item, n in slots}
        entries = self._live.members.entries.values()
        keys = self._in_order(items)
        return JudgeSheets(
            number=judge.number if judge else DESK,
            name=judge.name if judge else "",
            items=tuple(item_of(*items[key]) for key in keys),
            entrants=tuple(self._entrant(entry, judge, keys, owed[entry.id]) for entry in entries),
        )

    def _in_order(self, items: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
        """As the scheme has its items; panels may ask entrants for different ones."""
        scheme = self._live.contest.round(self._live.facts.ref).scheme
        order = {item.id: n for n, item in enumerate(scheme.items)}
        return sorted(items, key=lambda key: (order[key[0]], key[1]))

    def _entrant(
        self,
        entry: EntryFacts,
        judge: JudgeFacts | None,
        keys: list[tuple[str, int]],
        owed: tuple[tuple[Item, int], ...],
    ) -> EntrantSheet:
        judge_id, asked = judge.id if judge else None, {(item.id, n) for item, n in owed}
        lock = self._locks.get((entry.id, judge_id or 0))
        return EntrantSheet(
            who=who(self._live, entry),
            excuse=(self._live.book.excuse(entry.id, judge.id) or "") if judge else "",
            status=self._live.book.statuses.get(entry.id, "ok"),
            cells=tuple(
                Cell(key in asked, self._history.get(MarkKey(entry.id, judge_id, *key), ()))
                for key in keys
            ),
            locked_at=lock.at if lock else None,
            locked_seq=lock.seq if lock else None,
        )


def _rows(live: LiveRound) -> list[LedgerRow]:
    kinds = (LedgerKind.MARK, LedgerKind.SUBMIT, LedgerKind.REOPEN, LedgerKind.AMENDMENT)
    return list(
        db.session.scalars(
            sa.select(LedgerRow)
            .where(
                LedgerRow.round_id == live.facts.id,
                LedgerRow.seq <= live.book.seq,
                LedgerRow.kind.in_(kinds),
            )
            .order_by(LedgerRow.seq)
        )
    )


def _history(rows: list[LedgerRow]) -> History:
    found: dict[MarkKey, tuple[Version, ...]] = defaultdict(tuple)
    for row in rows:
        if effect_of(row) == LedgerKind.MARK:
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
