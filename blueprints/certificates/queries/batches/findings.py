"""What a check found, weighed and in words: what forbids issuing, what asks, what only tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

FORBIDDING = frozenset(
    {"undefined", "missing", "no_glyph", "missing_image", "many_pages", "lost", "broken",
     "already_issued", "not_valid"}
)  # fmt: skip
ASKING = frozenset({"overflow", "duplicate", "low_resolution"})
SKIPPING = frozenset({"already_issued"})
OF_CHARACTERS = frozenset({"no_glyph", "other_typeface"})
MOST_CHARACTERS = 60  # told of a whole batch; each row tells its own

_WORDS = {
    "undefined": _l("The template asks for “%(field)s”, which this list doesn’t have."),
    "missing": _l("“%(field)s” is empty."),
    "overflow": _l("“%(field)s” is too long for its place."),
    "lost": _l("Part of “%(field)s” is not on the sheet: there is no room for it."),
    "long": _l("“%(field)s” is longer than this template was made for."),
    "no_glyph": _l("No font has these characters: %(chars)s"),
    "other_typeface": _l("Some characters are printed in another typeface: %(chars)s"),
    "duplicate": _l("The same person stands on this list more than once."),
    "already_issued": _l("Holds certificate %(number)s from this list already."),
    "missing_image": _l("The photograph is missing."),
    "no_photo": _l("There is no photograph; others on this list have one."),
    "low_resolution": _l("The photograph is too coarse for print: %(dpi)s dots per inch."),
    "many_pages": _l("The text runs onto a second sheet."),
    "broken": _l("The certificate can’t be drawn: %(why)s"),
    "not_valid": _l("The certificate to be corrected is not valid any more."),
    "cancelled": _l("The batch was cancelled."),
}
FAULTS = {
    "syntax": _l("a mistake in the template"),
    "undefined": _l("a value is missing that the template asks for"),
    "refused": _l("the template uses what templates may not use"),
    "too_long": _l("it took too long"),
    "timeout": _l("it took too long"),
    "too_large": _l("it grew too large"),
    "too_many_pages": _l("it has too many pages"),
    "lost": _l("there is no room for all of the text"),
    "died": _l("the drawing process ended unexpectedly"),
    "closed": _l("the drawing process was stopped"),
    "broken": _l("the drawing process failed"),
    "signing": _l("it could not be signed; look at the key’s validity"),
    "storage": _l("the file could not be kept; look at the free space on the disk"),
    "retired": _l("the seal or the key is no longer in use"),
    "internal": _l("an unexpected fault; the log of the server says more"),
}


@dataclass(frozen=True)
class FoundLine:
    """One finding. `weight` is forbids, asks or tells."""

    code: str
    weight: str
    text: str


def forbids(code: str) -> bool:
    """Whether nothing can be issued before this is put right."""
    return code in FORBIDDING


def asks(code: str) -> bool:
    """Whether somebody must look at it and may let it pass."""
    return code in ASKING


def in_words(finding: Mapping[str, Any], labels: Mapping[str, str]) -> FoundLine:
    """A finding for people; `labels` are the names of the template's fields in their language."""
    code, detail = finding["code"], finding.get("detail") or {}
    field = finding.get("field", "")
    values = {
        "field": labels.get(field, field) or _("A text"),
        "chars": _spelled(_characters(detail)) if code == "no_glyph" else _characters(detail),
        "number": detail.get("number", ""),
        "dpi": detail.get("dpi", ""),
        "why": fault_words(detail.get("why", "")),
    }
    return FoundLine(code, _weight(code), str(_WORDS.get(code, code)) % values)


def kind_of(finding: Mapping[str, Any]) -> tuple[str, str]:
    """Findings of one kind are put right in one way: by field, characters wherever they stand."""
    code = finding["code"]
    return code, "" if code in OF_CHARACTERS else finding.get("field", "")


def together(alike: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """One finding for several of a kind, with the characters of all of them."""
    if alike[0]["code"] not in OF_CHARACTERS:
        return alike[0]
    characters = dict.fromkeys("".join(_characters(one.get("detail") or {}) for one in alike))
    return {**alike[0], "detail": {"characters": "".join(characters)[:MOST_CHARACTERS]}}


def fault_words(fault: str) -> str:
    """`code` or `code: detail` of a fault, for people; what has no words is shown as it is."""
    code, _colon, detail = fault.partition(":")
    words = str(FAULTS.get(code, code))
    return f"{words} ({detail.strip()})" if detail.strip() else words


def _characters(detail: Mapping[str, Any]) -> str:
    return str(detail.get("chars") or detail.get("characters") or "")


def _spelled(characters: str) -> str:
    """Each with its code point: what no font has, the reader's screen may not show either."""
    return " ".join(f"{one} (U+{ord(one):04X})" for one in characters)


def _weight(code: str) -> str:
    if forbids(code):
        return "forbids"
    return "asks" if asks(code) else "tells"
