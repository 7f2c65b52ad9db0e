"""What viewers send: messages, complaints, reactions."""

import secrets
from dataclasses import asdict

from flask import flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.blueprint import bp
from blueprints.classroom.live import reactions
from blueprints.classroom.queries.chat import lines
from blueprints.classroom.routes.coming import visit
from blueprints.classroom.routes.room import page
from blueprints.classroom.services.chat import complaints, gate, reacting, sending
from store import UserError
from web.access import wants_json
from web.clock import now

MESSAGES = "/class/<key>/messages"

panels.add("room", "chat", lines.chat_panel)  # whole again only for who missed too much
panels.add("room", "notice", lines.notice_panel, "notice")
panels.add("room", "order", lines.order_panel, "order", "session")


@bp.app_template_global("fresh_key")
def fresh_key() -> str:
    """The key of a message that is sent without scripts."""
    return secrets.token_urlsafe(12)


@bp.post(MESSAGES)
def send_message(key: str) -> ResponseReturnValue:
    """Say something. Scripts are told what became of it, a form goes back to the room."""
    found = visit(key)
    fields = request.form
    try:
        sent = sending.send_message(
            found.participant, fields.get("text", ""), fields.get("key", ""), now()
        )
    except UserError as refusal:
        if not wants_json():
            flash(refusal.message, "error")
            return page(found, fields.get("text", "")), refusal.status
        if isinstance(refusal, gate.TooSoon):
            return _too_soon(refusal)
        raise
    if not wants_json():
        return redirect(url_for("classroom.room", key=key), 303)
    return jsonify(message={**asdict(sent), "at": sent.at.isoformat()}), 201


@bp.post(f"{MESSAGES}/<int:message_id>/complain")
def complain(key: str, message_id: int) -> ResponseReturnValue:
    """Say that a message should not be there."""
    found = visit(key)
    complaints.complain(found.participant, message_id, request.form.get("reason", ""), now())
    return "", 204


@bp.post("/class/<key>/reactions")
def react(key: str) -> ResponseReturnValue:
    """Likes, applause and hearts of the last moments, already counted together."""
    found = visit(key)
    counts = reacting.counted(request.form)
    if counts and found.session.is_live:
        reactions.add(found.session.id, found.participant.id, counts)
    return "", 204


def _too_soon(refusal: gate.TooSoon) -> ResponseReturnValue:
    body = {"code": refusal.code, "message": str(refusal.message), "seconds": refusal.seconds}
    answer = make_response(jsonify(error=body), refusal.status)
    answer.headers["Retry-After"] = str(refusal.seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer
