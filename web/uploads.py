"""Files people send: their size, what they really are, and spreadsheets that would explode.

A file is judged by its content; its name and the type the browser claims are not believed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from store.errors import UserError
from web import archives

MEGABYTE = 1024 * 1024
LIMIT = 5 * MEGABYTE  # bytes of one file, unless the caller says otherwise
MOST_ENTRIES = 2000  # files inside a spreadsheet
MOST_UNPACKED = 16 * MEGABYTE  # openpyxl needs a third of a second for one
XLSX_PARTS = frozenset({"[Content_Types].xml", "xl/workbook.xml"})


@dataclass(frozen=True)
class Upload:
    """`name` is for showing only, never a path; `kind` is one of those that were asked for."""

    name: str
    kind: str
    content: bytes


def read_upload(
    sent: FileStorage | None,
    kinds: tuple[str, ...] = ("xlsx",),
    limit: int = LIMIT,
    *,
    unpacked: int = MOST_UNPACKED,
) -> Upload:
    """Read a sent file of one of `kinds` (xlsx, keys of `_SNIFFERS`), at most `limit` bytes.

    A spreadsheet has at most `unpacked` bytes inside.

    Raises UserError (codes no_file, too_large, wrong_type, broken_file) in words to act on.
    """
    if sent is None or not sent.filename:
        raise UserError(_("No file was chosen. Choose a file and send it again."), code="no_file")
    content = sent.stream.read(limit + 1)
    if len(content) > limit:
        raise _too_large(limit)
    if not content:
        raise UserError(
            _("The file is empty. Nothing was changed; choose another file."), code="broken_file"
        )
    name = PurePath(sent.filename.replace("\\", "/")).name[:120]
    return Upload(name, _kind_of(content, kinds, unpacked), content)


def _kind_of(content: bytes, kinds: tuple[str, ...], unpacked: int) -> str:
    for kind in kinds:
        if _is_xlsx(content, unpacked) if kind == "xlsx" else _SNIFFERS[kind](content):
            return kind
    wanted = ", ".join(kind.upper() for kind in kinds)
    raise UserError(
        _(
            "This is not a file of the wanted type (%(wanted)s). Nothing was changed; "
            "save it in that type and send it again.",
            wanted=wanted,
        ),
        code="wrong_type",
    )


def _too_large(limit: int) -> UserError:
    return UserError(
        _(
            "The file is larger than %(limit)d MB. Nothing was changed; choose a smaller one.",
            limit=limit // MEGABYTE,
        ),
        status=413,
        code="too_large",
    )


def _is_xlsx(content: bytes, most: int) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with archives.opened(content) as archive:
            entries = archive.infolist()
    except archives.BadArchive as error:
        raise _broken() from error
    if not XLSX_PARTS.issubset(entry.filename for entry in entries):
        return False
    if archives.would_explode(entries, MOST_ENTRIES, most):
        raise _broken()
    return True


def _broken() -> UserError:
    return UserError(
        _(
            "The spreadsheet is damaged or unreasonably large inside. Nothing was changed; "
            "open it, save it anew, and send it again."
        ),
        code="broken_file",
    )


def _is_csv(content: bytes) -> bool:
    """Text in UTF-8 or in GB 18030 (what Chinese spreadsheet programs write)."""
    if b"\0" in content or content.startswith((b"PK\x03\x04", b"%PDF", b"\x89PNG")):
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_mp3(content: bytes) -> bool:
    """With a tag before the sound, or beginning with a frame of it (MPEG 1 or 2, layer III)."""
    return content.startswith(b"ID3") or (
        len(content) > 3 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    )


def _is_mp4(content: bytes, *brands: bytes) -> bool:
    return content[4:8] == b"ftyp" and (not brands or content[8:12] in brands)


def _is_webm(content: bytes) -> bool:
    return content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]


_SNIFFERS: dict[str, Callable[[bytes], bool]] = {
    "csv": _is_csv,
    "png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "pdf": lambda content: content.startswith(b"%PDF-"),
    "zip": lambda content: content.startswith(b"PK\x03\x04"),
    "svg": lambda content: b"<svg" in content[:4096],
    "p12": lambda content: content.startswith(b"\x30"),  # PKCS #12: one ASN.1 sequence
    "mp3": _is_mp3,
    "m4a": lambda content: _is_mp4(content, b"M4A ", b"M4B "),
    "wav": lambda content: content.startswith(b"RIFF") and content[8:12] == b"WAVE",
    "ogg": lambda content: content.startswith(b"OggS") and b"theora" not in content[:4096],
    "mp4": _is_mp4,
    "webm": _is_webm,
    "json": lambda content: content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"),
}
