"""Entrants from pasted lines or a spreadsheet: checked cell by cell, then all or none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import LazyString, force_locale, lazy_gettext
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.services.setup.common import (
    CODE_LENGTH,
    NAME_LENGTH,
    TITLE_LENGTH,
    require_draft,
)
from blueprints.contests.services.setup.entries import (
    MOST_ENTRIES,
    EntryInput,
    add_entries,
    codes_of,
)
from blueprints.contests.services.setup.members import possible_members
from store import UserError, write
from store.actors import Actor
from web.languages import LANGUAGES

COLUMNS: dict[str, LazyString] = {
    "code": lazy_gettext("Code"),
    "name": lazy_gettext("Name of the entrant"),
    "unit": lazy_gettext("Unit"),
    "station": lazy_gettext("Station"),
    "zone": lazy_gettext("Zone"),
    "members": lazy_gettext("Members (codes)"),
}
_LENGTHS = {
    "code": CODE_LENGTH,
    "name": NAME_LENGTH,
    "unit": TITLE_LENGTH,
    "station": CODE_LENGTH,
    "zone": NAME_LENGTH,
    "members": TITLE_LENGTH,
}
_SPELLINGS = {
    "name": ("姓名", "选手", "参赛者", "参赛队"),
    "code": ("参赛号", "编号"),
    "unit": ("参赛单位",),
}
_BETWEEN_CELLS = re.compile(r"[,，;；]")  # no blanks in it: they would be counted squared
_BETWEEN_NAMES = re.compile(r"[、,，;；/]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BETWEEN_CODES = re.compile(r"[\s、,，;；/]+")


# What a formula of a spreadsheet comes to where it comes to nothing.
_FAILED = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


@dataclass
class EntryRow:
    """One line with what is wrong in which of its cells."""

    line: int
    cells: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def given(self) -> EntryInput:
        """The row as `add_entries` takes it."""
        values = {key: self.cells[key] for key in ("name", "unit", "code", "zone", "station")}
        return EntryInput(**values, members=split_codes(self.cells["members"]))


@dataclass(frozen=True)
class EntriesPlan:
    """The checked rows. `faults` counts cells; nothing is added unless it is 0."""

    rows: list[EntryRow]

    @property
    def faults(self) -> int:
        return sum(len(row.faults) for row in self.rows)


def check_lines(actor: Actor, round_id: int, text: str) -> EntriesPlan:
    """Check lines of "code, name, unit, station"; tabs (copied cells) part them as well.

    A line with a single cell is a name. Empty lines are passed over.
    """
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            cells = [one.strip() for one in line.split("\t")] if "\t" in line else _cells(line)
            cells = ["", *cells] if len(cells) == 1 else cells
            rows.append(EntryRow(number, _named(enumerate(COLUMNS), cells)))
    return _checked(actor, round_id, rows)


def check_table(actor: Actor, round_id: int, table: Sequence[Sequence[str]]) -> EntriesPlan:
    """Check a table whose first row names the columns, in any of our languages."""
    columns = _columns(table[0] if table else [])
    rows = [
        EntryRow(line, _named(columns, cells))
        for line, cells in enumerate(table[1:], start=2)
        if any(cells)
    ]
    return _checked(actor, round_id, rows)


def import_lines(actor: Actor, round_id: int, text: str, now: datetime) -> int:
    """Add pasted lines that have no fault, all or none; how many."""
    with write():
        return _import(actor, round_id, check_lines(actor, round_id, text), now)


def import_table(actor: Actor, round_id: int, table: Sequence[Sequence[str]], now: datetime) -> int:
    """Add a table without faults, all or none; how many."""
    with write():
        return _import(actor, round_id, check_table(actor, round_id, table), now)


def _import(actor: Actor, round_id: int, plan: EntriesPlan, now: datetime) -> int:
    if plan.faults:
        raise UserError(
            _("%(n)s cells need to be corrected; nothing was added.", n=plan.faults),
            code="faults",
        )
    return add_entries(actor, round_id, [row.given for row in plan.rows], now)


def _checked(actor: Actor, round_id: int, rows: list[EntryRow]) -> EntriesPlan:
    round_ = round_for(actor, round_id, Right.SET_UP)
    require_draft(round_)
    if not rows:
        raise UserError(_("There are no entrants in it."), code="empty")
    if len(rows) > MOST_ENTRIES:
        raise UserError(_("A round has at most %(n)d entrants.", n=MOST_ENTRIES), code="empty")
    taken, members = set(codes_of(round_.event_id)), set(possible_members(round_))
    for row in rows:
        _check(row, taken, members)
    return EntriesPlan(rows)


def _check(row: EntryRow, taken: set[str], members: set[str]) -> None:
    """Note what is wrong; the row's code is taken afterwards."""
    for name, longest in _LENGTHS.items():
        if has_no_value(row.cells[name]):
            row.faults[name] = no_value_words()
        if len(row.cells[name]) > longest:
            row.faults[name] = _("Longer than %(n)d characters.", n=longest)
    if not row.cells["name"]:
        row.faults["name"] = _("The name is missing.")
    code = row.cells["code"]
    if code and code in taken:
        row.faults["code"] = _("This code is taken, in the event or in a row above.")
    taken.add(code)
    unknown = [one for one in split_codes(row.cells["members"]) if one not in members]
    if unknown:
        row.faults["members"] = _("No entrant has the code %(codes)s.", codes=", ".join(unknown))


def _columns(head: Sequence[str]) -> list[tuple[int, str]]:
    known = _known_spellings()
    found = [(n, known[cell.casefold()]) for n, cell in enumerate(head) if cell.casefold() in known]
    if "name" not in [name for _n, name in found]:
        raise UserError(
            _("The first row must name the columns. Missing: %(names)s.", names=COLUMNS["name"]),
            code="columns",
        )
    return found


def _known_spellings() -> dict[str, str]:
    """Column by every spelling a file may use: the word itself, its label in each language."""
    known = {name: name for name in COLUMNS}
    known |= {word: name for name, words in _SPELLINGS.items() for word in words}
    for language in LANGUAGES:
        with force_locale(language):
            known |= {str(label).casefold(): name for name, label in COLUMNS.items()}
    return known


def _named(columns: Iterable[tuple[int, str]], cells: Sequence[str]) -> dict[str, str]:
    found = dict.fromkeys(COLUMNS, "")
    for index, name in columns:
        found[name] = cells[index].strip() if index < len(cells) else ""
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _BETWEEN_CELLS.split(line)]


def has_no_value(text: str) -> bool:
    """Whether a cell holds a formula instead of what it comes to, or one that failed."""
    return text.startswith("=") or text in _FAILED


def no_value_words() -> str:
    """What is said at such a cell."""
    return str(_("The file has a formula here, but no value. Write the value itself."))


def split_codes(text: str) -> tuple[str, ...]:
    """Codes of one cell, however they are parted."""
    return tuple(code for code in _BETWEEN_CODES.split(text) if code)


def split_names(text: str) -> tuple[str, ...]:
    """Names, titles, or codes of one cell. A blank parts only what has none within itself:
    Chinese words and codes, not “Mary Jones”.
    """
    found: list[str] = []
    for part in _BETWEEN_NAMES.split(text):
        pieces = part.split()
        apart = _HAN.search(part) or all(any(map(str.isdigit, piece)) for piece in pieces)
        found += pieces if apart else [" ".join(pieces)]
    return tuple(found)
