"""Steps of a notice: preview, handing in, sending back, issuing, and the issued PDF."""

import base64
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.models import Notice, NoticeState
from blueprints.certificates.queries.notices import notice_desk, one_line
from blueprints.certificates.queries.notices.content import content_of
from blueprints.certificates.queries.notices.document import (
    MOST_PICTURES,
    issued_pdf,
    notice_pdf,
    notice_pictures,
)
from blueprints.certificates.routes.notices import notice_form
from blueprints.certificates.services import notices as services
from blueprints.certificates.services.notices.issuing import issue_notice, undrawn
from documents import Made, TemplateError
from store import NotFound, UserError
from store.files import files
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import carry_out

PDF = "application/pdf"


@bp.route("/certificates/notices/<int:notice_id>/pictures", methods=["GET", "POST"])
@require_account
def notice_pictures_page(notice_id: int) -> ResponseReturnValue:
    """The pages as pictures in a fragment; by POST with a form that is not saved yet."""
    fault, made, pictures = "", None, []
    try:
        made = _unsaved(notice_id) if request.method == "POST" else _saved(notice_id)
        pictures = [base64.b64encode(one).decode() for one in notice_pictures(made)]
    except UserError as error:
        if error.status in (403, 404):
            raise
        fault = error.message
    return render_template(
        "certificates/notices/_pictures.html",
        pictures=pictures,
        fault=fault,
        more=max((made.pages if made else 0) - MOST_PICTURES, 0),
    )


@bp.get("/certificates/notices/<int:notice_id>/preview.pdf")
@require_account
def notice_preview(notice_id: int) -> ResponseReturnValue:
    """The saved draft as a PDF that is marked as one."""
    made = _saved(notice_id)
    return _sent(made.pdf, _("Draft %(number)d", number=notice_id))


@bp.get("/certificates/notices/<int:notice_id>/document.pdf")
@require_account
def notice_document(notice_id: int) -> ResponseReturnValue:
    """The document as it was issued, byte for byte."""
    notice = owned(current_actor(), Notice, notice_id)
    if notice.state != NoticeState.ISSUED or not notice.file:
        raise NotFound
    name = f"{notice.document_number} {one_line(notice.title)}".strip()
    return _sent(files().read(notice.file), name)


@bp.post("/certificates/notices/<int:notice_id>/submission")
@require_account
def notice_submit(notice_id: int) -> ResponseReturnValue:
    """Hand in for the use of the seal."""
    return carry_out(
        lambda: services.submit_notice(current_actor(), notice_id, now()),
        _("Handed in. Somebody else can approve it now."),
        _page(notice_id),
    )


@bp.post("/certificates/notices/<int:notice_id>/return")
@require_account
def notice_return(notice_id: int) -> ResponseReturnValue:
    """Send back, field `reason`; or take back what one handed in oneself."""
    reason = request.form.get("reason", "")
    return carry_out(
        lambda: services.return_notice(current_actor(), notice_id, reason, now()),
        _("The notice is a draft again."),
        _page(notice_id),
    )


@bp.post("/certificates/notices/<int:notice_id>/issue")
@require_account
def notice_issue(notice_id: int) -> ResponseReturnValue:
    """Issue a draft without seal, or approve what somebody else handed in (field `seen`)."""
    seen = request.form.get("seen", "")
    return carry_out(
        lambda: issue_notice(current_actor(), notice_id, now(), seen),
        _("Issued. The PDF is kept as it is and never changes."),
        _page(notice_id),
    )


@bp.post("/certificates/notices/<int:notice_id>/deletion")
@require_account
def notice_remove(notice_id: int) -> ResponseReturnValue:
    """Delete a draft."""
    desk = notice_desk(current_actor(), notice_id)
    after = url_for("certificates.notices") if desk.edits else _page(notice_id)
    return carry_out(
        lambda: services.remove_notice(current_actor(), notice_id, now()),
        _("The draft was deleted."),
        after,
    )


def _unsaved(notice_id: int) -> Made:
    services.require_draft(current_actor(), notice_id)
    form = notice_form(notice_desk(current_actor(), notice_id))
    if not form.validate_on_submit():
        raise UserError(_("Fill in what is missing; the preview follows."))
    content = services.unsaved_content(current_actor(), notice_id, form.given())
    return _marked(content)


def _saved(notice_id: int) -> Made:
    notice = owned(current_actor(), Notice, notice_id, Right.VIEW)
    if notice.state == NoticeState.ISSUED:
        return issued_pdf(notice)
    return _marked(notice.content or content_of(notice))


def _marked(content: Mapping[str, Any]) -> Made:
    try:
        return notice_pdf(content, draft=True)
    except TemplateError as error:
        raise undrawn() from error


def _sent(pdf: bytes, name: str) -> Response:
    answer = send_file(BytesIO(pdf), mimetype=PDF, download_name=f"{name[:80]}.pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(notice_id: int) -> str:
    return url_for("certificates.notice", notice_id=notice_id)
