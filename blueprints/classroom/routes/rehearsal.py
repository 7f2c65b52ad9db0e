"""Rehearsals: opened from the studio, filled with synthetic viewers, emptied and thrown away."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom import jobs, panels
from blueprints.classroom.blueprint import bp
from blueprints.classroom.crowds import LIVELINESS
from blueprints.classroom.queries import crowds as queries
from blueprints.classroom.routes.reading_studio import number_of
from blueprints.classroom.routes.studio import STUDIO, back_to_studio
from blueprints.classroom.services import rehearsal
from extensions import csrf, limiter
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now
from web.languages import chosen_language, short_name

BEATS = "120 per minute"  # of one address; the job sends one a second
MOST_BYTES = 16 * 1024

panels.add("studio", "rehearsal", queries.studio_panel, "rehearsal", "session")


@bp.post(f"{STUDIO}/rehearse")
@require_account
def rehearsal_make(session_id: int) -> ResponseReturnValue:
    """Open a rehearsal, and go there."""
    made = rehearsal.make(current_actor(), session_id, now())
    return redirect(url_for("classroom.studio", session_id=made), 303)


@bp.post(f"{STUDIO}/crowd")
@require_account
def rehearsal_fill(session_id: int) -> ResponseReturnValue:
    """Fill the room: `size` people, as `liveliness` says."""
    liveliness = request.form.get("liveliness", "normal")
    if liveliness not in LIVELINESS:
        raise UserError(_("Choose how lively the viewers are."))
    size = number_of("size")
    key = rehearsal.fill(current_actor(), session_id, size, now())
    language = short_name(chosen_language())
    path = url_for("classroom.rehearsal_beat", session_id=session_id, lang=language)
    jobs.play_crowd.later(path, key, size, liveliness)
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/crowd/stop")
@require_account
def rehearsal_stop(session_id: int) -> ResponseReturnValue:
    """Send the crowd home."""
    rehearsal.stop(current_actor(), session_id, now())
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/remove-rehearsal")
@require_account
def rehearsal_remove(session_id: int) -> ResponseReturnValue:
    """Delete a rehearsal that is over."""
    of = rehearsal.remove(current_actor(), session_id)
    flash(_("The rehearsal was deleted. Nothing of it was counted."), "success")
    return redirect(url_for("classroom.studio", session_id=of), 303)


@bp.post("/class/crowd/<int:session_id>")
@csrf.exempt  # no browser sends it; whoever does must know the crowd's key
@limiter.limit(BEATS)
def rehearsal_beat(session_id: int) -> ResponseReturnValue:
    """One second of a crowd, from the job that plays it."""
    key = request.headers.get("X-Crowd", "")[:40]
    if (request.content_length or 0) > MOST_BYTES or not key.isascii():
        raise NotFound
    body = _body()
    if body.get("over") is True:
        rehearsal.leave(session_id, key, now())
        return "", 204
    if not rehearsal.beat(session_id, key, _whole(body.get("here")), _deeds(body), now()):
        raise NotFound
    return "", 204


def _body() -> dict[str, Any]:
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # thousands of brackets
        body = None
    if not isinstance(body, dict):
        raise NotFound
    return body


def _deeds(body: dict[str, Any]) -> list[rehearsal.Deed]:
    found = body.get("deeds")
    rows = found[: rehearsal.MOST_DEEDS] if isinstance(found, list) else []
    return [
        rehearsal.Deed(row[0], _whole(row[1]), _whole(row[2]))
        for row in rows
        if isinstance(row, list)
        and len(row) == 3
        and isinstance(row[0], str)
        and row[0] in rehearsal.DEEDS
    ]


def _whole(value: object) -> int:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return min(max(0, value), 1 << 30) if is_whole and isinstance(value, int) else 0
