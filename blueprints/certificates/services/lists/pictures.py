"""Photographs of recipients: looked at, turned upright, made smaller, without where and when."""

import io
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from PIL import Image, ImageOps

from blueprints.certificates.models import Recipient
from blueprints.certificates.services.lists.common import (
    changed,
    list_to_change,
    recipient_of,
)
from store import UserError, db, write
from store.actors import Actor
from store.files import files

LIMIT = 5 * 1024 * 1024  # bytes as sent
LONGEST_SIDE = 1200  # pixels as kept: 30 mm at more than 600 dpi
MOST_PIXELS = 50_000_000  # what Pillow may unpack: 150 MB
THUMBNAIL = 112  # pixels: 56 on a screen of double density
SMALLEST_SIDE = 80
QUALITY = 88
FORMATS = ("JPEG", "PNG")


def set_photo(actor: Actor, list_id: int, recipient_id: int, picture: bytes, now: datetime) -> str:
    """Keep a photograph of a recipient (JPEG or PNG, at most 5 MB); its name in the file store."""
    photo = files().put(prepared(picture))
    with write():
        award_list = list_to_change(actor, list_id)
        recipient = recipient_of(award_list, recipient_id)
        before, recipient.photo = recipient.photo, photo
        if before != photo:
            changed(actor, award_list, "recipient.photo_set", now, recipient=recipient_id)
    forget_unnamed([before] if before else [])
    return photo


def remove_photo(actor: Actor, list_id: int, recipient_id: int, now: datetime) -> None:
    """Forget a recipient's photograph, and its file when nobody else has the same."""
    with write():
        award_list = list_to_change(actor, list_id)
        recipient = recipient_of(award_list, recipient_id)
        before, recipient.photo = recipient.photo, None
        if before is not None:
            changed(actor, award_list, "recipient.photo_removed", now, recipient=recipient_id)
    forget_unnamed([before] if before else [])


def prepared(picture: bytes) -> bytes:
    """The picture as it is kept: upright, JPEG, at most 1200 pixels a side, no metadata at all.

    Raises UserError (code: photo) for what is no such picture.
    """
    if len(picture) > LIMIT:
        raise UserError(_("The picture is larger than 5 MB."), code="photo")
    try:
        with Image.open(io.BytesIO(picture), formats=FORMATS) as opened:
            _require_sensible(opened)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _small_jpeg(opened)
    except UserError:
        raise
    except Exception as error:  # a damaged picture makes Pillow raise whatever it meets
        raise UserError(
            _("This is not a JPEG or PNG picture that can be read."), code="photo"
        ) from error


def thumbnail(kept: bytes) -> bytes:
    """A kept photograph small enough for a line of a table."""
    with Image.open(io.BytesIO(kept), formats=FORMATS) as opened:
        opened.draft("RGB", (THUMBNAIL, THUMBNAIL))
        opened.thumbnail((THUMBNAIL, THUMBNAIL))
        out = io.BytesIO()
        opened.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def forget_unnamed(photos: Collection[str]) -> None:
    """Remove the files of photographs that no recipient has any more."""
    query = sa.select(Recipient.photo).where(Recipient.photo.in_(photos))
    for photo in set(photos) - set(db.session.scalars(query)):
        files().remove(photo)


def _require_sensible(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise UserError(_("The picture has more than 50 million pixels."), code="photo")
    if min(width, height) < SMALLEST_SIDE:
        raise UserError(
            _("The picture is smaller than %(n)d pixels.", n=SMALLEST_SIDE), code="photo"
        )


def _small_jpeg(opened: Image.Image) -> bytes:
    """A new picture of the pixels alone: nothing else of the file is carried over."""
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    flat = Image.new("RGB", upright.size, "white")  # what shines through a PNG is paper
    seen = upright.convert("RGBA")
    flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
