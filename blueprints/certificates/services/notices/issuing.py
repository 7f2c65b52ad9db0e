"""Issuing a notice: drawn outside of any transaction, stored, then put on record."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.models import Notice, NoticeState
from blueprints.certificates.queries.notices.content import content_of, handed_in
from blueprints.certificates.queries.notices.document import notice_pdf
from blueprints.certificates.services.notices import checked_content, told
from documents import Made, TemplateError
from store import UserError, write
from store.actors import Actor
from store.files import files


def issue_notice(actor: Actor, notice_id: int, now: datetime, seen: str | None = None) -> None:
    """Issue a draft that bears no seal, or approve one that was handed in and issue it.

    `seen`: `handed_in` of what the approver looked at; refused when it is another by now.
    """
    notice = owned(actor, Notice, notice_id)
    content = _to_issue(actor, notice)
    if notice.state == NoticeState.SUBMITTED and seen not in (None, handed_in(notice)):
        raise _changed()
    made = _drawn(content, now)
    file = files().put(made.pdf)
    with write():
        notice = owned(actor, Notice, notice_id, lock=True)
        if _to_issue(actor, notice) != content:
            raise _changed()
        if notice.state == NoticeState.SUBMITTED:
            notice.approved_by = actor.ref
        notice.state = NoticeState.ISSUED
        notice.content = {**content, "pages": made.pages}
        notice.file, notice.issued_at = file, now
        told(actor, "notice.issued", notice, now, file=file, seal_id=notice.seal_id)


def _to_issue(actor: Actor, notice: Notice) -> dict[str, Any]:
    """What this actor may issue now, or why not."""
    if notice.state == NoticeState.SUBMITTED:
        return _approved(actor, notice)
    owned(actor, Notice, notice.id, Right.PREPARE)
    if notice.state != NoticeState.DRAFT:
        raise UserError(_("The notice has been issued already."), status=409, code="issued")
    if notice.seal_id is not None:
        raise UserError(
            _("The use of the seal needs somebody else’s approval: hand the notice in."),
            code="needs_approval",
        )
    return checked_content(notice)


def _approved(actor: Actor, notice: Notice) -> dict[str, Any]:
    if notice.submitted_by == actor.ref:
        raise UserError(
            _("Who handed the notice in can’t approve it. Ask somebody else."),
            status=403,
            code="own_notice",
        )
    # Somebody may have withdrawn from publication, or a name was corrected, since.
    if content_of(notice) != notice.content:
        raise _changed()
    content: dict[str, Any] = notice.content
    return content


def _changed() -> UserError:
    return UserError(
        _("The list or the notice has changed meanwhile. Nothing was issued; look at it again."),
        status=409,
        code="changed",
    )


def _drawn(content: dict[str, Any], now: datetime) -> Made:
    try:
        return notice_pdf(content, draft=False, created=now.isoformat())
    except TemplateError as error:
        raise undrawn() from error


def undrawn() -> UserError:
    """The refusal when the renderer gives up: 200 pages, or some 3,000 names, are the limit."""
    return UserError(
        _("The document could not be drawn: it has too many names, or its texts are too long."),
        code="undrawn",
    )
