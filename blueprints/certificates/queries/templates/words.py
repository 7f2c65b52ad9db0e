"""Words for templates: kinds, what is wrong with a source, what was found about a person."""

import dataclasses
from dataclasses import dataclass

from flask_babel import get_locale, lazy_gettext

from blueprints.certificates.queries.batches.findings import in_words
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
    "number": _("Numeral"),
    "image": _("Picture"),
}

PARTS = {
    "body": _("Body text"),
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
    "lost": _("There is no room for all of the text: %(detail)s"),
    "timeout": _("Laying it out takes too long. Look for loops that go on and on."),
    "died": _("It is too large: too much text, or too much memory to lay it out."),
    "storage": _("There is no room left on the server's disk."),
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
    labels = {one.name: label(one.label_zh, one.label_en) for one in fields}
    return in_words(dataclasses.asdict(found), labels).text


def label(chinese: str, english: str) -> str:
    """The one of two texts that the reader's language asks for, or the other if it is empty."""
    if str(get_locale()).startswith("zh"):
        return chinese or english
    return english or chinese


def _split(detail: str) -> tuple[str, str]:
    """An engine's detail may begin with the part it is about: `under: …`."""
    part, colon, rest = detail.partition(": ")
    return (part, rest) if colon and part in PARTS else ("", detail)
