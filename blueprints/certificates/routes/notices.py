"""Notices for their staff: the list, a new one, its page with form and preview."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.notices import KINDS, NewNoticeForm, NoticeForm
from blueprints.certificates.models import AwardList, Notice
from blueprints.certificates.queries.notices import (
    NoticeDesk,
    notice_desk,
    notices_of,
    seals_of,
)
from blueprints.certificates.queries.notices.suggested import suggested
from blueprints.certificates.queries.rolls import lists_for_publishing
from blueprints.certificates.services import notices as services
from store import UserError
from web.access import current_actor, require_account, require_role
from web.choices import choices
from web.clock import now
from web.formats import local
from web.refusals import add_fault

SAVED = (
    "kind", "language", "document_number", "title", "addressed_to", "opening", "closing",
    "annex", "issuer", "seal_id",
)  # fmt: skip
FAULTS = {"no_title": "title", "no_date": "issued_on"}


@bp.get("/certificates/notices")
@require_role(*Right.VIEW.value)
def notices() -> str:
    """The notices of one's own organisations."""
    actor = current_actor()
    return render_template(
        "certificates/notices/list.html",
        found=notices_of(actor),
        kinds=KINDS,
        may_create=bool(lists_for_publishing(actor)),
    )


@bp.route("/certificates/notices/new", methods=["GET", "POST"])
@require_role(*Right.PREPARE.value)
def notice_new() -> ResponseReturnValue:
    """A draft with its sentences; `?list=` chooses the list."""
    actor, form = (
        current_actor(),
        NewNoticeForm(data={"list_id": request.args.get("list", type=int)}),
    )
    form.list_id.choices = choices(lists_for_publishing(actor))
    if form.validate_on_submit():
        try:
            notice_id = services.create_notice(actor, form.list_id.data, _first(form), now())
            return redirect(url_for("certificates.notice", notice_id=notice_id), 303)
        except UserError as error:
            add_fault(form, error, {})
    page = render_template("certificates/notices/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/certificates/notices/<int:notice_id>", methods=["GET", "POST"])
@require_account
def notice(notice_id: int) -> ResponseReturnValue:
    """The notice: a form beside its preview while it is a draft, afterwards as it stands.

    POST saves; with `suggest` the sentences are written anew and not yet saved.
    """
    if request.method == "POST":
        services.require_draft(current_actor(), notice_id)
    desk = notice_desk(current_actor(), notice_id)
    if not desk.edits:
        return render_template("certificates/notices/notice.html", notice=desk, kinds=KINDS)
    form = notice_form(desk)
    if "suggest" in request.form:
        _write_anew(form, desk)
    elif form.validate_on_submit():
        try:
            services.update_notice(current_actor(), notice_id, form.given(), now())
            return redirect(url_for("certificates.notice", notice_id=notice_id), 303)
        except UserError as error:
            add_fault(form, error, FAULTS)
    page = render_template("certificates/notices/edit.html", notice=desk, kinds=KINDS, form=form)
    return page, 422 if form.errors else 200


def notice_form(desk: NoticeDesk) -> NoticeForm:
    """The form of a draft as it is saved, or as it was sent."""
    found = owned(current_actor(), Notice, desk.line.id)
    saved = {name: getattr(found, name) for name in SAVED}
    form = NoticeForm(data={**saved, "issued_on": date.fromisoformat(found.issued_on)})
    none = ("", _("Without a seal"))
    form.seal_id.choices = choices([none, *seals_of(desk.organisation_id)])
    return form


def _first(form: NewNoticeForm) -> services.NoticeInput:
    source = owned(current_actor(), AwardList, form.list_id.data, Right.PREPARE)
    issuer = source.organisation.name
    texts = suggested(source.id, source.occasion, issuer, form.kind.data, form.language.data)
    return services.NoticeInput(
        kind=form.kind.data,
        language=form.language.data,
        issuer=issuer,
        issued_on=local(now()).date().isoformat(),
        title=texts.title,
        addressed_to=texts.addressed_to,
        opening=texts.opening,
        closing=texts.closing,
        annex=texts.annex,
    )


def _write_anew(form: NoticeForm, desk: NoticeDesk) -> None:
    source = owned(current_actor(), AwardList, desk.list_id)
    issuer = form.issuer.data or source.organisation.name
    if not form.kind.validate(form) or not form.language.validate(form):
        return
    texts = suggested(source.id, source.occasion, issuer, form.kind.data, form.language.data)
    for name in ("title", "addressed_to", "opening", "closing"):
        form[name].data = getattr(texts, name)
