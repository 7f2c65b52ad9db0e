"""A whole contest from one workbook: the template, the preview cell by cell, the import."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from blueprints.contests.blueprint import bp
from blueprints.contests.forms_entering import WorkbookForm
from blueprints.contests.models import Contest
from blueprints.contests.routes.setup_answers import ID, contest_to_set_up, hub
from blueprints.contests.routes.setup_entries import XLSX
from blueprints.contests.services.setup import workbook
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault
from web.sheets import carry_book, read_book, read_carried_book, read_table
from web.uploads import Upload, read_upload

WORKBOOK = f"/contests/<{ID}:contest_id>/workbook"
CELL = "cell/"  # how inputs of the preview are named: cell/<sheet>/<line>/<column>
SHOWN_FAULTY, SHOWN_SOUND = 200, 8  # rows of a sheet


@bp.route(WORKBOOK, methods=["GET", "POST"])
@require_account
def setup_workbook(contest_id: int) -> ResponseReturnValue:
    """Choose a workbook; everything in it is checked and shown before anything is added."""
    contest, form = contest_to_set_up(contest_id), WorkbookForm()
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("xlsx", "csv"))
            return _preview(contest, _book(sent, form.sheet.data))
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {error.code: "file"})
    page = render_template(
        "contests/setup/workbook.html", form=form, contest=contest, sheets=workbook.SHEETS
    )
    return page, 422 if form.errors else 200


@bp.post(f"{WORKBOOK}/correction")
@require_account
def setup_correct_workbook(contest_id: int) -> ResponseReturnValue:
    """Check again with the cells that were typed anew on the preview."""
    contest = contest_to_set_up(contest_id)
    try:
        return _preview(contest, _carried(request.form))
    except NotFound:
        raise
    except UserError as error:
        flash(error.message, "error")
        return redirect(_address(contest_id), 303)


@bp.post(f"{WORKBOOK}/confirmation")
@require_account
def setup_confirm_workbook(contest_id: int) -> ResponseReturnValue:
    """Add what the preview showed: all of it or nothing."""
    contest, book = contest_to_set_up(contest_id), None
    try:
        book = _carried(request.form)
        added = workbook.import_book(current_actor(), contest_id, book, now())
    except NotFound:
        raise
    except UserError as error:
        if book is not None and error.code == "faults":
            return _preview(contest, book)  # somebody else was faster, and has taken a code
        flash(error.message, "error")
        return redirect(_address(contest_id), 303)
    flash(_told(added), "success")
    return redirect(hub(contest_id), 303)


@bp.get(f"{WORKBOOK}/template.xlsx")
@require_account
def setup_workbook_template(contest_id: int) -> Response:
    """The workbook to fill in, in the visitor's language."""
    response = Response(workbook.blank_book(current_actor(), contest_id), mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=contest.xlsx"
    return response


@bp.get(f"{WORKBOOK}/<name>.csv")
@require_account
def setup_workbook_sheet(contest_id: int, name: str) -> Response:
    """One sheet as CSV, with the mark by which spreadsheet programs know UTF-8."""
    table = workbook.blank_table(current_actor(), contest_id, name)
    response = Response("\ufeff" + table, mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={name}.csv"
    return response


def _book(sent: Upload, sheet: str) -> workbook.Book:
    if sent.kind == "xlsx":
        return read_book(sent.content, formulas=True)
    return {sheet: read_table("csv", sent.content)}


def _carried(form: MultiDict[str, str]) -> workbook.Book:
    typed = {name.removeprefix(CELL): text for name, text in form.items() if name.startswith(CELL)}
    alike = zip(form.getlist("alike"), form.getlist("alike_to"), strict=False)
    return workbook.corrected(read_carried_book(form.get("book", "")), typed, alike)


def _preview(contest: Contest, book: workbook.Book) -> ResponseReturnValue:
    plan = workbook.check(current_actor(), contest.id, book)
    page = render_template(
        "contests/setup/workbook_preview.html",
        contest=contest,
        plan=plan,
        named=workbook.BY_NAME,
        book=carry_book(dict(book)),
        sheets=[_shown(sheet, plan.rows(sheet.name)) for sheet in workbook.SHEETS],
    )
    return page, 422 if plan.faults else 200


def _shown(sheet: object, rows: list[workbook.BookRow]) -> dict[str, object]:
    faulty = [row for row in rows if row.faults]
    return {
        "sheet": sheet,
        "count": len(rows),
        "faulty": faulty[:SHOWN_FAULTY],
        "more": max(len(faulty) - SHOWN_FAULTY, 0),
        "sound": [row for row in rows if not row.faults][:SHOWN_SOUND],
    }


def _told(added: workbook.BookAdded) -> str:
    return _(
        "Added: events %(events)d, units %(units)d, entrants %(entries)d, judges %(judges)d.",
        **vars(added),
    )


def _address(contest_id: int) -> str:
    return url_for("contests.setup_workbook", contest_id=contest_id)
