"""Reading an uploaded table (.csv or .xlsx) as rows of text, within limits."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from flask_babel import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from store import UserError
from store.breathing import BreathingFile, breathing
from web.sheet_cells import rows_of, show_formulas

BOM = "\ufeff"  # spreadsheet programs read UTF-8 only when it is said
MAX_ROWS = 2000
MAX_COLUMNS = 40
MAX_CELL = 500
MAX_SHEETS = 12
_CHOSEN_UP_TO = 2001  # rows that offer a list to choose from
# Programs with an East Asian keyboard in mind read the full-width signs alike.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_LINE_END = re.compile(r"\r\n?|_x000D_\n")  # the latter is how a workbook writes the former
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what Excel in China writes


@dataclass(frozen=True)
class BlankSheet:
    """A sheet to fill in: its title, its head, and columns that offer a list to choose from."""

    title: str
    head: Sequence[str]
    chosen: Mapping[int, str] = field(default_factory=dict)  # column from 1 → list's title
    rows: Sequence[Sequence[str]] = ()


def read_table(
    kind: str, content: bytes, *, whole: int | None = None, most: int = MAX_ROWS
) -> list[list[str]]:
    """At most `most` rows of trimmed cells of an upload that `web.uploads` has looked at.

    Empty rows are kept, so that line numbers stay right. `whole`: cells of up to so many signs keep
    their lines and spaces, for texts.
    """
    rows = _read_xlsx(content, most) if kind == "xlsx" else _read_csv(content, most)
    return [_tidy(row, whole) for row in breathing(_within_limits(rows, most))]


def read_book(
    content: bytes, *, formulas: bool = False, whole: int | None = None, most: int = MAX_ROWS
) -> dict[str, list[list[str]]]:
    """Title → rows of every sheet of an .xlsx that `web.uploads` has looked at, in order.

    `formulas`: where one has no value, it is shown itself, so that a check can tell of it. `whole`
    and `most` (of each sheet): see `read_table`.
    """
    try:
        book = {sheet.title: _rows_of(sheet, most) for sheet in _sheets(content, data_only=True)}
        if formulas:
            for sheet in _sheets(content, data_only=False):
                show_formulas(book[sheet.title], sheet)
    except UserError:
        raise
    except Exception as error:  # a damaged file makes openpyxl raise whatever it meets
        raise UserError(_unreadable(), code="unreadable") from error
    return {title: [_tidy(row, whole) for row in breathing(rows)] for title, rows in book.items()}


def carry_book(book: Mapping[str, list[list[str]]]) -> str:
    """The sheets as text, to carry a checked workbook from the preview to the import."""
    return json.dumps(book, ensure_ascii=False, separators=(",", ":"))


def read_carried_book(text: str) -> dict[str, list[list[str]]]:
    """The sheets of `carry_book` as they come back: sent by anybody, so checked."""
    try:
        book = dict(json.loads(text).items())
        tidied = {
            str(title): [_tidy([str(cell) for cell in row]) for row in rows]
            for title, rows in islice(book.items(), MAX_SHEETS)
        }
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(_unreadable(), code="unreadable") from error
    return {title: _within_limits(rows) for title, rows in tidied.items()}


def neutral(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def read_carried(text: str) -> list[list[str]]:
    """The rows of `write_csv` as they come back from the preview: sent by anybody, so checked."""
    return [_tidy(row) for row in _within_limits(_parsed(text))]


def write_csv(rows: list[list[str]]) -> str:
    """The rows again as CSV text, to carry a checked file from the preview to the import."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def write_template(head: list[str], lists: dict[str, list[str]]) -> bytes:
    """An .xlsx to fill in: the head on the first sheet, allowed values on the second."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(head)
    sheet.freeze_panes = "A2"
    for index in range(1, len(head) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 24
    _list_values(book.create_sheet(_("Lists")), lists)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_book(sheets: Sequence[BlankSheet], lists: dict[str, list[str]]) -> bytes:
    """An .xlsx of several sheets to fill in, the allowed values on the last one."""
    book = Workbook()
    book.remove(book.worksheets[0])
    columns = {title: get_column_letter(n) for n, title in enumerate(lists, start=1)}
    name = _("Lists")
    for blank in sheets:
        sheet = book.create_sheet(blank.title)
        _fill_blank(sheet, blank)
        for column, title in blank.chosen.items():
            if lists.get(title):
                letter = columns[title]
                _offer(sheet, column, f"'{name}'!${letter}$2:${letter}${len(lists[title]) + 1}")
    _list_values(book.create_sheet(name), lists)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_blank(sheet: Worksheet, blank: BlankSheet) -> None:
    sheet.append(list(blank.head))
    for row in blank.rows:
        sheet.append([neutral(cell) for cell in row])
    sheet.freeze_panes = "A2"
    for index in range(1, len(blank.head) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 20


def _offer(sheet: Worksheet, column: int, values: str) -> None:
    """A list to choose from; other values are let through, since the import says what is wrong."""
    letter = get_column_letter(column)
    rule = DataValidation(type="list", formula1=values, allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}2:{letter}{_CHOSEN_UP_TO}")
    sheet.add_data_validation(rule)


def _list_values(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    for index, (title, values) in enumerate(lists.items(), start=1):
        for row, value in enumerate([title, *values], start=1):
            sheet.cell(row, index, neutral(value))
        sheet.column_dimensions[get_column_letter(index)].width = 32


def write_rows(title: str, head: list[str], rows: Iterable[list[str]]) -> bytes:
    """An .xlsx of one sheet, its head fixed; every cell is text. Cells are neutral already."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(head)
    for row in breathing(rows):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _within_limits(rows: list[list[str]], most: int = MAX_ROWS) -> list[list[str]]:
    if len(rows) > most + 1:
        raise UserError(
            _("The file has more than %(n)s rows. Split it.", n=most), code="too_many_rows"
        )
    return rows


def _read_csv(content: bytes, most: int) -> list[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _parsed(text, most)
    raise UserError(_unreadable(), code="unreadable")


def _parsed(text: str, most: int = MAX_ROWS) -> list[list[str]]:
    """Rows of CSV text; a row more than allowed is enough to know that there are too many."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(islice(breathing(rows), most + 2))
    except csv.Error as error:
        raise UserError(_unreadable(), code="unreadable") from error


def _read_xlsx(content: bytes, most: int) -> list[list[str]]:
    try:
        return rows_of(_sheets(content, data_only=True)[0], most + 2, MAX_COLUMNS)
    except Exception as error:  # a damaged file makes openpyxl raise whatever it meets
        raise UserError(_unreadable(), code="unreadable") from error


def _sheets(content: bytes, *, data_only: bool) -> list[Worksheet]:
    book = load_workbook(BreathingFile(content), read_only=True, data_only=data_only)
    return book.worksheets[:MAX_SHEETS]


def _rows_of(sheet: Worksheet, most: int) -> list[list[str]]:
    return _within_limits(rows_of(sheet, most + 2, MAX_COLUMNS), most)


def _tidy(row: list[str], whole: int | None = None) -> list[str]:
    if whole is None:
        cells = [" ".join(cell.split())[:MAX_CELL] for cell in row[:MAX_COLUMNS]]
    else:
        cells = [_LINE_END.sub("\n", cell).strip()[:whole] for cell in row[:MAX_COLUMNS]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _unreadable() -> str:
    return _("The file can't be read. Save it again as .xlsx or as CSV in UTF-8.")
