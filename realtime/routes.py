"""`GET /live/catch-up`: what a browser missed. Rights are checked as at a join."""

from datetime import UTC, datetime

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext as _  # type: ignore[import-untyped]

from realtime import engine, rooms, tickets

blueprint = Blueprint("live", __name__, url_prefix="/live")

MAX_NUMBER = 2**53  # what JavaScript counts exactly


@blueprint.get("/catch-up")
def catch_up() -> Response:
    """The frame after `after`, or `{"reset": true, …}` when the panel has to be loaded."""
    room = request.args.get("room", "")
    numbers = [_number(request.args.get(name, "0")) for name in ("epoch", "after", "want")]
    if rooms.find(room) is None or None in numbers:
        return _refused("unknown", _("There is no such live page."), 404)
    try:
        ticket = tickets.read(request.args.get("ticket"), datetime.now(UTC))
    except tickets.TicketError as error:
        return _refused(error.reason, _("Please load the page again."), 403)
    if not ticket.covers(room) or not rooms.allowed(ticket.identity, room):
        return _refused("forbidden", _("You may no longer follow this page."), 403)
    text = engine.current().catch_up.answer(room, *(n or 0 for n in numbers))
    return _private(Response(text, mimetype="application/json"))


def _number(text: str) -> int | None:
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        return None
    return int(text) if int(text) <= MAX_NUMBER else None


def _refused(reason: str, message: str, status: int) -> Response:
    answer = jsonify(ok=False, reason=reason, message=message)
    answer.status_code = status
    return _private(answer)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"  # the answer depends on who asks
    return answer
