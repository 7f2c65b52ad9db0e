"""Words for templates: kinds, what is wrong with a source, what was found about a person."""

from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale, gettext, lazy_gettext

from documents import ChildError, Field, Finding, TemplateError

_ = lazy_gettext

KINDS = {
    "honor": _("Certificate of honor"),
    "appointment": _("Letter of appointment"),
    "judge_appointment": _("Letter of appointment for judges"),
    "organisation": _("Best organisation award"),
    "completion": _("Certificate of completion"),
    "badge": _("Participant's badge"),
    "award": _("Merit award"),
    "table_sign": _("Table sign"),
}

FIELD_KINDS = {
    "text": _("Text"),
    "paragraph": _("Paragraph"),
    "date": _("Date"),
    "number": _("Number"),
    "image": _("Picture"),
}

PARTS = {
    "body": _("Body"),
    "under": _("Under layer"),
    "over": _("Over layer"),
    "css": _("Style"),
}

_PROBLEMS = {
    "syntax": _("The source can't be read: %(detail)s"),
    "undefined": _("There is no value called %(detail)s."),
    "refused": _("Templates may not use this: %(detail)s"),
    "too_long": _("Laying it out takes too long. Look for loops that go on and on."),
    "too_large": _("It is too large: too much text, or too much memory to lay it out."),
    "too_many_pages": _("It has too many pages."),
    "timeout": _("Laying it out takes too long. Look for loops that go on and on."),
    "died": _("It is too large: too much text, or too much memory to lay it out."),
}

_FINDINGS = {
    "undefined": _("%(field)s is used in the template but is neither a field nor a common value."),
    "missing": _("%(field)s is empty."),
    "overflow": _("%(field)s does not fit its place."),
    "no_glyph": _("No font has these characters: %(detail)s"),
    "other_typeface": _("Set in another typeface, as the usual one lacks them: %(detail)s"),
    "missing_image": _("The picture %(field)s is missing."),
    "low_resolution": _("The picture %(field)s is too coarse for print."),
    "many_pages": _("It runs to more than one page."),
}


@dataclass(frozen=True)
class Problem:
    """Why a template can't be rendered; `line` is 0 and `part` "" where they aren't known."""

    text: str
    line: int = 0
    part: str = ""


def problem(error: TemplateError | ChildError) -> Problem:
    """What is wrong, in the reader's language."""
    words = _PROBLEMS.get(error.code, _("The template can't be rendered."))
    part, detail = _split(error.detail)
    text = str(words) % {"detail": detail} if "%(detail)s" in str(words) else str(words)
    return Problem(text, error.line, part)


def finding(found: Finding, fields: tuple[Field, ...]) -> str:
    """One finding about one person, in the reader's language."""
    words = str(_FINDINGS.get(found.code, _("Something needs to be looked at.")))
    values = {"field": field_name(found.field, fields), "detail": _detail(found.detail)}
    return words % values


def field_name(name: str, fields: tuple[Field, ...]) -> str:
    """A field's label in the reader's language; its own name where it isn't declared."""
    found = next((one for one in fields if one.name == name), None)
    return label(found.label_zh, found.label_en) if found else name or gettext("A value")


def label(chinese: str, english: str) -> str:
    """The one of two texts that the reader's language asks for, or the other if it is empty."""
    if str(get_locale()).startswith("zh"):
        return chinese or english
    return english or chinese


def _split(detail: str) -> tuple[str, str]:
    """An engine's detail may begin with the part it is about: `under: …`."""
    part, colon, rest = detail.partition(": ")
    return (part, rest) if colon and part in PARTS else ("", detail)


def _detail(detail: Any) -> str:
    return "、".join(str(value) for value in detail.values())
