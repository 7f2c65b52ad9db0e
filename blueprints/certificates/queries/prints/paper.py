"""What all printed sheets share: paper, style, head and page numbers."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from blueprints.contests.queries.paper import PaperHead
from config import ROOT
from documents import Options, Row, Sheet, Template
from documents.model import Plain
from web.formats import day

FOLDER = ROOT / "templates" / "documents" / "prints"
PORTRAIT = Sheet(210, 297)
LANDSCAPE = Sheet(297, 210)

_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_MOST_OF_A_NAME = 60  # characters; a file system takes 255 bytes


@dataclass(frozen=True)
class Print:
    """A document to make. `name`: of the file, without its ending."""

    name: str
    template: Template
    rows: tuple[Row, ...]
    options: Options


def paper_print(
    page: str, title: str, sheet: Sheet, head: PaperHead, rows: list[dict[str, Any]]
) -> Print:
    """A print of `templates/documents/prints/<page>`, a document a row, in the reader's words."""
    common: dict[str, Plain] = {"lang": language(), "head": head_words(head), "page": page_words()}
    name = file_name(title, head.contest, head.round)
    return Print(
        name=name,
        template=_template(page, sheet),
        rows=tuple(Row(values) for values in rows),
        options=Options(title=name, author=head.organisation, common=common),
    )


def language() -> str:
    """`zh` or `en`."""
    return "zh" if str(get_locale()).startswith("zh") else "en"


def head_words(head: PaperHead) -> dict[str, Any]:
    """The top of a sheet: title, event and round, and the facts under them."""
    facts = [head.organisation, date_words(head.starts_on), head.venue]
    return {
        "contest": head.contest,
        "size": _size(head.contest),
        "what": " · ".join(dict.fromkeys(t for t in (head.event, head.round) if t)),
        "round": head.round,
        "facts": [fact for fact in facts if fact],
        "rehearsal": _("Rehearsal") if head.rehearsal else "",
        "spacing": "spaced" if language() == "zh" else "plain",
        "hash": head.hash,
        "short_hash": head.hash[:16],
    }


def page_words() -> list[str]:
    """What stands before, between and after the page's number and their count."""
    return re.split(r"\{page\}|\{pages\}", _("Page {page} of {pages}"))


def date_words(iso: str) -> str:
    """An ISO date in words; empty when there is none."""
    return day(date.fromisoformat(iso)) if iso else ""


def file_name(*parts: str) -> str:
    """A name that every file system takes."""
    cleaned = (_UNSAFE.sub(" ", part).strip()[:_MOST_OF_A_NAME].strip(". ") for part in parts)
    return "-".join(part for part in cleaned if part) or "print"


def width(text: str) -> float:
    """In ems: a Han character is one, others half of it."""
    return sum(0.5 if sign < "\u2e80" else 1 for sign in text)


def _size(title: str) -> str:
    ems = width(title)
    return "" if ems <= 24 else "long" if ems <= 44 else "longer"


@lru_cache(maxsize=16)
def _template(page: str, sheet: Sheet) -> Template:
    css = "\n".join((FOLDER / f"{name}.css").read_text() for name in ("prints", page))
    return Template(
        ref=f"print-{page}",
        title_zh="",
        title_en="",
        kind="print",
        sheet=sheet,
        body=(FOLDER / f"{page}.html").read_text(),
        css=css,
        flowing=True,
    )
