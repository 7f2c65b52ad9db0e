"""What a notice says, word for word: made from the notice and its list, then frozen as JSON.

Chinese by GB/T 9704-2012: levels are numbered 一、 and the date has Arabic numerals. Names come
from the list only; whoever withdrew from publication is not named.
"""

import hashlib
from datetime import date
from typing import Any

from flask_babel import force_locale, pgettext
from flask_babel import gettext as _

from blueprints.certificates.models import Notice
from blueprints.certificates.queries.notices.suggested import COMRADE
from blueprints.certificates.queries.rolls import AwardGroup, honored
from store.base import canonical_json

KINDS = ("notice", "decision")
_DIGITS = "零一二三四五六七八九"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def handed_in(notice: Notice) -> str:
    """What was handed in, told from everything else that could be."""
    return hashlib.sha256(canonical_json(notice.content).encode()).hexdigest()


def content_of(notice: Notice) -> dict[str, Any]:
    """Everything that is printed, as plain JSON values."""
    groups = honored(notice.list_id)
    with force_locale(notice.language):
        return {
            "language": notice.language,
            "head": pgettext("head of a document", "%(issuer)s", issuer=notice.issuer),
            "number": notice.document_number,
            "title": notice.title,
            "addressed_to": _addressed(notice.addressed_to),
            "opening": _paragraphs(notice.opening),
            "closing": _paragraphs(notice.closing),
            "groups": [
                _group(index, group, notice.language) for index, group in enumerate(groups, 1)
            ],
            "annex": notice.annex,
            "annex_line": _("Annex: %(title)s", title=_annex_title()),
            "annex_word": _("Annex"),
            "annex_title": _annex_title(),
            "columns": [_("No."), _("Award"), _name_column(groups), _("Unit")],
            "has_units": any(one.unit for group in groups for one in group.people),
            "issuer": notice.issuer,
            "date": written_date(notice.issued_on, notice.language),
            "seal": _seal(notice),
        }


def written_date(iso: str, language: str) -> str:
    """2026年5月12日, or May 12, 2026."""
    day = date.fromisoformat(iso)
    if language.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def chinese_number(number: int) -> str:
    """一 to 九十九, as levels are numbered."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return ten + (_DIGITS[ones] if ones or not tens else "")


def _addressed(text: str) -> str:
    text = text.strip().rstrip("：:")
    return _("%(who)s:", who=text) if text else ""


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _annex_title() -> str:
    return _("List of those honored")


def _name_column(groups: tuple[AwardGroup, ...]) -> str:
    persons = all(one.honorific == COMRADE for group in groups for one in group.people)
    return pgettext("workers", "Name") if persons else pgettext("teams and units", "Name")


def _group(index: int, group: AwardGroup, language: str) -> dict[str, Any]:
    people = [{"name": one.name, "unit": one.unit} for one in group.people]
    if not group.award:
        return {"award": "", "heading": "", "people": people}
    words = {
        "number": chinese_number(index) if language.startswith("zh") else str(index),
        "award": group.award,
        "count": len(people),
    }
    if all(one.honorific == COMRADE for one in group.people):
        heading = pgettext("workers", "%(number)s. %(award)s (%(count)d)", **words)
    else:
        heading = pgettext("teams and units", "%(number)s. %(award)s (%(count)d)", **words)
    return {"award": group.award, "heading": heading, "people": people}


def _seal(notice: Notice) -> dict[str, Any] | None:
    if notice.seal is None:
        return None
    return {
        "file": notice.seal.image,
        "size_mm": notice.seal.size_mm,
        "retired": notice.seal.retired_at is not None,
    }
