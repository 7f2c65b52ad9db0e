"""One entrant at the desk: every mark of every judge, desk values, rulings, history."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import entry_by_key
from blueprints.contests.book import Book, Deduction, MarkKey, MarkNow
from blueprints.contests.models import Round
from blueprints.contests.queries.desk.alarms import RemarkLine
from blueprints.contests.queries.desk.lines import Line, Lines
from blueprints.contests.queries.desk.slots import Slots, slot_title, slots_of
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.ledger import Event, history_of
from blueprints.contests.queries.standings import LiveRound, reading
from blueprints.contests.rules import in_words, scheme_of
from scoring.schemes.model import Scheme
from store import NotFound


@dataclass(frozen=True)
class MarkCell:
    """A mark, or None in `mark` where the judge has not marked; `asked` is False where the
    judge doesn't mark this item at all.
    """

    mark: MarkNow | None
    asked: bool


@dataclass(frozen=True)
class ItemLine:
    """One item (and attempt) across all judges."""

    title: str
    cells: tuple[MarkCell, ...]


@dataclass(frozen=True)
class SheetState:
    """A judge's sheet of this entrant, and what the desk may do with it."""

    judge: JudgeFacts
    state: str
    at: datetime | None
    reason: str | None
    refused: bool


@dataclass(frozen=True)
class DeskValue:
    """A value that the desk enters. `hint` is the range in figures."""

    item: str
    attempt: int
    kind: str
    title: str
    minimum: str | None
    maximum: str | None
    step: str | None
    mark: MarkNow | None


@dataclass(frozen=True)
class Part:
    """A part of the total."""

    title: str
    value: str | None


@dataclass(frozen=True)
class Detail:
    """The side panel of the desk."""

    line: Line
    status: str
    status_reason: str | None
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    judges: tuple[JudgeFacts, ...]
    items: tuple[ItemLine, ...]
    sheets: tuple[SheetState, ...]
    values: tuple[DeskValue, ...]
    deductions: tuple[Deduction, ...]
    remarks: tuple[RemarkLine, ...]
    history: tuple[Event, ...]


def detail(round_: Round, entry_key: str) -> Detail:
    """The entrant as the desk sees it now. NotFound when it isn't in the round."""
    entry_id = entry_by_key(round_.contest_id, entry_key).id
    slots = slots_of(round_)
    with reading(round_.id, Audience.DESK) as live:
        entry = live.members.entries.get(entry_id)
        if entry is None:
            raise NotFound
        lines = Lines(live, slots)
        return _detail(round_, live, lines, entry)


def _detail(round_: Round, live: LiveRound, lines: Lines, entry: EntryFacts) -> Detail:
    book, judges = live.book, tuple(live.members.judges.values())
    line = lines.line(entry)
    row = live.standings(Audience.DESK).row(entry.ref)
    scheme = scheme_of(round_)
    return Detail(
        line=line,
        status=book.statuses.get(entry.id, "ok"),
        status_reason=book.status_reasons.get(entry.id),
        parts=tuple(
            Part(_title(scheme, part), _in_one(value))
            for part, value in row.parts.items()
            if part != scheme.total
        ),
        notes=tuple(in_words(note) for note in row.notes),
        judges=judges,
        items=_items(book, lines.slots, judges, entry),
        sheets=tuple(_sheet(book, line, judge, entry.id) for judge in judges),
        values=_values(book, lines.slots, entry.id),
        deductions=tuple(d for d in book.deductions.values() if d.entry_id == entry.id),
        remarks=lines.alarms.remarks_of(entry),
        history=tuple(history_of(round_, entry.id)),
    )


def _in_one(value: str | tuple[str | None, ...] | None) -> str | None:
    """The value of a part; of a part with attempts all of them."""
    return " / ".join(one or "–" for one in value) if isinstance(value, tuple) else value


def _title(scheme: Scheme, ref: str) -> str:
    node = scheme.nodes.get(ref)
    title = getattr(node, "title", "")
    if not title:  # a part that passes an item on
        title = next((item.title for item in scheme.items if item.id == ref), "")
    return _(title) if title else ref


def _items(
    book: Book, slots: Slots, judges: tuple[JudgeFacts, ...], entry: EntryFacts
) -> tuple[ItemLine, ...]:
    marks = book.marks_of(entry.id)
    owed = {j.id: {(item.id, n) for item, n in slots.of_judge(j, entry)} for j in judges}
    return tuple(
        ItemLine(
            slot_title(item, attempt),
            tuple(
                MarkCell(
                    marks.get(MarkKey(entry.id, judge.id, item.id, attempt)),
                    (item.id, attempt) in owed[judge.id],
                )
                for judge in judges
            ),
        )
        for item in slots.judged
        for attempt in range(1, item.span + 1)
    )


def _sheet(book: Book, line: Line, judge: JudgeFacts, entry_id: int) -> SheetState:
    cell = next(cell for cell in line.cells if cell.judge_id == judge.id)
    sheet = book.sheet(entry_id, judge.id)
    return SheetState(
        judge,
        cell.state,
        sheet.at if sheet else None,
        sheet.reason if sheet else None,
        sheet.refused if sheet else False,
    )


def _values(book: Book, slots: Slots, entry_id: int) -> tuple[DeskValue, ...]:
    marks = book.marks_of(entry_id)
    return tuple(
        DeskValue(
            item=item.id,
            attempt=attempt,
            kind=item.kind,
            title=slot_title(item, attempt),
            minimum=_figure(item.minimum),
            maximum=_figure(item.maximum),
            step=_figure(item.step),
            mark=marks.get(MarkKey(entry_id, None, item.id, attempt)),
        )
        for item, attempt in slots.of_desk()
    )


def _figure(millionths: int | None) -> str | None:
    if millionths is None:
        return None
    whole, rest = divmod(millionths, 1_000_000)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
