"""The history of a round: every ledger row in words, and whether the chain holds."""

import csv
import io
from collections.abc import Iterator

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round
from blueprints.contests.queries.ledger import Event, every_event, history
from blueprints.contests.routes.desk_answers import seen_round
from blueprints.contests.services.ledger import broken_rows
from web.access import require_account
from web.formats import local
from web.paging import page_number
from web.sheets import BOM, neutral


@bp.get("/contests/rounds/<int:round_id>/ledger")
@require_account
def ledger_page(round_id: int) -> ResponseReturnValue:
    """The newest rows first, with the check of the whole chain."""
    round_ = seen_round(round_id)
    return render_template(
        "contests/desk/ledger.html",
        round=round_,
        page=history(round_, page_number()),
        broken=broken_rows(round_.id),
    )


@bp.get("/contests/rounds/<int:round_id>/ledger.csv")
@require_account
def ledger_export(round_id: int) -> ResponseReturnValue:
    """The whole ledger as a table for a spreadsheet."""
    round_ = seen_round(round_id)
    response = Response("".join(_lines(round_)), mimetype="text/csv")
    name = f"guildhall-round-{round_.id}-ledger.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(round_: Round) -> Iterator[str]:
    heads = [_("No."), _("Time"), _("Entrant"), _("By"), _("What"), _("Note"), _("Hash")]
    yield BOM + _line(heads)
    for event in every_event(round_):
        yield _line(_cells(event))


def _cells(event: Event) -> list[str]:
    at = local(event.at).isoformat(sep=" ", timespec="seconds")
    words = [event.entry, event.who, event.text, event.note or ""]
    return [str(event.seq), at, *map(neutral, words), event.hash]


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
