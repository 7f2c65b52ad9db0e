"""The panel's page: statistics of the judges, and what would move if. Never stored or public."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round, RoundState
from blueprints.contests.queries.panel import statistics, what_if
from blueprints.contests.what_if import METHODS, Change
from store import NotFound
from web.access import current_actor, require_account
from web.sheets import write_rows

PAGE = "/contests/rounds/<int:round_id>/panel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_DROPPED = 9


@bp.get(PAGE)
@require_account
def panel_page(round_id: int) -> ResponseReturnValue:
    """Figures of the judges; `?without=…&method=…` tries something on a copy."""
    round_ = _round(round_id)
    page = render_template(
        "contests/panel/page.html",
        round=round_,
        tables=statistics(round_),
        tried=what_if(round_, _change()),
    )
    response = Response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get(f"{PAGE}.xlsx")
@require_account
def panel_export(round_id: int) -> ResponseReturnValue:
    """The figures of the judges as a spreadsheet."""
    round_ = _round(round_id)
    head = [
        _("Part"),
        _("Judge"),
        _("Name"),
        _("Entrants marked"),
        _("Mean"),
        _("Severity"),
        _("Spread"),
        _("Agreement"),
        _("Dropped"),
        _("Places that change without"),
    ]
    rows = [
        [
            table.title,
            str(one.judge.number),
            one.judge.name,
            str(one.marked),
            one.mean,
            one.severity,
            one.spread,
            one.agreement,
            str(one.dropped),
            str(one.effect),
        ]
        for table in statistics(round_)
        for one in table.lines
    ]
    response = Response(write_rows(_("Statistics of the judges"), head, rows), mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename=judges-{round_id}.xlsx"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _round(round_id: int) -> Round:
    round_ = round_for(current_actor(), round_id, Right.PANEL)
    if round_.state == RoundState.DRAFT:
        raise NotFound
    return round_


def _change() -> Change:
    method = request.args.get("method", "")
    return Change(
        without=request.args.get("without", "")[:64],
        method=method if method in METHODS else "",
        low=_number("low"),
        high=_number("high"),
    )


def _number(name: str) -> int:
    text = request.args.get(name, "1")
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 1
    return min(found, MOST_DROPPED)
