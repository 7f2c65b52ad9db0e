"""Fonts that an administrator adds: looked at and tried before they are kept."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.models import UploadedFont
from blueprints.certificates.queries.fonts import ROLES, css_name, line_picture
from blueprints.certificates.queries.fonts.coverage import coverage
from blueprints.certificates.studio import studio
from documents import ChildError, TemplateError
from documents.fonts import FAMILIES, FontFacts
from store import NotFound, UserError, audit, db, write
from store.actors import Actor
from store.files import files

MEGABYTE = 1024 * 1024
LARGEST_FONT = 30 * MEGABYTE
LICENCE_LENGTH = 300
FAMILY_LENGTH = 120
FEWEST_CHARACTERS = 1000  # of GB 2312, in a role that sets Chinese text
_BEGINNINGS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
_FAMILY = re.compile(r"[\w .·()+-]+")


@dataclass(frozen=True)
class FontInput:
    """What the administrator says about a font. `role`: fangsong, biaosong, or "" for none."""

    content: bytes
    role: str = ""
    licence: str = ""


def add_font(actor: Actor, given: FontInput, now: datetime) -> int:
    """Keep a font for all templates; its id. UserError says why it can't be used."""
    _require_administrator(actor)
    _refuse_other_files(given)
    with TemporaryDirectory(prefix="font-") as folder:
        path = Path(folder) / "font"
        path.write_bytes(given.content)
        facts = _facts(path)
        _refuse_unusable(facts, given.role)
        _refuse_clash(facts, given.role)
        _try_out(facts, given.role, path)
    return _kept(actor, given, facts, now)


def retire_font(actor: Actor, font_id: int, now: datetime) -> None:
    """Use a font no longer. What was issued with it carries it inside."""
    _require_administrator(actor)
    with write():
        font = db.session.get(UploadedFont, font_id)
        if font is None:
            raise NotFound
        if font.retired_at is None:
            font.retired_at = now
            audit(actor, "font.retired", f"font:{font.id}", now, family=font.family)


def _kept(actor: Actor, given: FontInput, facts: FontFacts, now: datetime) -> int:
    name = files().put(given.content)
    with write():
        _refuse_clash(facts, given.role)  # somebody may have added it while it was tried
        font = db.session.scalar(sa.select(UploadedFont).where(UploadedFont.file == name))
        font = font or UploadedFont(file=name, created_at=now)
        font.family, font.style = facts.family, facts.style[:60]
        font.weight, font.glyphs = facts.weight, facts.glyphs
        font.role, font.licence = given.role, given.licence.strip()[:LICENCE_LENGTH]
        font.retired_at = None
        db.session.add(font)
        db.session.flush()
        audit(actor, "font.added", f"font:{font.id}", now, family=font.family, role=font.role)
        return font.id


def _require_administrator(actor: Actor) -> None:
    if not actor.is_administrator:
        raise UserError(_("Your role does not allow this."), status=403, code="forbidden")


def _refuse_other_files(given: FontInput) -> None:
    if given.role not in ROLES:
        raise UserError(_("Choose one of the roles."), code="role")
    if len(given.content) > LARGEST_FONT:
        raise _refusal(_("The file is larger than 30 MB."))
    if not given.content.startswith(_BEGINNINGS):
        raise _refusal(_("Fonts are OTF or TTF files; collections and web fonts can't be used."))


def _refuse_unusable(facts: FontFacts, role: str) -> None:
    if not facts.embeddable:
        raise _refusal(
            _(
                "Its makers don't allow it inside documents, or it has no outlines. Ask them for "
                "a licence to embed it, and for the file that goes with it."
            )
        )
    if not _FAMILY.fullmatch(facts.family) or len(facts.family) > FAMILY_LENGTH:
        raise _refusal(_("It has no family name that a style could use."))
    if role and coverage(facts.characters).gb2312 < FEWEST_CHARACTERS:
        raise _refusal(_("It has too few Chinese characters for this role."))


def _refuse_clash(facts: FontFacts, role: str) -> None:
    name = css_name(role, facts.family)
    if not role and name.casefold() in {family.casefold() for family in FAMILIES}:
        raise _refusal(_("%(name)s is the name of a built-in typeface.", name=name))
    others = db.session.scalars(sa.select(UploadedFont).where(UploadedFont.retired_at.is_(None)))
    for other in others:
        same = css_name(other.role, other.family).casefold() == name.casefold()
        if same and (role or other.weight == facts.weight):
            raise _refusal(
                _("There is a font for %(name)s already. Retire that one first.", name=name)
            )


def _facts(path: Path) -> FontFacts:
    """Read in a child process: a font is a program of somebody else's."""
    try:
        facts = studio().renderer.font_facts(path)
    except (TemplateError, ChildError):
        facts = None
    if facts is None:
        raise _refusal(_("The file is damaged, or it is no font."))
    return facts


def _try_out(facts: FontFacts, role: str, path: Path) -> None:
    try:
        line_picture(css_name(role, facts.family), facts.weight, path)
    except (TemplateError, ChildError):
        raise _refusal(_("A line was set in it for trying, and that failed.")) from None


def _refusal(reason: str) -> UserError:
    return UserError(
        _("The font can't be used: %(reason)s Nothing was kept.", reason=reason), code="font"
    )
