"""A body's seals: brought along, or drawn for trying; retired, never removed.

What was sealed stays sealed, so an image is kept as long as anything may name it.
"""

import io
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from PIL import Image

from blueprints.certificates.access import Right, owned, require
from blueprints.certificates.models import Seal
from blueprints.certificates.services.authority_titles import checked_title
from blueprints.certificates.services.packages_svg import NoPicture, drawing_only
from blueprints.people.models import Organisation
from documents.seals import SIZE_MM, seal_svg
from store import UserError, audit, db, write
from store.actors import Actor
from store.files import files

SVG, PNG = "image/svg+xml", "image/png"
SMALLEST_MM, LARGEST_MM = 10, 45  # seals of social organisations are 45 mm across at most
LEAST_PIXELS = 600  # 42 mm at 360 dpi
MOST_PIXELS = 4000
LEAST_ROUND, MOST_ROUND = 0.9, 1.1  # width to height


def add_seal(
    actor: Actor, organisation_id: int, title: str, size_mm: int, content: bytes, now: datetime
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
    media, image = checked_image(content)
    return _keep(actor, Seal(
        organisation_id=organisation_id, title=name, media=media, size_mm=size_mm, created_at=now
    ), image, now)  # fmt: skip


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
        size_mm=SIZE_MM,
        for_trying=True,
        created_at=now,
    )
    return _keep(actor, seal, seal_svg(name, below).encode(), now)


def retire_seal(actor: Actor, seal_id: int, now: datetime) -> None:
    """Let a seal be chosen no more. Doing it twice changes nothing."""
    with write():
        seal = owned(actor, Seal, seal_id, Right.KEEP, lock=True)
        if seal.retired_at is not None:
            return
        seal.retired_at = now
        _log(actor, "seal.retired", seal, now)


def checked_image(content: bytes) -> tuple[str, bytes]:
    """Media type and the image as it is kept: an SVG reduced to drawing, a PNG as it came."""
    if content.startswith(b"\x89PNG"):
        _check_png(content)
        return PNG, content
    try:
        return SVG, drawing_only(content)
    except NoPicture as problem:
        raise _no_image() from problem


def _check_png(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            width, height = image.size
            if max(width, height) > MOST_PIXELS:
                raise _wrong_pixels()
            image.load()
            clear = image.has_transparency_data
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise _no_image() from problem
    if min(width, height) < LEAST_PIXELS or not LEAST_ROUND <= width / height <= MOST_ROUND:
        raise _wrong_pixels()
    if not clear:
        raise UserError(
            _(
                "The picture has no transparent background, so it would cover the signature. "
                "Nothing was changed; save the seal as PNG with transparency, or as SVG."
            ),
            code="image",
        )


def _wrong_pixels() -> UserError:
    return UserError(
        _(
            "The picture of a seal must be square, with %(least)d to %(most)d pixels a side. "
            "Nothing was changed.",
            least=LEAST_PIXELS,
            most=MOST_PIXELS,
        ),
        code="image",
    )


def _no_image() -> UserError:
    return UserError(
        _("The file can't be read as a picture (PNG or SVG). Nothing was changed."), code="image"
    )


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
