"""What a text looks like before anybody sees it: no tricks with direction, width or height."""

import unicodedata

from flask_babel import gettext as _

from blueprints.classroom.nicknames import has_shape
from store import UserError

LONGEST = 300  # characters
_MOST_MARKS = 2  # combining marks in a row; more would climb over the lines above


def clean(text: str) -> str:
    """The text as it will be shown, on one line. Raises UserError when it is empty or too long.

    Punctuation keeps its width (NFC, not NFKC). What turns the direction of writing, has no
    width, or isn't assigned is left out.
    """
    if len(text) > LONGEST * 4:  # don't work on what is refused anyway
        raise _too_long()
    shown = "".join(_kept(unicodedata.normalize("NFC", text)))
    line = " ".join(shown.split())
    if not line:
        raise UserError(_("Write something first."), code="empty")
    if len(line) > LONGEST:
        raise _too_long()
    return line


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if character in "\r\n\t\u2028\u2029":
            kept.append(" ")
        elif has_shape(character) and marks <= _MOST_MARKS:
            kept.append(character)
    return kept


def _too_long() -> UserError:
    words = _("A message has at most %(count)d characters. Nothing was sent.", count=LONGEST)
    return UserError(words, code="long")
