"""Organisations from a spreadsheet: template, preview, import."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.people import access, queries, services
from blueprints.people.forms import ImportConfirmForm, ImportForm
from blueprints.people.kinds import KINDS
from blueprints.people.routes.base import blueprint
from store import NotFound, UserError
from store.actors import Actor
from web import clock
from web.access import current_actor, require_role
from web.choices import choices
from web.refusals import add_fault
from web.sheets import read_carried, read_table, write_csv, write_template
from web.uploads import read_upload

MANAGERS = access.MANAGERS
_FILE_FAULTS = (
    "no_file",
    "too_large",
    "wrong_type",
    "broken_file",
    "unreadable",
    "too_many_rows",
    "columns",
    "empty",
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.route("/organisations/import", methods=["GET", "POST"])
@require_role(*MANAGERS)
def import_organisations() -> ResponseReturnValue:
    """Choose a file; it is checked and shown before anything is stored."""
    actor = current_actor()
    form = _import_form(actor)
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("xlsx", "csv"))
            return _preview(actor, read_table(sent.kind, sent.content), form.below_id.data)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, dict.fromkeys(_FILE_FAULTS, "file"))
    return render_template("people/import.html", form=form), 422 if form.errors else 200


@blueprint.post("/organisations/import/confirmation")
@require_role(*MANAGERS)
def confirm_import() -> ResponseReturnValue:
    """Import what the preview showed: all of it or nothing."""
    actor = current_actor()
    form = ImportConfirmForm()
    below = request.form.get("below_id", type=int)
    try:
        table = read_carried(form.table.data or "")
        made = services.import_organisations(actor, table, below_id=below, now=clock.now())
    except NotFound:
        raise
    except UserError as error:
        flash(error.message, "error")
        return redirect(url_for("people.import_organisations"), 303)
    flash(_("%(n)s organizations were imported.", n=made), "success")
    return redirect(url_for("people.tree"), 303)


@blueprint.get("/organisations/import/template.xlsx")
@require_role(*MANAGERS)
def import_template() -> Response:
    """The sheet to fill in, in the visitor's language."""
    sheet = write_template(
        [str(label) for label in services.IMPORT_COLUMNS.values()],
        {str(services.IMPORT_COLUMNS["kind"]): [str(label) for label in KINDS.values()]},
    )
    response = Response(sheet, mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=organizations.xlsx"
    return response


def _preview(actor: Actor, table: list[list[str]], below: int | None) -> ResponseReturnValue:
    plan = services.check_import(actor, table, below_id=below)
    form = ImportConfirmForm(formdata=None, table=write_csv(table), below_id=below)
    page = render_template(
        "people/import_preview.html", plan=plan, form=form, columns=services.IMPORT_COLUMNS
    )
    return page, 422 if plan.faults else 200


def _import_form(actor: Actor) -> ImportForm:
    form = ImportForm()
    top = [(None, _("None: at the top"))] if actor.is_administrator else []
    form.below_id.choices = choices([*top, *queries.organisation_choices(actor, *MANAGERS)])
    return form
