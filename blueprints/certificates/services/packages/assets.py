"""Pictures that belong to a template: what they may be, and what they are called."""

import re
import warnings
from io import BytesIO

from flask_babel import gettext as _
from PIL import Image, UnidentifiedImageError

from blueprints.certificates.services.packages.svg import NoPicture, drawing_only
from documents.gallery.package import LARGEST_ASSET
from store import UserError

MOST_PIXELS = 40_000_000  # an A3 sheet at 400 dpi has 31 million
MEGABYTE = 1_000_000
_SUFFIXES = {"svg": "svg", "png": "png", "jpg": "jpg", "jpeg": "jpg"}
_FORMATS = {"png": "PNG", "jpg": "JPEG"}


def asset_name(sent: str) -> str:
    """The name under which a sent file is used as `asset:name`. UserError for another kind."""
    stem, _dot, suffix = sent.lower().rpartition(".")
    if suffix not in _SUFFIXES:
        raise UserError(
            _("%(name)s: pictures of a template are SVG, PNG or JPEG files.", name=sent[:80]),
            code="asset",
        )
    tidy = re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:60]
    return f"{tidy or 'picture'}.{_SUFFIXES[suffix]}"


def checked_asset(name: str, content: bytes) -> bytes:
    """What is kept of a picture called `name`. UserError when it is none, or too large."""
    if len(content) > LARGEST_ASSET:
        size = LARGEST_ASSET // MEGABYTE
        raise UserError(
            _("The picture %(name)s is larger than %(size)d MB.", name=name, size=size),
            code="asset",
        )
    if name.endswith(".svg"):
        return _drawing(name, content)
    _refuse_broken(name, content)
    return content


def _drawing(name: str, content: bytes) -> bytes:
    try:
        return drawing_only(content)
    except NoPicture:
        raise _unreadable(name) from None


def _refuse_broken(name: str, content: bytes) -> None:
    wanted = _FORMATS[name.rpartition(".")[2]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of pictures that would explode
            with Image.open(BytesIO(content), formats=(wanted,)) as image:
                large = image.width * image.height > MOST_PIXELS
                image.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning):
        raise _unreadable(name) from None
    except Image.DecompressionBombError:
        large = True
    if large:
        raise UserError(
            _("The picture %(name)s has too many pixels; 40 million is the most.", name=name),
            code="asset",
        )


def _unreadable(name: str) -> UserError:
    return UserError(
        _("The picture %(name)s can't be read. Save it anew and send it again.", name=name),
        code="asset",
    )
