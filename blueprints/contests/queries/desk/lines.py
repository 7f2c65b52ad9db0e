"""Lines of the desk's matrix: one per entrant, one cell per judge."""

from dataclasses import dataclass
from itertools import chain

from blueprints.contests.queries.desk.alarms import Alarm, Alarms
from blueprints.contests.queries.desk.slots import Slots, subtotal
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound
from scoring.parts.panel import PanelView
from scoring.schemes.items import Item

RUNNING = ("open", "paused")


@dataclass(frozen=True)
class Cell:
    """A judge's sheet of one entrant. `waiting`: it is due and not locked yet.

    `state`: `none` (marks nothing here), `empty`, `partial`, `full` (not locked yet),
    `locked`, `asked` (reopening is asked for), `recused`, `absent`. `alarming`: a mark of it is
    far from the others', and nobody has settled that.
    """

    judge_id: int
    number: int
    text: str
    done: int
    needed: int
    state: str
    dropped: bool
    waiting: bool
    alarming: bool


@dataclass(frozen=True)
class Line:
    """An entrant as the desk sees it: all marks, place and total as they stand."""

    key: str
    label: str
    name: str
    unit: str
    station: str
    position: int
    on_stage: bool
    cells: tuple[Cell, ...]
    desk_missing: tuple[str, ...]
    desk_needed: int
    total: str | None
    place: int | None
    tied: bool
    status: str
    deductions: int
    alarms: tuple[Alarm, ...]


def label_of(entry: EntryFacts) -> str:
    """How the desk calls an entrant: the code, or the number in the running order."""
    return entry.code or f"#{entry.position}"


class Lines:
    """Builds lines from a live round; to be used inside `standings.reading()`."""

    def __init__(self, live: LiveRound, slots: Slots) -> None:
        self._live, self.slots = live, slots
        self.alarms = Alarms(live, slots)
        self._owed: dict[tuple[int, int], tuple[tuple[Item, int], ...]] = {
            (entry.id, judge.id): slots.of_judge(judge, entry)
            for entry in live.members.entries.values()
            for judge in live.members.judges.values()
        }
        self._result = live.standings(Audience.DESK)

    def line(self, entry: EntryFacts) -> Line:
        """The entrant's line."""
        live, row = self._live, self._result.row(entry.ref)
        alarms = self.alarms.of(entry)
        hidden = live.facts.names_hidden
        return Line(
            key=entry.key,
            label=label_of(entry),
            name="" if hidden else entry.name,
            unit="" if hidden else entry.unit,
            station=entry.station,
            position=entry.position,
            on_stage=self._is_on_stage(entry),
            cells=self._cells(entry, alarms),
            desk_missing=self.slots.desk_missing(live.book, entry.id),
            desk_needed=len(self.slots.desk),
            total=row.total,
            place=row.place,
            tied=row.tied,
            status=row.status,
            deductions=sum(d.entry_id == entry.id for d in live.book.deductions.values()),
            alarms=alarms,
        )

    def is_settled(self, entry: EntryFacts) -> bool:
        """Whether nothing is awaited for this entrant any more."""
        return self._result.row(entry.ref).status not in ("incomplete", "waiting")

    def has_begun(self, entry: EntryFacts) -> bool:
        """Whether anything is known of this entrant's result: a mark, or a status."""
        book = self._live.book
        return bool(book.marks_of(entry.id)) or entry.id in book.statuses

    def waiting(self, entry: EntryFacts) -> tuple[JudgeFacts, ...]:
        """Judges whose sheet of this entrant isn't locked."""
        if entry.id in self._live.book.statuses:
            return ()
        return tuple(j for j in self._live.members.judges.values() if self._waits(entry, j))

    def sheets(self) -> tuple[int, int]:
        """(locked, all) sheets of the round, those of excused judges left out."""
        book, locked, every = self._live.book, 0, 0
        for entry_id in self._live.members.entries:
            if entry_id in book.statuses:
                continue
            for judge_id in self._live.members.judges:
                where = (entry_id, judge_id)
                if self._owed[where] and not book.excuse(*where):
                    every += 1
                    locked += book.is_locked(*where)
        return locked, every

    def _cells(self, entry: EntryFacts, alarms: tuple[Alarm, ...]) -> tuple[Cell, ...]:
        values: dict[int, dict[tuple[str, int], str]] = {}
        for key, mark in self._live.book.marks_of(entry.id).items():
            if key.judge_id is not None:
                values.setdefault(key.judge_id, {})[key.item, key.attempt] = mark.value
        dropped = _dropped(self._live.tiles(entry.id, Audience.DESK))
        loud = {judge.id for one in alarms if not one.settled for judge in one.judges}
        return tuple(
            self._cell(
                entry,
                judge,
                values.get(judge.id, {}),
                dropped=judge.ref in dropped,
                alarming=judge.id in loud,
            )
            for judge in self._live.members.judges.values()
        )

    def _cell(
        self,
        entry: EntryFacts,
        judge: JudgeFacts,
        values: dict[tuple[str, int], str],
        *,
        dropped: bool,
        alarming: bool,
    ) -> Cell:
        owed = self._owed[entry.id, judge.id]
        done = sum((item.id, attempt) in values for item, attempt in owed)
        return Cell(
            judge_id=judge.id,
            number=judge.number,
            text=subtotal(values, owed),
            done=done,
            needed=len(owed),
            state=self._state(entry.id, judge.id, done),
            dropped=dropped,
            waiting=self._is_due(entry) and self._waits(entry, judge),
            alarming=alarming,
        )

    def is_behind(self, entry: EntryFacts) -> bool:
        """Whether judging has begun for this entrant, who is off stage, and marks are missing."""
        due = self._is_judged(entry) and not self.is_settled(entry)
        return due and not self._is_on_stage(entry)

    def _is_judged(self, entry: EntryFacts) -> bool:
        """A judge has marked; values of the desk (theory papers) may be there long before."""
        marks = self._live.book.marks_of(entry.id)
        judges = self._live.members.judges
        needs_judges = any(self._owed[entry.id, judge] for judge in judges)
        return any(key.judge_id is not None for key in marks) if needs_judges else bool(marks)

    def _is_on_stage(self, entry: EntryFacts) -> bool:
        facts = self._live.facts
        return facts.state in RUNNING and facts.on_stage_id == entry.id

    def _is_due(self, entry: EntryFacts) -> bool:
        return self._is_on_stage(entry) or self.is_behind(entry)

    def _state(self, entry_id: int, judge_id: int, done: int) -> str:
        book, needed = self._live.book, len(self._owed[entry_id, judge_id])
        if not needed:
            return "none"
        if excuse := book.excuse(entry_id, judge_id):
            return excuse
        sheet = book.sheet(entry_id, judge_id)
        if sheet is not None and sheet.is_locked:
            return sheet.state
        return "empty" if not done else "full" if done == needed else "partial"

    def _waits(self, entry: EntryFacts, judge: JudgeFacts) -> bool:
        book, where = self._live.book, (entry.id, judge.id)
        if not self._owed[where] or book.excuse(*where) or entry.id in book.statuses:
            return False
        return not book.is_locked(*where)


def _dropped(tiles: dict[str, list[PanelView]]) -> set[str]:
    """Judges none of whose subtotals counted, once all of them have come."""
    counted: dict[str, list[bool | None]] = {}
    for view in chain.from_iterable(tiles.values()):
        for tile in view.tiles:
            counted.setdefault(tile.judge, []).append(tile.used)
    return {judge for judge, used in counted.items() if all(one is False for one in used)}
