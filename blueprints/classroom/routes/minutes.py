"""A viewer's own minutes: beats without a socket, the rule and the stretches, disputes."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom.blueprint import bp
from blueprints.classroom.live import attendance, ticking
from blueprints.classroom.queries.attendance import own_minutes
from blueprints.classroom.routes.coming import visit
from blueprints.classroom.services.attendance import dispute
from store import UserError
from web.clock import now


@bp.post("/class/<key>/beat")
def beat(key: str) -> ResponseReturnValue:
    """A beat of a browser without a socket; the answer is the one a socket gets."""
    found = visit(key)
    said = attendance.read(request.form.to_dict())
    if said is None:
        raise UserError(_("This is no state of a player."), status=400)
    ticking.start()
    return jsonify(attendance.beat(found.session.id, found.participant.id, said, now()))


@bp.get("/class/<key>/minutes")
def minutes(key: str) -> ResponseReturnValue:
    """The viewer's minutes in full: a sheet in the room, a page of its own elsewhere."""
    return _page(key)


@bp.post("/class/<key>/minutes/dispute")
def dispute_minutes(key: str) -> ResponseReturnValue:
    """Say that one's minutes are wrong."""
    found = visit(key)
    text = request.form.get("text", "")[:2000]
    try:
        dispute(found.participant, text, now())
    except UserError as error:
        return _page(key, str(error.message), text), error.status
    if request.headers.get("HX-Request"):
        return _page(key)
    flash(_("Your dispute was handed in. You will read the answer here."), "success")
    return redirect(url_for("classroom.minutes", key=key), 303)


def _page(key: str, error: str = "", text: str = "") -> str:
    found = visit(key)
    is_sheet = bool(request.headers.get("HX-Request"))
    return render_template(
        "classroom/minutes/_sheet.html" if is_sheet else "classroom/minutes/page.html",
        session=found.session,
        own=own_minutes(found.participant, now()),
        error=error,
        text=text,
    )
