"""The desk as a whole: its head and one page of the matrix."""

from dataclasses import dataclass

from blueprints.contests.models import Round
from blueprints.contests.queries.desk.head import Head, head_of
from blueprints.contests.queries.desk.lines import Line, Lines
from blueprints.contests.queries.desk.slots import slots_of
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound, reading
from store import NotFound, db

LINES_PER_PAGE = 50


@dataclass(frozen=True)
class Matrix:
    """One page of lines; `page` counts from 1."""

    judges: tuple[JudgeFacts, ...]
    has_desk_items: bool
    lines: tuple[Line, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class DeskView:
    head: Head
    matrix: Matrix


def desk_view(round_id: int, page: int | None = None, find: str = "") -> DeskView:
    """The desk at the newest ledger position; without `page`, the one with who is on stage."""
    round_ = _round(round_id)
    with reading(round_id, Audience.DESK) as live:
        lines = Lines(live, slots_of(round_))
        return DeskView(head_of(live, lines), _matrix(live, lines, page, find))


def changed_view(
    round_id: int, entry_ids: set[int]
) -> tuple[Head, list[Line], list[tuple[str, str, str]]]:
    """For a live frame: the head, the lines of these entrants, and (key, place, total) of all
    entrants that have a place: one mark may move everybody.
    """
    round_ = _round(round_id)
    with reading(round_id, Audience.DESK) as live:
        lines = Lines(live, slots_of(round_))
        entries = [e for e in live.members.entries.values() if e.id in entry_ids]
        keys = {entry.ref: entry.key for entry in live.members.entries.values()}
        places = [
            (keys[row.entry], str(row.place or ""), row.total or "")
            for row in live.standings(Audience.DESK).rows
        ]
        return head_of(live, lines), [lines.line(entry) for entry in entries], places


def head_view(round_id: int) -> Head:
    """The head alone: what may be done now."""
    round_ = _round(round_id)
    with reading(round_id, Audience.DESK) as live:
        return head_of(live, Lines(live, slots_of(round_)))


def _round(round_id: int) -> Round:
    found = db.session.get(Round, round_id)
    if found is None:
        raise NotFound
    return found


def _matrix(live: LiveRound, lines: Lines, page: int | None, find: str) -> Matrix:
    hidden = live.facts.names_hidden
    entries = [e for e in live.members.entries.values() if _matches(e, find, hidden)]
    pages = max(1, -(-len(entries) // LINES_PER_PAGE))
    number = min(max(page or _page_of(entries, live.facts.on_stage_id), 1), pages)
    shown = entries[(number - 1) * LINES_PER_PAGE : number * LINES_PER_PAGE]
    return Matrix(
        judges=tuple(live.members.judges.values()),
        has_desk_items=bool(lines.slots.desk),
        lines=tuple(lines.line(entry) for entry in shown),
        page=number,
        pages=pages,
        total=len(entries),
    )


def _matches(entry: EntryFacts, find: str, hidden: bool) -> bool:
    wanted = find.strip().casefold()
    if not wanted:
        return True
    texts = [entry.code, entry.station, str(entry.position)]
    if not hidden:
        texts += [entry.name, entry.unit]
    return any(wanted in text.casefold() for text in texts)


def _page_of(entries: list[EntryFacts], entry_id: int | None) -> int:
    for index, entry in enumerate(entries):
        if entry.id == entry_id:
            return index // LINES_PER_PAGE + 1
    return 1
