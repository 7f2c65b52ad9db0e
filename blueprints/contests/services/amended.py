"""What an amendment is about, against how it stands: when it is asked for, and when decided."""

from collections.abc import Sequence

from flask_babel import gettext as _

from blueprints.contests.models import LedgerKind, LedgerRow, Round
from blueprints.contests.queries.ties import is_shared
from blueprints.contests.queries.values import deduction_now, mark_now, status_now
from blueprints.contests.services.desk.common import entry_of
from blueprints.contests.services.desk.rulings import ORDERS
from store import UserError


def asked_order(round_: Round, kind: str, keys: Sequence[str]) -> dict[str, object]:
    """What the ledger keeps of the order of tied entrants: as of a decision at the desk."""
    if kind not in ORDERS:
        raise UserError(_("This kind of decision is not known."))
    order = [entry_of(round_, one).ref for one in keys]
    if len(set(order)) != len(order) or not is_shared(round_, order):
        raise UserError(
            _("Name everybody who shares the place, each once, in the order that is decided."),
            code="order",
        )
    return {"kind": kind, "order": order}


def require_unchanged(round_: Round, asked: LedgerRow) -> None:
    """What is amended must still stand as it did when the amendment was asked for."""
    if asked.entry_id is None:
        same = is_shared(round_, asked.data["order"])
    elif asked.data["change"] == LedgerKind.MARK:
        where = (asked.entry_id, asked.judge_id, asked.item or "", asked.attempt)
        same = mark_now(round_.id, *where) == asked.data["old"]
    elif asked.data["change"] == LedgerKind.STATUS:
        same = status_now(round_.id, asked.entry_id) == asked.data["old"]
    elif asked.data["change"] == LedgerKind.DEDUCTION_WITHDRAWN:
        same = deduction_now(round_.id, asked.entry_id, asked.data["deduction"]) is not None
    else:
        same = True
    if not same:
        raise UserError(
            _("The value has changed since this was asked for. Refuse it and ask anew."),
            status=409,
            code="changed",
        )
