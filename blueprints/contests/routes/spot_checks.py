"""The spot-check: drawing it before all eyes, and the list to work through."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.blueprint import bp
from blueprints.contests.models import Round
from blueprints.contests.queries.spot_checks import has_spot_check, spot_check
from blueprints.contests.routes.desk_answers import rights_in, seen_round
from blueprints.contests.services import spot_checks
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import told

ROUND = "/contests/rounds/<int:round_id>/spot-check"


@bp.get(ROUND)
@require_account
def spot_check_page(round_id: int) -> ResponseReturnValue:
    """What was drawn, how, and what was found."""
    return _page(_round(round_id))


@bp.post(ROUND)
@require_account
def spot_check_draw(round_id: int) -> ResponseReturnValue:
    """Draw: {number, seen, key}."""
    form = request.form
    return _carry_out(
        round_id,
        lambda: spot_checks.draw(
            current_actor(),
            round_id,
            form.get("number", ""),
            form.get("seen", ""),
            now(),
            key=form.get("key"),
        ),
        _("Drawn. Check each of them against the sheets."),
    )


@bp.post(f"{ROUND}/<entry_key>")
@require_account
def spot_check_record(round_id: int, entry_key: str) -> ResponseReturnValue:
    """What checking an entrant found: {found, note, key}."""
    form = request.form
    return _carry_out(
        round_id,
        lambda: spot_checks.record(
            current_actor(),
            round_id,
            entry_key,
            form.get("found", ""),
            form.get("note", ""),
            now(),
            key=form.get("key"),
        ),
        _("Recorded."),
        anchor=f"check-{entry_key}",
    )


def _carry_out(
    round_id: int, verb: Callable[[], None], done: str, anchor: str = ""
) -> ResponseReturnValue:
    round_ = _round(round_id)
    try:
        verb()
    except UserError as error:
        return _page(round_, told(error)), error.status
    flash(done, "success")
    address = url_for("contests.spot_check_page", round_id=round_id, _anchor=anchor or None)
    return redirect(address, 303)


def _round(round_id: int) -> Round:
    round_ = seen_round(round_id)
    if not has_spot_check(round_):
        raise NotFound
    return round_


def _page(round_: Round, error: str = "") -> str:
    return render_template(
        "contests/spot_check/page.html",
        round=round_,
        view=spot_check(round_),
        rights=rights_in(round_),
        error=error,
        typed=request.form,
    )
