"""Scores from a machine: a simulator, a timing system, a marked paper.

They are checked cell by cell, then all or none of them enter the ledger as values of the desk.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Entry, LedgerKind, Round, RoundEntry
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.contests.rules import checked_desk_mark, desk_items
from blueprints.contests.services.desk.common import AMENDABLE, note_of, round_in
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append, chain
from store import UserError, db, write
from store.actors import Actor

CODE_HEADS = ("code", "no", "编号", "参赛号", "代码", "工位号")


@dataclass
class ScoreRow:
    """One line with what is wrong in which of its columns."""

    line: int
    code: str
    cells: list[str]
    faults: dict[int, str] = field(default_factory=dict)  # column → words; 0 is the code


@dataclass(frozen=True)
class ScoresPlan:
    """The checked table. `heads` are titles of the value columns; `new` counts changed values."""

    heads: list[str]
    rows: list[ScoreRow]
    faults: int
    new: int


@dataclass(frozen=True)
class _Column:
    item: str
    attempt: int
    title: str


@dataclass(frozen=True)
class _Value:
    entry: Entry
    column: _Column
    value: str


def score_heads(round_: Round) -> list[str]:
    """The head of the sheet to fill in: the code, then every value that the desk enters."""
    return [_("Code"), *(one.title for one in _columns_of(round_))]


def check_scores(round_: Round, table: Sequence[Sequence[str]]) -> ScoresPlan:
    """Check a table whose first row names the columns. Raises UserError if it can't be read so."""
    columns = _columns(round_, table[0] if table else [])
    rows, values = _checked(round_, columns, table)
    return ScoresPlan(
        heads=[column.title for column in columns.values()],
        rows=rows,
        faults=sum(len(row.faults) for row in rows),
        new=len(_changed(round_, values)),
    )


def import_scores(
    actor: Actor,
    round_id: int,
    table: Sequence[Sequence[str]],
    source: str,
    now: datetime,
    *,
    key: str,
) -> int:
    """Enter a table without faults, all or none; how many values changed. `source` names it."""
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        if done_before(round_, f"{key}-0"):
            return 0
        digest = hashlib.sha256(repr([list(row) for row in table]).encode()).hexdigest()
        changed = _changed(round_, _values_without_faults(round_, table))
        for number, one in enumerate(changed):
            is_last = number == len(changed) - 1  # screens are told once, with the newest number
            enter = append if is_last else chain
            enter(
                round_,
                LedgerKind.MARK,
                actor,
                now,
                entry=one.entry,
                item=one.column.item,
                attempt=one.column.attempt,
                value=one.value,
                note=note_of(_("from the file %(name)s", name=source[:80])),
                data={"table": digest},
                key=desk_key(f"{key}-{number}"),
            )
        return len(changed)


def _values_without_faults(round_: Round, table: Sequence[Sequence[str]]) -> list[_Value]:
    rows, values = _checked(round_, _columns(round_, table[0] if table else []), table)
    if faults := sum(len(row.faults) for row in rows):
        raise UserError(
            _("%(n)s cells need to be corrected; nothing was entered.", n=faults), code="faults"
        )
    return values


def _columns_of(round_: Round) -> list[_Column]:
    return [
        _Column(item.id, attempt, _title(item.title or item.id, attempt, item.span))
        for item in desk_items(round_)
        for attempt in range(1, item.span + 1)
    ]


def _title(title: str, attempt: int, span: int) -> str:
    return title if span == 1 else f"{title} {attempt}"


def _columns(round_: Round, head: Sequence[str]) -> dict[int, _Column]:
    """Which column of the table holds what; the code has to be the first."""
    if not head or head[0].strip().casefold() not in (*CODE_HEADS, _("Code").casefold()):
        raise UserError(_("The first column has to be the code of the entrant."), code="head")
    known = {one.title.casefold(): one for one in _columns_of(round_)}
    known |= {one.item.casefold(): one for one in _columns_of(round_) if one.attempt == 1}
    found: dict[int, _Column] = {}
    for index, text in enumerate(head[1:], 1):
        if not text.strip():
            continue
        column = known.get(text.strip().casefold())
        if column is None or column in found.values():
            raise UserError(
                _("The column “%(name)s” is none that the desk enters here.", name=text[:40]),
                code="head",
            )
        found[index] = column
    if not found:
        raise UserError(_("The table has no column with values."), code="head")
    return found


def _checked(
    round_: Round, columns: dict[int, _Column], table: Sequence[Sequence[str]]
) -> tuple[list[ScoreRow], list[_Value]]:
    entries, seen = _entries(round_), set[str]()
    rows: list[ScoreRow] = []
    values: list[_Value] = []
    for line, cells in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        code = cells[0].strip() if cells else ""
        row = ScoreRow(line, code, [_cell(cells, index) for index in columns])
        rows.append(row)
        entry = entries.get(code)
        if entry is None:
            row.faults[0] = _("No entrant of this round has this code.")
        elif code in seen:
            row.faults[0] = _("This code stands in the table twice.")
        seen.add(code)
        values += _values(round_, row, entry, columns)
    return rows, values


def _values(
    round_: Round, row: ScoreRow, entry: Entry | None, columns: dict[int, _Column]
) -> list[_Value]:
    """The values of a row; an empty cell leaves what stands in the ledger as it is."""
    found = []
    for number, (column, text) in enumerate(zip(columns.values(), row.cells, strict=True), 1):
        if not text:
            continue
        try:
            value = checked_desk_mark(round_, column.item, column.attempt, text)
        except UserError as error:
            row.faults[number] = error.message
            continue
        if entry is not None and value is not None:
            found.append(_Value(entry, column, value))
    return found


def _changed(round_: Round, values: list[_Value]) -> list[_Value]:
    """Those that aren't in the ledger already: the same file twice enters nothing twice."""
    with reading(round_.id, Audience.DESK) as live:
        known = {
            (key.entry_id, key.item, key.attempt): mark.value
            for of_entry in live.book.marks.values()
            for key, mark in of_entry.items()
            if key.judge_id is None
        }
    return [
        one
        for one in values
        if known.get((one.entry.id, one.column.item, one.column.attempt)) != one.value
    ]


def _entries(round_: Round) -> dict[str, Entry]:
    found = db.session.scalars(
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id, Entry.code != "")
    )
    return {entry.code: entry for entry in found}


def _cell(cells: Sequence[str], index: int) -> str:
    return cells[index].strip() if index < len(cells) else ""
