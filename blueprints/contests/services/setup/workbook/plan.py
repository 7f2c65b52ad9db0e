"""A workbook as it was read and checked: rows, and what is wrong in which of their cells."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from blueprints.contests.services.setup.tables import has_no_value, no_value_words
from blueprints.contests.services.setup.workbook.layout import (
    BY_NAME,
    SHEETS,
    Column,
    Sheet,
    columns_of,
    is_lists,
    sheet_named,
)
from store import UserError

Book = Mapping[str, list[list[str]]]


@dataclass
class BookRow:
    """A row: its line in the sheet, its cells by column, and what is wrong with them.

    `unknown` are columns that name an event, unit or scheme there is none of.
    """

    line: int
    cells: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)

    def fault(self, column: str, message: str) -> None:
        """Note what is wrong; the first word about a cell stands."""
        self.faults.setdefault(column, message)


@dataclass(frozen=True)
class Repeated:
    """A text that is unknown in several rows of a column: corrected once for all of them."""

    sheet: str
    column: str
    text: str
    rows: int


@dataclass
class BookPlan:
    """The rows of each sheet that was there, sheets that mean nothing to us, and the faults.

    `choices`: what the columns that name an event, unit or scheme may say.
    """

    sheets: dict[str, list[BookRow]]
    ignored: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, name: str) -> list[BookRow]:
        return self.sheets.get(name, [])

    @property
    def faults(self) -> int:
        return sum(len(row.faults) for rows in self.sheets.values() for row in rows)

    @property
    def repeated(self) -> list[Repeated]:
        counted = Counter(
            (sheet, column, row.cells[column])
            for sheet, rows in self.sheets.items()
            for row in rows
            for column in sorted(row.unknown)
        )
        return [Repeated(*what, rows) for what, rows in counted.items() if rows > 1]

    @property
    def size(self) -> int:
        return sum(len(rows) for rows in self.sheets.values())


def read_plan(book: Book) -> BookPlan:
    """Rows by sheet, unchecked but for lengths and what may not be empty."""
    plan = BookPlan({})
    for title, table in book.items():
        sheet = sheet_of(title, book)
        if not any(any(row) for row in table):
            continue  # as empty as the sheets that spreadsheet programs make of themselves
        if sheet is None:
            plan.ignored += [] if is_lists(title) else [title]
        else:
            plan.sheets[sheet.name] = plan.rows(sheet.name) + _rows(sheet, table)
    if not plan.size:
        raise UserError(
            _("There is nothing in the file below the heads of its sheets."), code="empty"
        )
    plan.sheets = {one.name: plan.sheets[one.name] for one in SHEETS if one.name in plan.sheets}
    return plan


def sheet_of(title: str, book: Book) -> Sheet | None:
    """What a sheet is; one alone holds entrants, whatever it is called."""
    return sheet_named(title) or (BY_NAME["entries"] if len(book) == 1 else None)


def _rows(sheet: Sheet, table: list[list[str]]) -> list[BookRow]:
    places = columns_of(sheet, table[0])
    found = []
    for line, cells in enumerate(table[1:], start=2):
        if any(cells):
            row = BookRow(
                line, {one.name: _cell(one, cells, places.get(one.name)) for one in sheet.columns}
            )
            _check_cells(sheet, row)
            found.append(row)
    return found


def _cell(column: Column, cells: list[str], place: int | None) -> str:
    text = cells[place].strip() if place is not None and place < len(cells) else ""
    return unicodedata.normalize("NFKC", text) if column.plain else text


def _check_cells(sheet: Sheet, row: BookRow) -> None:
    for column in sheet.columns:
        text = row.cells[column.name]
        if column.needed and not text:
            row.fault(column.name, _("%(column)s is missing.", column=column.label))
        if has_no_value(text):
            row.fault(column.name, no_value_words())
        if len(text) > column.longest:
            row.fault(column.name, _("Longer than %(n)d characters.", n=column.longest))
