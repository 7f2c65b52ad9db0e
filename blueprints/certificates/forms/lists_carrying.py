"""A checked table on its way through the visitor's browser: packed, and checked when it is back."""

import base64
import binascii
import zlib

from flask_babel import gettext as _

from store import UserError
from web.sheets import read_carried, write_csv

MOST_PACKED = 1_500_000  # characters; a form may hold 2 MB
MOST_UNPACKED = 8_000_000  # bytes


def pack(table: list[list[str]]) -> str:
    """The table as text for a hidden field; `unpack` reads it again."""
    packed = base64.urlsafe_b64encode(zlib.compress(write_csv(table).encode())).decode()
    if len(packed) > MOST_PACKED:
        raise UserError(_("The file holds too much text. Split it."), code="too_large")
    return packed


def unpack(text: str) -> list[list[str]]:
    """The table. Anybody may have sent it, so its size is bounded and its form is checked."""
    try:
        return read_carried(_opened(text).decode())
    except (ValueError, binascii.Error, zlib.error) as error:
        raise UserError(
            _("The checked file was damaged on its way. Choose the file again."), code="unreadable"
        ) from error


def _opened(text: str) -> bytes:
    opener = zlib.decompressobj()
    content = opener.decompress(base64.urlsafe_b64decode(text), MOST_UNPACKED)
    if not opener.eof:
        raise ValueError("more than allowed, or cut off")
    return content
