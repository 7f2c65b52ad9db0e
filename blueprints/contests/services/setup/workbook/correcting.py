"""The workbook with what was typed anew on the preview, so that nothing has to be sent twice."""

from collections.abc import Iterable, Mapping

from blueprints.contests.services.setup.workbook.layout import BY_NAME, Sheet, columns_of
from blueprints.contests.services.setup.workbook.plan import Book, sheet_of

Fresh = dict[str, list[list[str]]]


def corrected(book: Book, cells: Mapping[str, str], alike: Iterable[tuple[str, str]] = ()) -> Fresh:
    """`cells`: `<sheet>/<line>/<column>` → text. `alike`: (`<sheet>/<column>/<text>`, new text),
    for every row that still says that text.
    """
    fresh = {title: [list(row) for row in table] for title, table in book.items()}
    titles: dict[str, str] = {}
    for title in fresh:
        if (sheet := sheet_of(title, fresh)) is not None:
            titles.setdefault(sheet.name, title)
    for address, text in cells.items():
        name, line, column = (*address.split("/"), "", "")[:3]
        if name in titles and line.isascii() and line.isdigit() and len(line) < 6:
            _put(BY_NAME[name], fresh[titles[name]], int(line), column, text)
    for address, text in alike:
        name, column, old = (*address.split("/", 2), "", "")[:3]
        if name in titles and text.strip():
            _put_everywhere(BY_NAME[name], fresh[titles[name]], column, (old, text))
    return fresh


def _put_everywhere(
    sheet: Sheet, table: list[list[str]], column: str, change: tuple[str, str]
) -> None:
    old, text = change
    place = columns_of(sheet, table[0]).get(column) if table else None
    if place is None:
        return
    for line, row in enumerate(table[1:], start=2):
        if place < len(row) and row[place].strip() == old:
            _put(sheet, table, line, column, text)


def _put(sheet: Sheet, table: list[list[str]], line: int, column: str, text: str) -> None:
    if not 2 <= line <= len(table) or column not in sheet.by_name:
        return
    head, row = table[0], table[line - 1]
    place = columns_of(sheet, head).get(column)
    if place is None:  # the column was not in the file
        place = len(head)
        head.append(column)
    row.extend([""] * (place + 1 - len(row)))
    row[place] = " ".join(text.split())[: sheet.by_name[column].longest + 1]
