"""Making the PDFs of prints, and keeping public result sheets until the result changes."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from blueprints.certificates.queries.prints import Print
from blueprints.certificates.studio import fonts, renderer
from documents import ChildError, TemplateError
from store import UserError, db

log = logging.getLogger(__name__)

MOST_ROWS = 500
KEPT_SHEETS = 32  # public result sheets in memory, some 50 KB each
TOO_MUCH = ("too_large", "too_many_pages", "too_long")

Key = tuple[object, ...]

_kept: OrderedDict[Key, tuple[str, bytes]] = OrderedDict()
_shelf = threading.Lock()
_making = tuple(threading.Lock() for _number in range(16))  # by key; a number that can't grow


def make_pdf(print_: Print, now: datetime) -> bytes:
    """The print as one PDF, its documents in order. Refused in words when it can't be made."""
    if not print_.rows:
        raise UserError(_("There is nothing to print."), status=409, code="nothing_to_print")
    if len(print_.rows) > MOST_ROWS:
        raise _too_much()
    options = replace(print_.options, created=now.isoformat(), fonts=fonts())
    db.session.rollback()  # all is read; no transaction stays open while the PDF is made
    try:
        return renderer().together(print_.template, list(print_.rows), options)
    except TemplateError as error:
        if error.code in TOO_MUCH:
            raise _too_much() from None
        if error.code == "lost":
            raise _no_room(error.detail) from None
        raise _unavailable(print_, error) from error
    except ChildError as error:
        raise _unavailable(print_, error) from error


def kept_pdf(key: Key, state: str, build: Callable[[], bytes]) -> bytes:
    """The PDF kept under `key` for this `state`, made once however many ask at a time."""
    with _making[hash(key) % len(_making)]:
        found = _kept.get(key)
        if found is None or found[0] != state:
            found = (state, build())
        with _shelf:
            _kept[key] = found
            _kept.move_to_end(key)
            while len(_kept) > KEPT_SHEETS:
                _kept.popitem(last=False)
    return found[1]


def _too_much() -> UserError:
    words = _("This is too much for one file. Print fewer at a time.")
    return UserError(words, status=422, code="too_large")


def _no_room(what: str) -> UserError:
    words = _("There is no room on the sheet for all of the text: %(what)s", what=what)
    return UserError(words, status=422, code="lost")


def _unavailable(print_: Print, error: Exception) -> UserError:
    log.warning("%s could not be printed: %r", print_.template.ref, error)
    words = _("The printing service is busy. Please try again in a moment.")
    return UserError(words, status=503, code="unavailable")
