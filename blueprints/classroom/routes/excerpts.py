"""The excerpts of a session: the list, adding, looking through, removing."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom import jobs
from blueprints.classroom.access import Right, may, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.excerpts.wording import MOST_PAGES
from blueprints.classroom.queries import reading as queries
from blueprints.classroom.services import entering, excerpts
from store import UserError
from web.access import current_actor, require_account
from web.clock import now
from web.uploads import MEGABYTE, read_upload

EXCERPTS = "/classroom/sessions/<int:session_id>/excerpts"
MOST_FILE_MB = 30
MOST_FORM_BYTES = 6 * MEGABYTE  # of a pasted text: what is too long is refused in words
_LARGE = {
    "classroom.excerpts_text": MOST_FORM_BYTES + MEGABYTE,
    "classroom.excerpts_file": (MOST_FILE_MB + 1) * MEGABYTE,
}


@bp.url_value_preprocessor
def _take_large_forms(endpoint: str | None, _values: object) -> None:
    """Told here, because the form is read before the view: its CSRF token is in it."""
    if endpoint in _LARGE:
        request.max_content_length = _LARGE[endpoint]
        request.max_form_memory_size = MOST_FORM_BYTES


@bp.get(EXCERPTS)
@require_account
def excerpts_page(session_id: int) -> ResponseReturnValue:
    """What can be read together."""
    return _page(session_id)


@bp.post(f"{EXCERPTS}/text")
@require_account
def excerpts_text(session_id: int) -> ResponseReturnValue:
    """Add a pasted text."""
    title, text = request.form.get("title", ""), request.form.get("text", "")
    try:
        excerpts.add_text(current_actor(), session_id, title, text, now())
    except UserError as error:
        if error.status in (403, 404):
            raise
        kept = text if len(text) <= 2 * MEGABYTE else ""
        return _page(session_id, text_error=error.message, title=title, text=kept), error.status
    return _added(session_id)


@bp.post(f"{EXCERPTS}/file")
@require_account
def excerpts_file(session_id: int) -> ResponseReturnValue:
    """Add an EPUB or PDF; a job makes its pages."""
    session_for(current_actor(), session_id, Right.RUN)
    title = request.form.get("title", "")
    try:
        sent = read_upload(request.files.get("file"), ("pdf", "zip"), MOST_FILE_MB * MEGABYTE)
        kind = "pdf" if sent.kind == "pdf" else "epub"
        named = title.strip() or sent.name.rpartition(".")[0] or sent.name
        made = excerpts.add_file(current_actor(), session_id, named, kind, sent.content, now())
    except UserError as error:
        if error.status in (403, 404):
            raise
        return _page(session_id, file_error=error.message, file_title=title), error.status
    jobs.prepare_excerpt.later(made)
    return _added(session_id)


@bp.post(f"{EXCERPTS}/<int:excerpt_id>/remove")
@require_account
def excerpts_remove(session_id: int, excerpt_id: int) -> ResponseReturnValue:
    """Take an excerpt away."""
    excerpts.remove(current_actor(), session_id, excerpt_id, now())
    flash(_("The excerpt was removed."), "success")
    return redirect(url_for("classroom.excerpts_page", session_id=session_id), 303)


@bp.get(f"{EXCERPTS}/<int:excerpt_id>/<int:number>")
@require_account
def excerpts_leaf(session_id: int, excerpt_id: int, number: int) -> ResponseReturnValue:
    """One page, looked at before the session."""
    actor = current_actor()
    session = session_for(actor, session_id)
    known = any(excerpt.id == excerpt_id for excerpt in queries.listed(session_id))
    leaf = queries.leaf(excerpt_id, number) if known else None
    if leaf is None:
        abort(404)
    entering.enter_as_staff(actor, session, now())  # pictures are shown to participants
    return render_template("classroom/excerpts/leaf.html", session=session, leaf=leaf,
                           key=session.key)  # fmt: skip


def _added(session_id: int) -> ResponseReturnValue:
    flash(_("The excerpt was added."), "success")
    return redirect(url_for("classroom.excerpts_page", session_id=session_id), 303)


def _page(session_id: int, **kept: Any) -> str:
    actor = current_actor()
    session = session_for(actor, session_id)
    found = queries.listed(session_id)
    return render_template(
        "classroom/excerpts/list.html",
        session=session,
        excerpts=found,
        is_preparing=any(excerpt.state == "preparing" for excerpt in found),
        may_run=may(actor, session, Right.RUN),
        most_mb=MOST_FILE_MB,
        most_pages=MOST_PAGES,
        **{"title": "", "text": "", "file_title": "", "text_error": "", "file_error": "", **kept},
    )
