"""Nicknames: what people are called in public, without tricks that fool the others."""

import unicodedata

from flask_babel import gettext as _

from store import UserError

LONGEST = 16  # characters
# Letters of staff: nobody may pass for them. Compared without spaces and in one case.
RESERVED = (
    "主持人",
    "主持",
    "管理员",
    "官方",
    "工会官方",
    "系统",
    "host",
    "admin",
    "administrator",
    "system",
)
# Whatever has one of these in it poses as somebody with a say: "主持人小王", "官方客服".
POSING = ("主持人", "管理员", "工作人员", "官方", "嘉宾")
# Controls, directions, private and unassigned characters, ends of lines.
_SHAPELESS = ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")
# Letters and symbols that show nothing: a name or a message of them would be empty.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f")
_MOST_MARKS = 2  # combining marks in a row; more would climb over the lines above


def clean(text: str) -> str:
    """The nickname as it will be shown. Raises UserError when nothing sensible is left.

    Compatibility forms are folded (full-width letters), and what has no shape of its own is left
    out: controls, zero-width and direction marks, private and unassigned characters.
    """
    folded = unicodedata.normalize("NFKC", text[:400])
    shown = "".join(c for c in folded if has_shape(c))
    name = " ".join(shown.split())
    if not name or not any(c.isalnum() for c in name):
        raise UserError(_("Enter a nickname: the others see it beside what you write."))
    if len(name) > LONGEST:
        raise UserError(_("A nickname has at most %(count)d characters.", count=LONGEST))
    if name.replace(" ", "").casefold() in RESERVED or towers(name):
        raise UserError(_("This nickname can't be used here. Choose another one."))
    return name


def has_shape(character: str) -> bool:
    """Whether the character shows something, or is a space."""
    return character not in _BLANK and (
        character == " " or unicodedata.category(character) not in _SHAPELESS
    )


def towers(name: str) -> bool:
    """Whether marks are piled up so high that they climb over the lines above."""
    row = 0
    for character in unicodedata.normalize("NFD", name):
        row = row + 1 if unicodedata.combining(character) else 0
        if row > _MOST_MARKS:
            return True
    return False
