"""Reading an uploaded table (.csv or .xlsx) as rows of text, within limits."""

import csv
import io
import zipfile

from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from store import UserError

MAX_ROWS = 2000
MAX_COLUMNS = 40
MAX_CELL = 500
MAX_UNPACKED = 40 * 1024 * 1024  # an .xlsx is a zip: small outside, anything inside
_ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what Excel in China writes


def read_table(filename: str, data: bytes) -> list[list[str]]:
    """Rows of trimmed cells, empty rows kept so that line numbers stay right."""
    if filename.lower().endswith(".xlsx"):
        rows = _read_xlsx(data)
    elif filename.lower().endswith(".csv"):
        rows = _read_csv(data)
    else:
        raise UserError(_("Choose an .xlsx or .csv file."), code="file_type")
    if len(rows) > MAX_ROWS + 1:
        raise UserError(
            _("The file has more than %(n)s rows. Split it.", n=MAX_ROWS), code="too_many_rows"
        )
    return rows


def write_csv(rows: list[list[str]]) -> str:
    """The rows again as CSV text, to carry a checked file from the preview to the import."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _read_csv(data: bytes) -> list[list[str]]:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [_tidy(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
        except csv.Error:
            break
    raise UserError(_unreadable(), code="unreadable")


def _read_xlsx(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise UserError(_unreadable(), code="too_large")
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        return [_tidy(["" if cell is None else str(cell) for cell in row]) for row in rows]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise UserError(_unreadable(), code="unreadable") from error


def _tidy(row: list[str]) -> list[str]:
    return [" ".join(cell.split())[:MAX_CELL] for cell in row[:MAX_COLUMNS]]


def _unreadable() -> str:
    return _("The file can't be read. Save it again as .xlsx or as CSV in UTF-8.")
