"""Idempotency keys of desk forms: made with the page, so that a double click counts once."""

from flask_babel import gettext as _

from blueprints.contests.models import LedgerRow, Round
from blueprints.contests.services.ledger import row_for_key
from store import UserError

SHORTEST, LONGEST = 8, 40


def desk_key(key: str | None) -> str | None:
    """How the ledger keeps the key of a desk form; None stays None (a script, a test)."""
    if key is None:
        return None
    if not SHORTEST <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise UserError(_("The request carries no usable key."), status=400, code="bad_key")
    return f"desk:{key}"


def done_before(round_: Round, key: str | None, **columns: object) -> LedgerRow | None:
    """The row that this form has already led to: its second POST changes nothing.

    `columns` is what the form says now. Refused where the row says something else: the page was
    gone back to and filled in anew, and answering "saved" would not be true.
    """
    known = row_for_key(round_.id, desk_key(key))
    if known is not None and any(getattr(known, name) != value for name, value in columns.items()):
        raise UserError(
            _("This page is out of date and nothing was saved. Load it again."),
            status=409,
            code="bad_key",
        )
    return known
