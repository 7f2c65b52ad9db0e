"""Photographs of recipients: set, forgotten, and their thumbnails."""

import io
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from PIL import Image

from blueprints.certificates.models import BatchRow, Recipient
from blueprints.certificates.services.lists.common import (
    changed,
    list_to_change,
    recipient_of,
)
from blueprints.certificates.studio import studio
from documents import ChildError
from documents.portraits import FORMATS, QUALITY, SMALLEST_SIDE
from store import UserError, db, write
from store.actors import Actor
from store.files import files

LIMIT = 5 * 1024 * 1024  # bytes as sent
THUMBNAIL = 112  # pixels: 56 on a screen of double density


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
        return studio().portraits.prepared(picture)
    except ChildError as problem:
        raise UserError(_words(problem.code), code="photo") from problem


def _words(code: str) -> str:
    if code == "pixels":
        return _("The picture has more than 50 million pixels.")
    if code == "small":
        return _("The picture is smaller than %(n)d pixels.", n=SMALLEST_SIDE)
    return _("This is not a JPEG or PNG picture that can be read.")


def thumbnail(kept: bytes) -> bytes:
    """A kept photograph small enough for a line of a table."""
    with Image.open(io.BytesIO(kept), formats=FORMATS) as opened:
        opened.draft("RGB", (THUMBNAIL, THUMBNAIL))
        opened.thumbnail((THUMBNAIL, THUMBNAIL))
        out = io.BytesIO()
        opened.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def forget_unnamed(photos: Collection[str]) -> None:
    """Remove the files of photographs that no recipient has any more.

    One that was handed in for a certificate stays: it is printed again from what was issued.
    """
    query = sa.select(Recipient.photo).where(Recipient.photo.in_(photos))
    for photo in set(photos) - set(db.session.scalars(query)):
        if not _is_handed_in(photo):
            files().remove(photo)


def _is_handed_in(photo: str) -> bool:
    printed = sa.cast(BatchRow.values, sa.Text).contains(photo)
    return db.session.scalar(sa.select(BatchRow.id).where(printed).limit(1)) is not None
