"""The recipients of an award list: added, corrected, moved, removed, withdrawn, photographed."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right
from blueprints.certificates.award_rows import LENGTHS, AwardRow, as_given
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.lists import (
    LineForm,
    PhotoForm,
    RecipientForm,
    WithdrawalForm,
    values_as_text,
    values_from_text,
)
from blueprints.certificates.models import Recipient
from blueprints.certificates.queries import lists as queries
from blueprints.certificates.queries.lists.people import People, word_of
from blueprints.certificates.routes.lists_answers import (
    LIST,
    RECIPIENT,
    list_address,
    list_page_of,
    list_to_prepare,
    page_wanted,
    recipient_address,
    recipients_table,
    searched,
)
from blueprints.certificates.routes.templates_answers import carry_out
from blueprints.certificates.services import lists as services
from store import UserError
from web.access import current_actor, require_account, wants_fragment
from web.clock import now
from web.refusals import add_fault

_LINE = ("name", "honorific", "unit", "award", "reason")
_AT_FIELD = {name: name for name in (*LENGTHS, "values", "worker")}


@bp.post(f"{LIST}/recipients")
@require_account
def recipient_add(list_id: int) -> ResponseReturnValue:
    """Add somebody at the end."""
    head, form = list_to_prepare(list_id), RecipientForm()
    if form.validate_on_submit():
        try:
            row = _given(form, head.organisation_id, AwardRow(""))
            services.add_recipient(current_actor(), list_id, row, now())
            flash(_("%(name)s is added.", name=row.name), "success")
            return redirect(list_address(list_id), 303)
        except UserError as error:
            add_fault(form, error, _AT_FIELD)
    return list_page_of(list_id, form), 422


@bp.route(RECIPIENT, methods=["GET", "POST"])
@require_account
def recipient(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """Everything about one recipient, to be corrected by who may prepare."""
    right = Right.PREPARE if request.method == "POST" else Right.VIEW
    head = queries.list_head(current_actor(), list_id, right)
    found = queries.recipient_row(list_id, recipient_id)
    form = RecipientForm(data=_shown(found))
    if form.validate_on_submit():
        try:
            row = _given(form, head.organisation_id, as_given(found))
            services.update_recipient(current_actor(), list_id, recipient_id, row, now())
            flash(_("Saved."), "success")
            return redirect(list_address(list_id, f"recipient-{recipient_id}"), 303)
        except UserError as error:
            add_fault(form, error, _AT_FIELD)
    return _recipient_page(head, recipient_id, form)


@bp.route(f"{RECIPIENT}/line", methods=["GET", "POST"])
@require_account
def recipient_line(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """The line of the table for HTMX: as it is, as a form (`?edit=1`), and saved."""
    head = list_to_prepare(list_id)
    found = queries.recipient_row(list_id, recipient_id)
    form = LineForm(data={name: getattr(found, name) for name in _LINE})
    if form.validate_on_submit():
        try:
            row = replace(as_given(found), **{n: form[n].data or "" for n in _LINE})
            services.update_recipient(current_actor(), list_id, recipient_id, row, now())
            return _line(head, recipient_id)
        except UserError as error:
            add_fault(form, error, _AT_FIELD)
    if form.errors or request.args.get("edit"):
        return _line(head, recipient_id, form), 422 if form.errors else 200
    return _line(head, recipient_id)


@bp.post(f"{RECIPIENT}/place")
@require_account
def recipient_move(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """Put somebody at another place; field `to`, from 1."""
    text = request.form.get("to", "")
    to = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    services.move_recipient(current_actor(), list_id, recipient_id, to, now())
    if wants_fragment():
        return recipients_table(list_id)
    return redirect(list_address(list_id, "recipients"), 303)


@bp.post(f"{RECIPIENT}/removal")
@require_account
def recipient_remove(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """Take somebody off the list."""
    list_to_prepare(list_id)
    return carry_out(
        lambda: services.remove_recipient(current_actor(), list_id, recipient_id, now()),
        _("The recipient is removed."),
        list_address(list_id),
    )


@bp.post(f"{RECIPIENT}/withdrawal")
@require_account
def recipient_hide(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """Withdraw somebody from publication; field `reason`."""
    list_to_prepare(list_id)
    reason = WithdrawalForm().reason.data or ""
    return carry_out(
        lambda: services.hide_recipient(current_actor(), list_id, recipient_id, reason, now()),
        _("Withdrawn: honor rolls leave this name and photo out."),
        recipient_address(list_id, recipient_id),
    )


@bp.post(f"{RECIPIENT}/publication")
@require_account
def recipient_show(list_id: int, recipient_id: int) -> ResponseReturnValue:
    """Publish somebody again."""
    list_to_prepare(list_id)
    return carry_out(
        lambda: services.show_recipient(current_actor(), list_id, recipient_id, now()),
        _("Honor rolls show this name again."),
        recipient_address(list_id, recipient_id),
    )


def _given(form: RecipientForm, organisation_id: int, before: AwardRow) -> AwardRow:
    """The form over the row as it was. A link to a person that wasn't touched stays."""
    name, word = " ".join((form.name.data or "").split()), (form.worker.data or "").strip()
    row = replace(
        before,
        **{one: form[one].data or "" for one in LENGTHS},
        values=values_from_text(form.values.data or ""),
    )
    if word == word_of(before.person_id, before.account_id):
        return row
    link = People(organisation_id, [word]).link(word, name)
    return replace(row, person_id=link.person_id, account_id=link.account_id)


def _shown(found: Recipient) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in LENGTHS},
        "values": values_as_text(found.values),
        "worker": word_of(found.person_id, found.account_id),
    }


def _line(head: queries.ListHead, recipient_id: int, form: LineForm | None = None) -> str:
    template = "certificates/lists/_line_form.html" if form else "certificates/lists/_line.html"
    for one in form or ():
        one.id = f"{one.name}-{recipient_id}"  # several lines may be forms at once
    return render_template(
        template,
        list=head,
        line=queries.recipient_line(head.id, recipient_id),
        form=form,
        search=searched(),
        page=page_wanted(),
        focus=True,
    )


def _recipient_page(
    head: queries.ListHead, recipient_id: int, form: RecipientForm
) -> ResponseReturnValue:
    page = render_template(
        "certificates/lists/recipient.html",
        list=head,
        line=queries.recipient_line(head.id, recipient_id),
        stored=queries.recipient_row(head.id, recipient_id),
        form=form,
        photo_form=PhotoForm(formdata=None),
        withdrawal_form=WithdrawalForm(formdata=None),
    )
    return page, 422 if form.errors else 200
