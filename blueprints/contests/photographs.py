"""Photographs of entrants, made ready in a child process that is started when one comes."""

from flask import current_app
from flask_babel import gettext as _

from documents.errors import ChildError
from documents.portraits import LONGEST_SIDE, SMALLEST_SIDE, Portraits
from store import UserError

__all__ = ["LONGEST_SIDE", "prepared"]

NAME = "contest_portraits"


def prepared(picture: bytes) -> bytes:
    """The picture as it is kept: upright, a JPEG of at most 1200 pixels a side, without metadata.

    Raises UserError (code: photo) for what is no such picture.
    """
    try:
        return _portraits().prepared(picture)
    except ChildError as problem:
        raise UserError(_words(problem.code), code="photo") from problem


def _portraits() -> Portraits:
    made: Portraits = current_app.extensions.setdefault(NAME, Portraits())
    return made


def _words(code: str) -> str:
    if code == "pixels":
        return _("The picture has more than 50 million pixels.")
    if code == "small":
        return _("The picture is smaller than %(n)d pixels.", n=SMALLEST_SIDE)
    return _("This is not a JPEG or PNG picture that can be read.")
