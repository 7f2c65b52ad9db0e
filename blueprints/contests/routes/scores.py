"""Scores from a machine's file: checked and shown first, then entered all or not at all."""

import secrets

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from blueprints.contests.access import Right, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.forms import EntriesFileForm
from blueprints.contests.models import Round
from blueprints.contests.routes.setup_answers import ID
from blueprints.contests.routes.setup_entries import XLSX
from blueprints.contests.services.desk import scores
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault
from web.sheets import read_carried, read_table, write_csv, write_template
from web.uploads import read_upload

SCORES = f"/contests/rounds/<{ID}:round_id>/desk/scores"


@bp.route(SCORES, methods=["GET", "POST"], endpoint="scores_file")
@require_account
def file_page(round_id: int) -> ResponseReturnValue:
    """Choose the file; nothing is entered yet."""
    round_, form = round_for(current_actor(), round_id, Right.RUN), EntriesFileForm()
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("xlsx", "csv"))
            return _preview(round_, read_table(sent.kind, sent.content), sent.name)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {error.code: "file"})
    page = render_template(
        "contests/desk/scores_file.html",
        form=form,
        round=round_,
        heads=scores.score_heads(round_),
    )
    return page, 422 if form.errors else 200


@bp.post(f"{SCORES}/confirmation", endpoint="scores_confirm")
@require_account
def confirm(round_id: int) -> ResponseReturnValue:
    """Enter what the preview showed."""
    form = request.form
    try:
        table = read_carried(form.get("table", ""))
        count = scores.import_scores(
            current_actor(),
            round_id,
            table,
            form.get("source", ""),
            now(),
            key=form.get("key", "")[:32],
        )
        told = ngettext("%(num)d value is entered.", "%(num)d values are entered.", count)
        flash(told, "success")
    except UserError as error:
        if error.status not in (409, 422):
            raise
        flash(error.message, "error")
    return redirect(url_for("contests.desk_page", round_id=round_id), 303)


@bp.get(f"{SCORES}/template.xlsx", endpoint="scores_template")
@require_account
def template(round_id: int) -> Response:
    """The sheet to fill in."""
    round_ = round_for(current_actor(), round_id, Right.RUN)
    response = Response(write_template(scores.score_heads(round_), {}), mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=scores.xlsx"
    return response


def _preview(round_: Round, table: list[list[str]], name: str) -> ResponseReturnValue:
    plan = scores.check_scores(round_, table)
    page = render_template(
        "contests/desk/scores_preview.html",
        plan=plan,
        round=round_,
        table=write_csv(table),
        source=name,
        key=secrets.token_urlsafe(12),
    )
    return page, 422 if plan.faults else 200
