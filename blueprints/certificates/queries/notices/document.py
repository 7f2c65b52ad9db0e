"""A notice as a PDF: GB/T 9704-2012 on A4, drawn from its frozen content."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import documents
from blueprints.certificates import studio
from blueprints.certificates.models import Notice
from blueprints.certificates.title_lines import balanced
from config import ROOT
from documents import Made
from documents.filters import em
from store.files import files

SOURCES = ROOT / "templates"
HEAD_MM = 22.0  # the issuer's head is this high at most; the standard says 22 × 15 mm a character
HEAD_ROOM_MM = 150.0
LINE_MM = 225 / 22
SEAL_RISE_MM = 2.0  # issuer and date lie a little below the middle of the seal
LONG_ISSUER_EMS = 15  # a longer one, centred above the date, would leave the type area
TITLE_EMS = 20  # what a line of the title holds at 22 pt in 156 mm
PREVIEW_PX = 900
MOST_PICTURES = 6


def notice_pdf(content: Mapping[str, Any], *, draft: bool, created: str | None = None) -> Made:
    """The document; a draft carries the mark 样张 / SAMPLE and never the seal itself.

    Raises documents.TemplateError when it can't be drawn, e.g. with more than 200 pages.
    """
    seal = None if draft else content["seal"]
    options = documents.Options(
        sample=draft,
        title=" ".join(content["title"].split()),
        author=content["issuer"],
        created=created,
        common={"lang": _lang(content)},
        fonts=studio.fonts(),
    )
    row = documents.Row({**_values(content), **_seal(seal)})
    return studio.studio().renderer.separate(_template(seal), [row], options)[0]


def issued_pdf(notice: Notice) -> Made:
    """The stored document of an issued notice."""
    return Made(files().read(notice.file or ""), notice.content["pages"], ())


def notice_pictures(made: Made) -> list[bytes]:
    """The first pages as PNG."""
    renderer = studio.studio().renderer
    return [
        renderer.picture(made.pdf, page, PREVIEW_PX)
        for page in range(min(made.pages, MOST_PICTURES))
    ]


def _template(seal: Mapping[str, Any] | None) -> documents.Template:
    assets = {"seal": files().path(seal["file"])} if seal else {}
    return documents.Template(
        ref="official-notice",
        title_zh="公文",
        title_en="Official document",
        kind="notice",
        sheet=documents.Sheet(210, 297),
        body=_source("documents/notice.html"),
        css=_source("documents/notice.css"),
        flowing=True,
        assets=assets,
    )


@cache
def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def _values(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content, and what depends on how wide its words are."""
    ems = max(float(em(content["head"])), 1)
    head = min(HEAD_MM, HEAD_ROOM_MM / (ems * 1.08))
    return {
        **content,
        "lang": _lang(content),
        "head_size": f"{head:.2f}",
        "title_lines": balanced(content["title"], TITLE_EMS),
        "annex_lines": balanced(content["annex_title"], TITLE_EMS),
        "rows": [{"award": g["award"], **one} for g in content["groups"] for one in g["people"]],
        "long_issuer": em(content["issuer"]) > LONG_ISSUER_EMS,
        "sealed": content["seal"] is not None,
    }


def _seal(seal: Mapping[str, Any] | None) -> dict[str, str]:
    """Where the seal lies: its middle a little above the middle of issuer and date."""
    if seal is None:
        return {"seal": ""}
    size = seal["size_mm"]
    return {
        "seal": "asset:seal",
        "seal_size": str(size),
        "seal_half": f"{size / 2:.1f}",
        "seal_top": f"{LINE_MM - SEAL_RISE_MM - size / 2:.2f}",
    }


def _lang(content: Mapping[str, Any]) -> str:
    return "zh" if content["language"].startswith("zh") else "en"
