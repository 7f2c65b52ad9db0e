"""Reading an uploaded table (.csv or .xlsx) as rows of text, within limits."""

import csv
import io
import time
from collections.abc import Iterable
from itertools import islice

from flask_babel import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from store import UserError

MAX_ROWS = 2000
MAX_COLUMNS = 40
MAX_CELL = 500
# Programs with an East Asian keyboard in mind read the full-width signs alike.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_BREATH = 50  # rows, some milliseconds
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what Excel in China writes


def read_table(kind: str, content: bytes) -> list[list[str]]:
    """Rows of trimmed cells of an upload that `web.uploads` has looked at.

    Empty rows are kept, so that line numbers stay right.
    """
    return _within_limits(_read_xlsx(content) if kind == "xlsx" else _read_csv(content))


def neutral(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def read_carried(text: str) -> list[list[str]]:
    """The rows of `write_csv` as they come back from the preview: sent by anybody, so checked."""
    return _within_limits(_parsed(text))


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
    second = book.create_sheet(_("Lists"))
    for index, (title, values) in enumerate(lists.items(), start=1):
        for row, value in enumerate([title, *values], start=1):
            second.cell(row, index, value)
        second.column_dimensions[get_column_letter(index)].width = 32
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_rows(title: str, head: list[str], rows: Iterable[list[str]]) -> bytes:
    """An .xlsx of one sheet, its head fixed; every cell is text. Cells are neutral already."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(head)
    for count, row in enumerate(rows):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
        if count % _BREATH == 0:
            time.sleep(0)  # the others of this process go on
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _within_limits(rows: list[list[str]]) -> list[list[str]]:
    if len(rows) > MAX_ROWS + 1:
        raise UserError(
            _("The file has more than %(n)s rows. Split it.", n=MAX_ROWS), code="too_many_rows"
        )
    return rows


def _read_csv(content: bytes) -> list[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _parsed(text)
    raise UserError(_unreadable(), code="unreadable")


def _parsed(text: str) -> list[list[str]]:
    """Rows of CSV text; a row more than allowed is enough to know that there are too many."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [_tidy(row) for row in islice(rows, MAX_ROWS + 2)]
    except csv.Error as error:
        raise UserError(_unreadable(), code="unreadable") from error


def _read_xlsx(content: bytes) -> list[list[str]]:
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        return [_tidy(["" if cell is None else str(cell) for cell in row]) for row in rows]
    except Exception as error:  # a damaged file makes openpyxl raise whatever it meets
        raise UserError(_unreadable(), code="unreadable") from error


def _tidy(row: list[str]) -> list[str]:
    cells = [" ".join(cell.split())[:MAX_CELL] for cell in row[:MAX_COLUMNS]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _unreadable() -> str:
    return _("The file can't be read. Save it again as .xlsx or as CSV in UTF-8.")
