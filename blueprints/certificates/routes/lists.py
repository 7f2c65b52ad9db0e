"""Award lists: all of them, and the three ways to a new one: contest, spreadsheet, by hand."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, organisations_for
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.lists import (
    CheckedTableForm,
    NewListFileForm,
    NewListForm,
)
from blueprints.certificates.forms.lists_carrying import pack, unpack
from blueprints.certificates.queries import lists as queries
from blueprints.certificates.queries.lists.fields import known_fields
from blueprints.certificates.queries.lists.source import MOST_ROUNDS, rounds_to_take
from blueprints.certificates.routes.lists_answers import (
    LISTS,
    PREPARING,
    SEARCH_LENGTH,
    certificates_of,
    list_address,
    require_an_organisation,
)
from blueprints.certificates.services import lists as services
from blueprints.people import queries as people
from store import NotFound, UserError
from web.access import current_actor, require_role
from web.choices import choices
from web.clock import now
from web.paging import page_number
from web.refusals import add_fault
from web.sheets import read_table, write_template
from web.uploads import read_upload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_FIELD = {"title": "title", "occasion": "occasion"}


@bp.get(LISTS)
@require_role(*Right.VIEW.value)
def lists() -> str:
    """The lists of one's own organisations, the newest first."""
    actor, search = current_actor(), request.args.get("q", "")[:SEARCH_LENGTH]
    chosen = _number(request.args.get("organisation", ""))
    organisations = organisations_for(actor, Right.VIEW)
    return render_template(
        "certificates/lists/lists.html",
        found=queries.lists_of(actor, search=search, organisation_id=chosen, page=page_number()),
        search=search,
        chosen=chosen,
        organisations=[(one.id, one.name) for one in organisations],
        may_create=bool(organisations_for(actor, Right.PREPARE)),
    )


@bp.route(f"{LISTS}/new", methods=["GET", "POST"])
@require_role(*PREPARING)
def list_new() -> ResponseReturnValue:
    """The three ways; POST makes an empty list."""
    require_an_organisation()
    form = _with_organisations(NewListForm())
    if form.validate_on_submit():
        holder, title = form.organisation_id.data, form.title.data or ""
        try:
            list_id = services.create_list(
                current_actor(), holder, title, form.occasion.data or "", now()
            )
            return redirect(list_address(list_id), 303)
        except UserError as error:
            _told_at(form, error)
    return _new_page(form=form)


@bp.post(f"{LISTS}/new/file")
@require_role(*PREPARING)
def list_new_file() -> ResponseReturnValue:
    """A spreadsheet for a new list: it is checked and shown before anything is stored."""
    require_an_organisation()
    form = _file_form()
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("xlsx", "csv"))
            return _preview(form, read_table(sent.kind, sent.content))
        except UserError as error:
            _told_at(form, error)
    return _new_page(file_form=form)


@bp.post(f"{LISTS}/new/confirmation")
@require_role(*PREPARING)
def list_new_confirm() -> ResponseReturnValue:
    """Make the list that the preview showed, with all its rows or not at all."""
    form = CheckedTableForm()
    try:
        list_id = services.create_from_table(
            current_actor(),
            _number(form.organisation_id.data or "") or 0,
            form.title.data or "",
            form.occasion.data or "",
            unpack(form.table.data or ""),
            now(),
        )
    except NotFound:
        raise
    except UserError as error:
        flash(error.message, "error")
        return redirect(url_for("certificates.list_new"), 303)
    flash(_("The list is made."), "success")
    return redirect(list_address(list_id), 303)


@bp.post(f"{LISTS}/from-round")
@require_role(*PREPARING)
def list_from_round() -> ResponseReturnValue:
    """The list of a round's confirmed prizes, and on to its certificates; field `round_id`."""
    round_id = _number(request.form.get("round_id", ""))
    if round_id is None:
        raise NotFound
    return certificates_of(services.list_from_contest(current_actor(), round_id, now()))


@bp.get(f"{LISTS}/template.xlsx")
@require_role(*PREPARING)
def list_template() -> Response:
    """The sheet to fill in, in the visitor's language; further columns are on the second one."""
    further = [one.label for one in known_fields().values()]
    sheet = write_template(
        [str(label) for label in services.COLUMNS.values()],
        {_("Further columns, where wanted"): [_("Members"), *further]},
    )
    response = Response(sheet, mimetype=XLSX)
    response.headers["Content-Disposition"] = "attachment; filename=recipients.xlsx"
    return response


def _preview(form: NewListFileForm, table: list[list[str]]) -> ResponseReturnValue:
    plan = services.check_import(
        current_actor(), table, organisation_id=form.organisation_id.data, list_id=None
    )
    carried = CheckedTableForm(
        formdata=None,
        table=pack(table),
        title=form.title.data,
        occasion=form.occasion.data,
        organisation_id=form.organisation_id.data,
    )
    page = render_template(
        "certificates/lists/preview.html",
        plan=plan,
        form=carried,
        list=None,
        again=url_for("certificates.list_new", _anchor="spreadsheet"),
        action=url_for("certificates.list_new_confirm"),
    )
    return page, 422 if plan.faults else 200


def _new_page(
    form: NewListForm | None = None, file_form: NewListFileForm | None = None
) -> ResponseReturnValue:
    page = render_template(
        "certificates/lists/new.html",
        form=form or _with_organisations(NewListForm(formdata=None)),
        file_form=file_form or _file_form(fresh=True),
        rounds=rounds_to_take(current_actor()),
        most=MOST_ROUNDS,
    )
    refused = any(one is not None and one.errors for one in (form, file_form))
    return page, 422 if refused else 200


def _file_form(*, fresh: bool = False) -> NewListFileForm:
    """Its fields begin with `file-`: the form by hand is on the same page."""
    given = {"formdata": None} if fresh else {}
    form = NewListFileForm(prefix="file-", **given)
    _with_organisations(form)
    return form


def _with_organisations(form: NewListForm) -> NewListForm:
    form.organisation_id.choices = choices(people.organisation_choices(current_actor(), *PREPARING))
    return form


def _told_at(form: NewListForm, error: UserError) -> None:
    """Show a refusal at its field; what a file was refused for stands at the file."""
    if error.status in (403, 404):
        raise error
    elsewhere = {error.code: "file"} if "file" in form else {}
    add_fault(form, error, {**elsewhere, **_AT_FIELD})


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
