"""Questions from files and into files; many pictures or recordings at once."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.people.models import Organisation
from blueprints.quizzes import recordings
from blueprints.quizzes.access import KEEPERS, bank_for
from blueprints.quizzes.blueprint import bp
from blueprints.quizzes.forms.bank import ImportForm, MediaForm
from blueprints.quizzes.routes.bank import BANK, WORDS
from blueprints.quizzes.services import bank as services
from blueprints.quizzes.services.bank.cells import answer_text
from blueprints.quizzes.services.bank.columns import COLUMNS
from store import NotFound, UserError
from web.access import current_actor, require_role
from web.clock import now
from web.refusals import add_fault, told
from web.sheets import read_book, read_table
from web.uploads import MEGABYTE, Upload, read_upload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "csv": "text/csv", "json": "application/json"}
SHOWN_FAULTY, SHOWN_SOUND = 200, 20  # rows of the preview
LARGEST = 12 * MEGABYTE  # a file: 10,000 questions with explanations, and then some
MOST_UNPACKED = 64 * MEGABYTE  # of a spreadsheet, in whose inside every cell is spelled out
MOST_FORM_BYTES = 14 * MEGABYTE  # of the rows that come back from the preview, packed


@bp.url_value_preprocessor
def _take_large_forms(endpoint: str | None, _values: object) -> None:
    """Told here, because the form is read before the view: its CSRF token is in it."""
    if endpoint == "quizzes.bank_confirm_import":
        request.max_form_memory_size = MOST_FORM_BYTES


@bp.route(f"{BANK}/import", methods=["GET", "POST"])
@require_role(*KEEPERS)
def bank_import(organisation_id: int) -> ResponseReturnValue:
    """Choose a file; it is checked and shown before anything is added."""
    organisation, form = bank_for(current_actor(), organisation_id), ImportForm()
    if form.validate_on_submit():
        try:
            sent = read_upload(
                form.file.data, ("xlsx", "json", "csv"), LARGEST, unpacked=MOST_UNPACKED
            )
            return _preview(organisation, _rows(sent))
        except UserError as error:
            told(error)
            add_fault(form, error, {error.code: "file"})
    page = render_template(
        "quizzes/bank/import.html", organisation=organisation, form=form, columns=COLUMNS
    )
    return page, 422 if form.errors else 200


@bp.post(f"{BANK}/import/confirmation")
@require_role(*KEEPERS)
def bank_confirm_import(organisation_id: int) -> ResponseReturnValue:
    """Add what the preview showed: all of it or nothing."""
    bank_for(current_actor(), organisation_id)
    try:
        rows = services.read_carried(request.form.get("rows", ""))
        plan = services.import_rows(current_actor(), organisation_id, rows, now())
    except UserError as error:
        flash(told(error), "error")
        return redirect(url_for("quizzes.bank_import", organisation_id=organisation_id), 303)
    told_counts = {state: plan.count(state) for state in ("new", "changed", "same")}
    flash(
        _("Added: %(new)d. Changed: %(changed)d. Already there: %(same)d.", **told_counts),
        "success",
    )
    return redirect(url_for("quizzes.bank", organisation_id=organisation_id), 303)


@bp.get(f"{BANK}/template.xlsx")
@require_role(*KEEPERS)
def bank_template(organisation_id: int) -> Response:
    """The spreadsheet to fill in, in the visitor's language."""
    return _download(services.template(current_actor(), organisation_id), "xlsx", "questions")


@bp.post(f"{BANK}/export")
@require_role(*KEEPERS)
def bank_export(organisation_id: int) -> Response:
    """The bank as a file; who took it is audited, so it is asked for by a form."""
    kind = request.form.get("format", "")
    if kind not in TYPES:
        raise NotFound
    content = services.export(current_actor(), organisation_id, kind, now())
    return _download(content, kind, f"bank-{organisation_id}")


@bp.route(f"{BANK}/media", methods=["GET", "POST"])
@require_role(*KEEPERS)
def bank_attach_media(organisation_id: int) -> ResponseReturnValue:
    """Many pictures or recordings, each named after its question's number."""
    organisation, form = bank_for(current_actor(), organisation_id), MediaForm()
    if form.validate_on_submit():
        try:
            count = _attach(organisation_id, form)
        except UserError as error:
            told(error)
            add_fault(form, error, {error.code: "files"})
        else:
            flash(ngettext("%(num)d file is kept.", "%(num)d files are kept.", count), "success")
            return redirect(url_for("quizzes.bank", organisation_id=organisation_id), 303)
    page = render_template(
        "quizzes/bank/media.html",
        organisation=organisation,
        form=form,
        accepted=recordings.ACCEPTED,
        largest=recordings.largest_mb(),
    )
    return page, 422 if form.errors else 200


def _rows(sent: Upload) -> list[services.Row]:
    if sent.kind == "json":
        return services.read_json(sent.content)
    whole, most = services.LONGEST_CELL, services.MOST_ROWS
    if sent.kind == "xlsx":
        return services.read_workbook(read_book(sent.content, whole=whole, most=most))
    return services.read_sheet(read_table(sent.kind, sent.content, whole=whole, most=most))


def _preview(organisation: Organisation, rows: list[services.Row]) -> ResponseReturnValue:
    plan = services.check(current_actor(), organisation.id, rows)
    faulty = [row for row in plan.rows if row.faults]
    page = render_template(
        "quizzes/bank/import_preview.html",
        organisation=organisation,
        plan=plan,
        carried="" if faulty else services.carry(rows),
        faulty=faulty[:SHOWN_FAULTY],
        sound=_sound(plan),
        replaced=sum(bool(row.before) for row in plan.rows),
        twins=sum(bool(row.twin) for row in plan.rows),
        columns={**COLUMNS, "options": _("Options")},
        words=WORDS,
        answer_text=answer_text,
    )
    return page, 422 if plan.faults else 200


def _sound(plan: services.Plan) -> list[services.PlanRow]:
    """Some rows without faults: those that want a look come first."""
    sound = [row for row in plan.rows if not row.faults]
    noted = [row for row in sound if row.before or row.twin]
    others = [row for row in sound if not (row.before or row.twin)]
    return [*noted[:SHOWN_FAULTY], *others[:SHOWN_SOUND]]


def _attach(organisation_id: int, form: MediaForm) -> int:
    sent = [one for one in form.files.data or [] if one and one.filename]
    if not sent:
        raise UserError(_("No file was chosen. Choose a file and send it again."), code="no_file")
    given = [(recordings.question_number(one), recordings.read_media(one)) for one in sent]
    return services.attach_media(current_actor(), organisation_id, given, now())


def _download(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=TYPES[kind])
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{kind}"
    return response
