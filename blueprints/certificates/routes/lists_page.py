"""One award list: its table, its heading, taking corrections over, more rows from a file."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.lists import CheckedTableForm, ListFileForm, ListForm, PhotosForm
from blueprints.certificates.forms.lists_carrying import pack, unpack
from blueprints.certificates.queries.lists import ListHead
from blueprints.certificates.routes.lists_answers import (
    LIST,
    list_address,
    list_page_of,
    list_to_prepare,
)
from blueprints.certificates.routes.templates_answers import carry_out
from blueprints.certificates.services import lists as services
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import add_fault
from web.sheets import read_table
from web.uploads import MEGABYTE, read_upload

ARCHIVE_LIMIT = 15 * MEGABYTE  # a request may hold 16


@bp.get(LIST)
@require_account
def list_page(list_id: int) -> str:
    """Everybody in ceremony order, and what can be made of the list."""
    return list_page_of(list_id)


@bp.route(f"{LIST}/settings", methods=["GET", "POST"])
@require_account
def list_settings(list_id: int) -> ResponseReturnValue:
    """Title and occasion."""
    head = list_to_prepare(list_id)
    form = ListForm(data={"title": head.title, "occasion": head.occasion})
    if form.validate_on_submit():
        try:
            title, occasion = form.title.data or "", form.occasion.data or ""
            services.update_list(current_actor(), list_id, title, occasion, now())
            return redirect(list_address(list_id), 303)
        except UserError as error:
            add_fault(form, error, {"title": "title", "occasion": "occasion"})
    page = render_template("certificates/lists/settings.html", form=form, list=head)
    return page, 422 if form.errors else 200


@bp.post(f"{LIST}/removal")
@require_account
def list_remove(list_id: int) -> ResponseReturnValue:
    """Remove a list of which nothing was made."""
    after = (
        list_address(list_id) if list_to_prepare(list_id).used else url_for("certificates.lists")
    )
    return carry_out(
        lambda: services.remove_list(current_actor(), list_id, now()),
        _("The list is removed."),
        after,
    )


@bp.post(f"{LIST}/take-over")
@require_account
def list_take_over(list_id: int) -> ResponseReturnValue:
    """Bring the list to what its contest says now."""
    list_to_prepare(list_id)
    return carry_out(
        lambda: services.take_over(current_actor(), list_id, now()),
        _("The list is what the contest says now."),
        list_address(list_id),
    )


@bp.route(f"{LIST}/file", methods=["GET", "POST"])
@require_account
def list_file(list_id: int) -> ResponseReturnValue:
    """Choose a spreadsheet; it is checked and shown before anything is added."""
    head, form = list_to_prepare(list_id), ListFileForm()
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("xlsx", "csv"))
            return _preview(head, read_table(sent.kind, sent.content))
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {error.code: "file"})
    page = render_template("certificates/lists/file.html", form=form, list=head)
    return page, 422 if form.errors else 200


@bp.post(f"{LIST}/file/confirmation")
@require_account
def list_file_confirm(list_id: int) -> ResponseReturnValue:
    """Add what the preview showed: all of it or nothing."""
    list_to_prepare(list_id)
    try:
        table = unpack(CheckedTableForm().table.data or "")
        added = services.import_recipients(current_actor(), list_id, table, now())
    except NotFound:
        raise
    except UserError as error:
        flash(error.message, "error")
        return redirect(url_for("certificates.list_file", list_id=list_id), 303)
    flash(
        ngettext("%(num)d recipient is added.", "%(num)d recipients are added.", added), "success"
    )
    return redirect(list_address(list_id), 303)


@bp.route(f"{LIST}/photos", methods=["GET", "POST"])
@require_account
def list_photos(list_id: int) -> ResponseReturnValue:
    """Photographs of a ZIP; what became of each file is told."""
    head, form, report = list_to_prepare(list_id), PhotosForm(), None
    if form.validate_on_submit():
        try:
            sent = read_upload(form.file.data, ("zip",), ARCHIVE_LIMIT)
            report = services.set_photos(current_actor(), list_id, sent.content, now())
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {error.code: "file"})
    page = render_template("certificates/lists/photos.html", form=form, list=head, report=report)
    return page, 422 if form.errors else 200


def _preview(head: ListHead, table: list[list[str]]) -> ResponseReturnValue:
    plan = services.check_for_list(current_actor(), head.id, table)
    page = render_template(
        "certificates/lists/preview.html",
        plan=plan,
        form=CheckedTableForm(formdata=None, table=pack(table)),
        list=head,
        again=url_for("certificates.list_file", list_id=head.id),
        action=url_for("certificates.list_file_confirm", list_id=head.id),
    )
    return page, 422 if plan.faults else 200
