"""Further columns of a list: what templates call them, and what people write above them."""

import re
from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from blueprints.certificates.award_rows import LABELS, Value
from documents import gallery

MEMBERS = "members"
_BETWEEN_NAMES = re.compile(r"[、,，;；\n]")
_OURS = frozenset({*LABELS, "number", "verify_url", "verify_code", *gallery.COMMON})


@dataclass(frozen=True)
class KnownField:
    """A field that ready-made templates ask for, beside those every row has."""

    name: str
    label_zh: str
    label_en: str

    @property
    def label(self) -> str:
        """In the reader's language."""
        locale = get_locale()
        return self.label_en if locale is not None and locale.language == "en" else self.label_zh


def known_fields() -> dict[str, KnownField]:
    """By name, e.g. `course`: the course (课程)."""
    return {
        one.name: KnownField(one.name, one.label_zh, one.label_en)
        for template in gallery.all_templates()
        for one in template.fields
        if one.kind != "image" and one.name not in _OURS
    }


def value_name(heading: str) -> str:
    """The name under which a column is kept: a template's field that is called so, or itself."""
    wanted = heading.casefold()
    if wanted in ("members", "成员", "团队成员", "队员"):
        return MEMBERS
    for one in known_fields().values():
        if wanted in (one.name, one.label_zh.casefold(), one.label_en.casefold()):
            return one.name
    return heading


def value_label(name: str) -> str:
    """What a further field is called on a page."""
    if name == MEMBERS:
        return _("Members")
    known = known_fields().get(name)
    return known.label if known else name


def value_of(name: str, text: str) -> Value:
    """A further field from text: members are several names, all else is one text."""
    if name != MEMBERS:
        return text
    return [part.strip() for part in _BETWEEN_NAMES.split(text) if part.strip()]


def text_of(value: Value) -> str:
    """A further field as text that `value_of` reads again."""
    return value if isinstance(value, str) else "、".join(value)
