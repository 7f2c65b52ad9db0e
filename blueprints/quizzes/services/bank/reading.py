"""Files of questions as rows: tables whose head names the columns, or JSON."""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from blueprints.quizzes.rules.questions import Fault, QuestionInput, faults, tidied
from blueprints.quizzes.services.bank.cells import of_cells, of_json, to_json
from blueprints.quizzes.services.bank.columns import (
    COLUMNS,
    column_names,
    unified,
    value_names,
)
from store import UserError
from store.breathing import breathing
from web.sheets import neutral

MOST_ROWS = 10_000  # `docs/question-bank.md` and the page say so too
LONGEST_CELL = 6_000  # longer than any field may be, but for the answers of many blanks
MOST_CARRIED = 48 * 1024 * 1024  # bytes of text, unpacked
_NEEDED = ("kind", "text", "answer")


@dataclass
class Row:
    """A question of the file with what is wrong with it. `line` counts as its sheet does."""

    line: int
    given: QuestionInput
    media: str
    faults: list[Fault] = field(default_factory=list)
    sheet: str = ""  # its title, where the file has several


def read_sheet(table: Sequence[Sequence[str]]) -> list[Row]:
    """Rows of a table as `web.sheets` reads it."""
    return _within_limits(_rows_of(table, _columns(table[0] if table else [])))


def read_workbook(book: Mapping[str, Sequence[Sequence[str]]]) -> list[Row]:
    """Rows of every sheet whose head names the columns; other sheets are not ours.

    A sheet that is called after a kind ("单选题") needs no column for it.
    """
    fitting, found = _fitting(book), list[Row]()
    if not fitting:
        return read_sheet(next(iter(book.values()), []))  # says what the head lacks
    for title, columns in fitting.items():
        rows = _rows_of(book[title], columns, _value_of(title))
        for row in rows:
            row.sheet = title if len(fitting) > 1 else ""
        found += rows
    return _within_limits(found)


def read_json(content: bytes) -> list[Row]:
    """Rows of a JSON file: `{"questions": [{…}, …]}`."""
    try:
        listed = json.loads(content.decode("utf-8-sig"))["questions"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError(
            _('The file can\'t be read. It must be JSON: {"questions": [ … ]}.'), code="unreadable"
        ) from error
    return _rows(listed)


def carry(rows: list[Row]) -> str:
    """Sound rows as text, to carry them from the preview to the import."""
    packing = zlib.compressobj()
    packed = bytearray()
    for row in breathing(rows):
        line = json.dumps(to_json(row.given, row.media), ensure_ascii=False)
        packed += packing.compress(f"{line}\n".encode())
    return base64.b64encode(packed + packing.flush()).decode()


def read_carried(text: str) -> list[Row]:
    """The rows of `carry` as they come back: sent by anybody, so checked."""
    unpacking = zlib.decompressobj()
    try:
        packed = base64.b64decode(text, validate=True)
        lines = unpacking.decompress(packed, MOST_CARRIED).split(b"\n", MOST_ROWS + 1)
        return _rows([json.loads(line) for line in breathing(lines) if line])
    except (ValueError, binascii.Error, zlib.error, RecursionError) as error:
        raise UserError(_("The preview is damaged. Choose the file again.")) from error


def _rows(listed: Any) -> list[Row]:
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise UserError(
            _('The file can\'t be read. It must be JSON: {"questions": [ … ]}.'), code="unreadable"
        )
    if len(listed) > MOST_ROWS:
        raise _too_many()
    read = enumerate(breathing(listed), start=1)
    return _within_limits([_row(n, of_json(raw), []) for n, raw in read])


def _row(line: int, read: tuple[QuestionInput, str, list[Fault]], cut: list[Fault]) -> Row:
    given, media, unreadable = read
    given = tidied(given)
    found = [*cut, *unreadable]
    named = {fault.field for fault in found}
    found += [fault for fault in faults(given) if fault.field not in named]
    return Row(line, given, media, found)


def _rows_of(table: Sequence[Sequence[str]], columns: dict[str, int], kind: str = "") -> list[Row]:
    found = []
    for line, cells in enumerate(breathing(table[1:]), start=2):
        if any(cells):
            named = {name: _bare(_cell(cells, n)) for name, n in columns.items()}
            named["kind"] = named.get("kind") or kind
            found.append(_row(line, of_cells(named), _cut(named["answer"])))
    return found


def _cell(cells: Sequence[str], n: int) -> str:
    return cells[n] if n < len(cells) else ""


def _fitting(book: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, dict[str, int]]:
    """Sheets with questions, and where their columns are."""
    found = {}
    for title, table in book.items():
        columns = _named(table[0] if table else [])
        has_kind = "kind" in columns or _value_of(title)
        if has_kind and "text" in columns and "answer" in columns:
            found[title] = columns
    return found


def _value_of(title: str) -> str:
    return value_names().get(unified(title), "")


def _named(head: Sequence[str]) -> dict[str, int]:
    """Where each column is. Of two of the same name the first counts."""
    known = column_names()
    found = dict[str, int]()
    for n, cell in enumerate(head):
        name = known.get(unified(cell))
        if name:
            found.setdefault(name, n)
    return found


def _columns(head: Sequence[str]) -> dict[str, int]:
    found = _named(head)
    missing = [str(COLUMNS[name]) for name in _NEEDED if name not in found]
    if missing:
        raise UserError(
            _(
                "The first row must name the columns. Missing: %(names)s.",
                names=", ".join(missing),
            ),
            code="columns",
        )
    return found


def _cut(answer: str) -> list[Fault]:
    """An answer so long that reading has cut it. Other fields are too long by then anyway."""
    return [Fault("answer", "too_long", LONGEST_CELL)] if len(answer) >= LONGEST_CELL else []


def _bare(cell: str) -> str:
    """Without the apostrophe that an export puts before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and neutral(cell[1:]) == cell else cell


def _within_limits(rows: list[Row]) -> list[Row]:
    if not rows:
        raise UserError(_("There are no questions in it."), code="empty")
    if len(rows) > MOST_ROWS:
        raise _too_many()
    return rows


def _too_many() -> UserError:
    return UserError(
        _("The file has more than %(n)s questions. Split it.", n=MOST_ROWS), code="too_many_rows"
    )
