"""Making the PDFs of prints, and keeping public result sheets until the result changes."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from blueprints.certificates.queries.prints import Print
from blueprints.certificates.studio import studio
from documents import ChildError, TemplateError
from store import UserError

MOST_ROWS = 500
KEPT_SHEETS = 32  # public result sheets in memory, some 100 KB each

Key = tuple[object, ...]

_kept: OrderedDict[Key, bytes] = OrderedDict()
_locks: dict[Key, threading.Lock] = defaultdict(threading.Lock)


def make_pdf(print_: Print, now: datetime) -> bytes:
    """The print as one PDF, its documents in order. Refused in words when it can't be made."""
    if not print_.rows:
        raise UserError(_("There is nothing to print."), status=409, code="nothing_to_print")
    if len(print_.rows) > MOST_ROWS:
        raise UserError(
            _("This is too much for one file. Print fewer at a time."), status=422, code="too_large"
        )
    options = replace(print_.options, created=now.isoformat())
    try:
        return studio().renderer.together(print_.template, list(print_.rows), options)
    except TemplateError as error:
        if error.code in ("too_large", "too_many_pages", "too_long"):
            raise UserError(
                _("This is too much for one file. Print fewer at a time."),
                status=422,
                code="too_large",
            ) from None
        raise
    except ChildError:
        raise UserError(
            _("The printing service is busy. Please try again in a moment."),
            status=503,
            code="unavailable",
        ) from None


def kept_pdf(key: Key, state: str, build: Callable[[], bytes]) -> bytes:
    """The PDF kept under `key` for this `state`, made once however many ask at a time."""
    full = (*key, state)
    with _locks[key]:
        found = _kept.get(full)
        if found is None:
            found = build()
            _forget(key)
            _kept[full] = found
        _kept.move_to_end(full)
    while len(_kept) > KEPT_SHEETS:
        _kept.popitem(last=False)
    return found


def _forget(key: Key) -> None:
    """Drop what was made for earlier states."""
    for old in [one for one in _kept if one[:-1] == key]:
        _kept.pop(old, None)
