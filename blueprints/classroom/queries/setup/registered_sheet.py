"""Who registered, as a spreadsheet."""

import io

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from blueprints.classroom.queries.setup.hub import RegisteredLine
from web.formats import local
from web.sheets import neutral

WIDTHS = (8, 18, 18, 36, 22)


def sheet(rows: list[RegisteredLine]) -> bytes:
    """An .xlsx with a line for each."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = _("Registrations")
    page.append([_("No."), _("Name"), _("User name"), _("Organization"), _("Registered at")])
    for cell in page[1]:
        cell.font = Font(bold=True)
    for number, row in enumerate(rows, start=1):
        at = f"{local(row.registered_at):%Y-%m-%d %H:%M}"
        page.append([number, *map(_plain, (row.name, row.username, row.organisation, at))])
    page.freeze_panes = "A2"
    for column, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(text: str) -> str:
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", text))
