"""What a batch gives out: its files one by one or in a zip, its register as a spreadsheet."""

import io
import re
import time
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from blueprints.certificates.models import (
    Batch,
    BatchFile,
    BatchRow,
    Certificate,
    CertificateStatus,
)
from blueprints.certificates.queries.batches.findings import fault_words
from blueprints.certificates.queries.register import RegisterLine
from store import UserError, db
from store.files import files
from web.sheets import neutral

BREATH = 50  # rows of a spreadsheet, some milliseconds
LONGEST_NAME = 120  # bytes in UTF-8, with number and ending
CLOCK_ZERO = (1980, 1, 1, 0, 0, 0)  # the same files give the same zip
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


@dataclass(frozen=True)
class ZipEntry:
    """A file of the zip: its name in there, and where it lies."""

    name: str
    path: Path


@dataclass(frozen=True)
class PrintFile:
    """One file of a print batch."""

    id: int
    state: str
    part: int
    parts: int
    certificates: int
    pages: int | None
    text_only: bool
    dx_mm: str
    dy_mm: str
    imposed: bool
    fault: str
    file: str | None


def zip_entries(batch: Batch) -> list[ZipEntry]:
    """The valid certificates in the order of the ceremony. UserError when there are none."""
    found = db.session.execute(
        sa.select(Certificate.name, Certificate.file)
        .join(BatchRow, BatchRow.id == Certificate.row_id)
        .where(Certificate.batch_id == batch.id, Certificate.status == CertificateStatus.VALID)
        .order_by(BatchRow.position, BatchRow.id)
    ).all()
    if not found:
        raise UserError(_("Nothing of this batch has been issued yet."), code="nothing")
    width = max(len(str(len(found))), 3)
    return [
        ZipEntry(file_name(f"{order:0{width}d}-{name}", ".pdf"), files().path(file))
        for order, (name, file) in enumerate(found, 1)
    ]


def file_name(stem: str, ending: str) -> str:
    """A name that every system takes: no signs that Windows refuses, at most 120 bytes.

    Two names that differ before their first hyphen still differ afterwards.
    """
    line = " ".join(unicodedata.normalize("NFC", stem).split())
    seen = "".join(sign for sign in line if sign.isprintable())  # nothing that turns text around
    plain = _UNSAFE.sub("_", seen).strip(" .") or "_"
    room = LONGEST_NAME - len(ending.encode())
    short = plain.encode()[:room].decode(errors="ignore").rstrip(" .")
    return short + ending


def zipped(entries: Iterable[ZipEntry]) -> Iterator[bytes]:
    """The zip, piece by piece: PDFs are compressed already, so they are stored as they are."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(entry.name, CLOCK_ZERO)
            info.external_attr = 0o644 << 16
            archive.writestr(info, entry.path.read_bytes())
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """A file that is written once from beginning to end and read as it grows."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def print_files(batch_id: int) -> list[PrintFile]:
    """The files of the batch's latest print order."""
    found = db.session.scalars(
        sa.select(BatchFile).where(BatchFile.batch_id == batch_id).order_by(BatchFile.id)
    )
    return [print_file(one) for one in found]


def print_file(one: BatchFile) -> PrintFile:
    """A print file for its page."""
    how = one.options
    return PrintFile(
        id=one.id,
        state=one.state,
        part=how["part"],
        parts=how["parts"],
        certificates=len(how["certificates"]),
        pages=one.pages,
        text_only=how["text_only"],
        dx_mm=how["dx_mm"],
        dy_mm=how["dy_mm"],
        imposed=how["imposed"],
        fault=fault_words(one.fault) if one.fault else "",
        file=one.file,
    )


def register_head(*, own_links: bool) -> list[str]:
    """Headings of the register as a table."""
    head = [
        _("Certificate number"),
        pgettext("person", "Name"),
        _("Unit"),
        _("Award"),
        _("Certificate"),
        _("Issued by"),
        _("Date on the certificate"),
        _("Status"),
        _("Reason"),
        _("Verification code"),
        _("Verification link"),
    ]
    return [*head, _("Holder’s own link")] if own_links else head


def register_cells(line: RegisterLine, status: str, base: str, *, own_links: bool) -> list[str]:
    """A line of it; what a spreadsheet program would take for a formula is made text."""
    cells = [
        line.number,
        line.name,
        line.unit,
        line.award,
        line.title,
        line.issuer,
        line.issued_on,
        status,
        line.status_reason,
        line.code,
        f"{base}/v/{line.code}",
    ]
    if own_links:
        cells.append(f"{base}/own/{line.own_key}" if line.file else "")
    return [neutral(cell) for cell in cells]


def as_xlsx(head: list[str], rows: Iterable[list[str]]) -> bytes:
    """A workbook of one sheet, its head fixed; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Register"))
    sheet.freeze_panes = "A2"
    sheet.append(head)
    for count, row in enumerate(rows):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
        if count % BREATH == 0:
            time.sleep(0)  # the others of this process go on: 10,000 rows take a second
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
