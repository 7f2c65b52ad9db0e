"""What the cells of an .xlsx say, as text: dates, whole numbers, merged cells, formulas."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

# Two facts that a quick reader of sheets passes over; uploads are small, even unpacked.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+)(\d{1,7}):[A-Z]+(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

Rows = list[list[str]]


def rows_of(sheet: Worksheet, most_rows: int, most_columns: int) -> Rows:
    """Rows of a sheet opened for its values; below the head, merged cells all say the same."""
    rows = [[_text(cell) for cell in row] for row in _cells(sheet, most_rows, most_columns)]
    for column, first, last in _merged_downwards(sheet):
        for row in rows[first:last]:
            if column <= len(row):
                row[column - 1] = row[column - 1] or rows[first - 1][column - 1]
    return rows


def show_formulas(rows: Rows, formulas: Worksheet) -> None:
    """Put a formula itself where it has no value: a program made it, and none worked it out."""
    with formulas._get_source() as source:
        if not _FORMULA.search(source.read()):
            return
    width = max(map(len, rows), default=0)
    for row, cells in zip(rows, _cells(formulas, len(rows), width), strict=False):
        for place, cell in enumerate(cells):
            if cell is not None and not row[place]:
                row[place] = cell if isinstance(cell, str) else "="


def _cells(sheet: Worksheet, most_rows: int, most_columns: int) -> Iterator[tuple[Any, ...]]:
    return sheet.iter_rows(max_row=most_rows, max_col=most_columns, values_only=True)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()  # a day, which a spreadsheet keeps as its midnight
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _merged_downwards(sheet: Worksheet) -> Iterator[tuple[int, int, int]]:
    """(column, first row, last row) of cells merged over rows. A head of two rows stays one."""
    with sheet._get_source() as source:
        found = _MERGED.findall(source.read())
    reached: dict[str, int] = {}  # no cell is in two of them, unless somebody means us ill
    for column, first, last in sorted((one, int(first), int(last)) for one, first, last in found):
        name = column.decode()
        if max(1, reached.get(name, 0)) < first < last:
            reached[name] = last
            yield column_index_from_string(name), first, last
