"""The entrants of a round: one by one, pasted, from a spreadsheet; their order and codes."""

from dataclasses import asdict

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.forms import DrawForm, EntriesFileForm, EntryForm, LinesForm, TableForm
from blueprints.contests.models import Round
from blueprints.contests.queries.setup import round_setup
from blueprints.contests.routes.setup_answers import (
    ID,
    carry_out,
    carry_out_form,
    entries_page,
    round_to_set_up,
)
from blueprints.contests.services import setup
from store import NotFound, UserError
from web.access import current_actor, require_account, wants_fragment
from web.clock import now
from web.refusals import add_fault
from web.sheets import read_carried, read_table, write_csv, write_template
from web.uploads import read_upload

ENTRIES = f"/contests/rounds/<{ID}:round_id>/entries"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_FIELD = {"code": "code", "members": "members"}


@bp.get(ENTRIES)
@require_account
def setup_entries(round_id: int) -> str:
    """Everybody in running order, and the ways to add more."""
    round_ = round_for(current_actor(), round_id)
    return _page(round_)


@bp.post(ENTRIES)
@require_account
def setup_add_entry(round_id: int) -> ResponseReturnValue:
    """One entrant by form."""
    round_, form = round_to_set_up(round_id), EntryForm()
    if form.validate_on_submit():
        try:
            setup.add_entries(current_actor(), round_id, [form.given()], now())
            flash(_("%(name)s is added.", name=form.name.data), "success")
            return redirect(entries_page(round_id), 303)
        except UserError as error:
            add_fault(form, error, _AT_FIELD)
    return _page(round_, form=form), 422


@bp.post(f"{ENTRIES}/lines")
@require_account
def setup_add_lines(round_id: int) -> ResponseReturnValue:
    """Pasted lines: all are added, or none and every fault is shown."""
    round_, form = round_to_set_up(round_id), LinesForm()
    plan = None
    if form.validate_on_submit():
        text = form.lines.data or ""
        try:
            plan = setup.check_lines(current_actor(), round_id, text)
            if not plan.faults:
                added = setup.import_lines(current_actor(), round_id, text, now())
                return _added(round_id, added)
        except UserError as error:
            add_fault(form, error, {"empty": "lines"})
    return _page(round_, lines_form=form, plan=plan), 422


@bp.route(f"{ENTRIES}/file", methods=["GET", "POST"])
@require_account
def setup_entries_file(round_id: int) -> ResponseReturnValue:
    """Choose a spreadsheet; it is checked and shown before anything is added."""
    round_, form = round_to_set_up(round_id), EntriesFileForm()
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("xlsx", "csv"))
            return _preview(round_, read_table(sent.kind, sent.content))
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {error.code: "file"})
    page = render_template("contests/setup/entries_file.html", form=form, round=round_)
    return page, 422 if form.errors else 200


@bp.post(f"{ENTRIES}/file/confirmation")
@require_account
def setup_confirm_file(round_id: int) -> ResponseReturnValue:
    """Add what the preview showed: all of it or nothing."""
    round_to_set_up(round_id)
    try:
        table = read_carried(TableForm().table.data or "")
        added = setup.import_table(current_actor(), round_id, table, now())
    except NotFound:
        raise
    except UserError as error:
        flash(error.message, "error")
        return redirect(entries_page(round_id), 303)
    return _added(round_id, added)


