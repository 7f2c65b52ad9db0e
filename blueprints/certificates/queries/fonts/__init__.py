"""The fonts that administrators added: facts, coverage, and a line set in each."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from flask_babel import lazy_gettext as _

from blueprints.certificates.models import UploadedFont
from blueprints.certificates.queries.fonts.coverage import Coverage, coverage
from blueprints.certificates.studio import FONT_ROLES, renderer
from documents import (
    ChildError,
    FontFile,
    Options,
    Row,
    Sheet,
    Template,
    TemplateError,
)
from store import NotFound, db
from store.files import files

ROLES = {
    "": _("Under its own name"),
    "fangsong": _("FangSong (body of official documents)"),
    "biaosong": _("XiaoBiaoSong (titles of official documents)"),
}
SAMPLE = "工会荣誉证书 二〇二六年五月 Aa 0123456789"
_BODY = '<p class="line">{{ line }}</p>'
# All of it fits, even where a font's Latin letters are as wide as its Chinese ones.
_STYLE = '.line {{ margin: 4mm; font: {weight} 7mm/1.8 "{family}"; white-space: nowrap }}'


@dataclass(frozen=True)
class FontCard:
    """One font. `css_name` is how templates call it; `coverage` None when its file is lost."""

    id: int
    family: str
    style: str
    weight: int
    role: str
    css_name: str
    glyphs: int
    licence: str
    created_at: datetime
    retired_at: datetime | None
    coverage: Coverage | None


def font_cards() -> list[FontCard]:
    """All fonts, those in use first."""
    order = (UploadedFont.retired_at.is_not(None), UploadedFont.family, UploadedFont.id)
    return [_card(font) for font in db.session.scalars(sa.select(UploadedFont).order_by(*order))]


def css_name(role: str, family: str) -> str:
    """How templates call a font of that role."""
    return FONT_ROLES.get(role, family)


def sample_picture(font_id: int) -> bytes:
    """PNG of one line set in the font. NotFound, or TemplateError when it can't be used."""
    font = db.session.get(UploadedFont, font_id)
    if font is None:
        raise NotFound
    return line_picture(css_name(font.role, font.family), font.weight, files().path(font.file))


def line_picture(name: str, weight: int, path: Path) -> bytes:
    """PNG of one line in a font file. TemplateError when documents can't be set in it."""
    template = Template(
        ref="font-sample",
        title_zh="",
        title_en="",
        kind="",
        sheet=Sheet(230, 21),
        body=_BODY,
        css=_STYLE.format(weight=weight, family=name),
    )
    options = Options(fonts=(FontFile(name, weight, path),))
    made = renderer().separate(template, [Row({"line": SAMPLE})], options)
    return renderer().picture(made[0].pdf, width_px=1150)


def _card(font: UploadedFont) -> FontCard:
    return FontCard(
        id=font.id,
        family=font.family,
        style=font.style,
        weight=font.weight,
        role=font.role,
        css_name=css_name(font.role, font.family),
        glyphs=font.glyphs,
        licence=font.licence,
        created_at=font.created_at,
        retired_at=font.retired_at,
        coverage=_coverage(files().path(font.file)),
    )


def _coverage(path: Path) -> Coverage | None:
    try:
        return _read_coverage(path)
    except (TemplateError, ChildError):
        return None


@lru_cache(maxsize=64)  # a stored file never changes, and reading a font takes a while
def _read_coverage(path: Path) -> Coverage | None:
    facts = renderer().font_facts(path)  # in a child process, as it is somebody else's file
    return coverage(facts.characters) if facts else None
