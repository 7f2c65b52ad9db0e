"""A body's seals: brought along, or drawn for trying; retired, never removed.

What was sealed stays sealed, so an image is kept as long as anything may name it.
"""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from blueprints.certificates.access import Right, owned, require
from blueprints.certificates.models import Seal
from blueprints.certificates.services.authority.titles import checked_title
from blueprints.people.models import Organisation
from documents import seals
from store import UserError, audit, db, write
from store.actors import Actor
from store.files import files

SVG = "image/svg+xml"
SMALLEST_MM, LARGEST_MM = 10, 45  # seals of social organisations are 45 mm across at most
_FAULTS: dict[str, LazyString] = {
    "kind": lazy_gettext("The picture is neither an SVG nor a PNG."),
    "broken": lazy_gettext("The picture can't be read: the file is damaged."),
    "too_large": lazy_gettext("The picture is too large: 2 MB, or 6000 pixels a side, at most."),
    "not_square": lazy_gettext("The picture isn't square. Cut it close around the seal."),
    "too_small": lazy_gettext("The picture is too small to print: 600 pixels a side at least."),
    "not_clear": lazy_gettext(
        "The ground isn't transparent, so it would cover the signature. "
        "Save the seal as PNG with transparency, or as SVG."
    ),
    "text": lazy_gettext(
        "The SVG has letters that other computers may draw in another typeface. "
        "Turn them into outlines (paths) first."
    ),
    "style": lazy_gettext(
        "The SVG has a style sheet. Save it with the colors on the shapes themselves."
    ),
    "foreign": lazy_gettext(
        "The SVG has more than plain shapes: a picture, a gradient, a link or a program. "
        "Save it with shapes only."
    ),
}


def add_seal(
    actor: Actor, organisation_id: int, title: str, size_mm: int, image: bytes, now: datetime
) -> int:
    """Keep a seal's image, SVG or PNG; its id. `size_mm` is its diameter on paper.

    Raises UserError (codes title, size, image), NotFound, or a refusal without `Right.KEEP`.
    """
    require(actor, organisation_id, Right.KEEP)
    name = checked_title(title)
    if not SMALLEST_MM <= size_mm <= LARGEST_MM:
        raise UserError(
            _(
                "The diameter must be from %(least)d to %(most)d mm. Nothing was changed.",
                least=SMALLEST_MM,
                most=LARGEST_MM,
            ),
            code="size",
        )
    kept = _checked(image)
    seal = Seal(
        organisation_id=organisation_id,
        title=name,
        media=kept.media,
        size_mm=size_mm,
        created_at=now,
    )
    return _keep(actor, seal, kept.content, now)


def draw_seal(actor: Actor, organisation_id: int, now: datetime) -> int:
    """Draw a round seal with the body's name for trying, and mark it so; its id."""
    require(actor, organisation_id, Right.KEEP)
    name = db.session.get_one(Organisation, organisation_id).name
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):  # it is printed, not read here
        below, title = _("FOR TRIAL"), _("Trial seal")
    seal = Seal(
        organisation_id=organisation_id,
        title=title,
        media=SVG,
        size_mm=seals.SIZE_MM,
        for_trying=True,
        created_at=now,
    )
    return _keep(actor, seal, seals.seal_svg(name, below).encode(), now)


def retire_seal(actor: Actor, seal_id: int, now: datetime) -> None:
    """Let a seal be chosen no more. Doing it twice changes nothing."""
    with write():
        seal = owned(actor, Seal, seal_id, Right.KEEP, lock=True)
        if seal.retired_at is not None:
            return
        seal.retired_at = now
        _log(actor, "seal.retired", seal, now)


def _checked(image: bytes) -> seals.Seal:
    try:
        return seals.check_seal(image)
    except seals.SealError as problem:
        fault = _FAULTS[problem.code]
        message = _("%(fault)s Nothing was changed.", fault=fault)
        raise UserError(message, code="image") from problem


def _keep(actor: Actor, seal: Seal, image: bytes, now: datetime) -> int:
    seal.image = files().put(image)
    with write():
        require(actor, seal.organisation_id, Right.KEEP)
        db.session.add(seal)
        db.session.flush()
        _log(actor, "seal.added", seal, now)
        return seal.id


def _log(actor: Actor, action: str, seal: Seal, now: datetime) -> None:
    audit(
        actor,
        action,
        f"seal:{seal.id}",
        now,
        organisation_id=seal.organisation_id,
        title=seal.title,
        image=seal.image,
        for_trying=seal.for_trying,
    )