@bp.get(f"{ENTRIES}/template.xlsx")
@require_account
def setup_entries_template(round_id: int) -> Response:
    """The sheet to fill in, in the visitor's language."""
    round_to_set_up(round_id)
    columns = [str(label) for label in setup.COLUMNS.values()]
    response = Response(write_template(columns, {}), mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=entrants.xlsx"
    return response


@bp.route(f"{ENTRIES}/<key>", methods=["GET", "POST"])
@require_account
def setup_entry(round_id: int, key: str) -> ResponseReturnValue:
    """Correct one entrant."""
    round_ = round_to_set_up(round_id)
    line = next((one for one in round_setup(round_).entries if one.key == key), None)
    if line is None:
        raise NotFound
    form = EntryForm(data={**asdict(line), "members": " ".join(line.member_codes)})
    if form.validate_on_submit():
        try:
            setup.update_entry(current_actor(), round_id, key, form.given(), now())
            return redirect(entries_page(round_id), 303)
        except UserError as error:
            add_fault(form, error, _AT_FIELD)
    page = render_template(
        "contests/setup/entry.html", form=form, round=round_setup(round_), key=key
    )
    return page, 422 if form.errors else 200


@bp.post(f"{ENTRIES}/<key>/removal")
@require_account
def setup_remove_entry(round_id: int, key: str) -> ResponseReturnValue:
    """Take an entrant out."""
    return carry_out(
        lambda: setup.remove_entry(current_actor(), round_id, key, now()),
        _("The entrant is removed."),
        entries_page(round_id),
    )


@bp.post(f"{ENTRIES}/<key>/place")
@require_account
def setup_move_entry(round_id: int, key: str) -> ResponseReturnValue:
    """Put an entrant elsewhere in the running order."""
    text = request.form.get("to", "")
    to = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    setup.move_entry(current_actor(), round_id, key, to=to, now=now())
    if wants_fragment():
        return render_template("contests/setup/_entries.html", **_values(round_to_set_up(round_id)))
    return redirect(entries_page(round_id), 303)


@bp.post(f"{ENTRIES}/order")
@require_account
def setup_draw_order(round_id: int) -> ResponseReturnValue:
    """Draw the running order."""
    form = DrawForm()
    return carry_out_form(
        form,
        lambda: setup.draw_order(
            current_actor(), round_id, form.seed.data or "", now(), reason=form.reason.data or ""
        ),
        _("The running order is drawn. The seed is shown with the entrants."),
        entries_page(round_id),
    )


@bp.post(f"{ENTRIES}/codes")
@require_account
def setup_draw_codes(round_id: int) -> ResponseReturnValue:
    """Draw the codes."""
    form = DrawForm()
    seed, prefix, why = form.seed.data or "", form.prefix.data or "", form.reason.data or ""
    return carry_out_form(
        form,
        lambda: setup.draw_codes(current_actor(), round_id, prefix, seed, now(), reason=why),
        _("The codes are drawn. The seed is shown with the entrants."),
        entries_page(round_id),
    )


@bp.post(f"{ENTRIES}/taken")
@require_account
def setup_take_entries(round_id: int) -> ResponseReturnValue:
    """Bring the entrants of another round of the event in."""
    text = request.form.get("source", "")
    source = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return carry_out(
        lambda: setup.take_entries(current_actor(), round_id, source, now()),
        _("The entrants are taken over."),
        entries_page(round_id),
    )


@bp.post(f"{ENTRIES}/teams")
@require_account
def setup_form_teams(round_id: int) -> ResponseReturnValue:
    """A team for every unit."""
    return carry_out(
        lambda: setup.form_teams(current_actor(), round_id, now()),
        _("A team is formed for every unit."),
        entries_page(round_id),
    )


def _page(
    round_: Round,
    form: EntryForm | None = None,
    lines_form: LinesForm | None = None,
    plan: setup.EntriesPlan | None = None,
) -> str:
    return render_template(
        "contests/setup/entries.html",
        form=form or EntryForm(formdata=None),
        lines_form=lines_form or LinesForm(formdata=None),
        draw_form=DrawForm(formdata=None),
        plan=plan,
        columns=setup.COLUMNS,
        **_values(round_),
    )


def _values(round_: Round) -> dict[str, object]:
    return {
        "round": round_setup(round_),
        "sets_up": may(current_actor(), round_.contest, Right.SET_UP),
    }


def _preview(round_: Round, table: list[list[str]]) -> ResponseReturnValue:
    plan = setup.check_table(current_actor(), round_.id, table)
    page = render_template(
        "contests/setup/entries_preview.html",
        plan=plan,
        round=round_,
        form=TableForm(formdata=None, table=write_csv(table)),
        columns=setup.COLUMNS,
    )
    return page, 422 if plan.faults else 200


def _added(round_id: int, added: int) -> ResponseReturnValue:
    flash(ngettext("%(num)d entrant is added.", "%(num)d entrants are added.", added), "success")
    return redirect(entries_page(round_id), 303)
