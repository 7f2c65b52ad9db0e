"""Reading together, from the studio: opening, turning, marking, handing the turn over."""

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries import reading as queries
from blueprints.classroom.routes.studio import STUDIO, back_to_studio
from blueprints.classroom.services import reading
from web.access import current_actor, require_account
from web.clock import now

GREATEST = 1_000_000

panels.add("studio", "reading", queries.studio_panel, "reading")


@bp.post(f"{STUDIO}/reading/open")
@require_account
def reading_open(session_id: int) -> ResponseReturnValue:
    """Begin to read an excerpt."""
    reading.open_excerpt(
        current_actor(), session_id, number_of("excerpt"), now(), number_of("page", 1)
    )
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/reading/turn")
@require_account
def reading_turn(session_id: int) -> ResponseReturnValue:
    """Go to a page with everybody."""
    reading.turn(current_actor(), session_id, number_of("page"), now())
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/reading/close")
@require_account
def reading_close(session_id: int) -> ResponseReturnValue:
    """Put the book away."""
    reading.close(current_actor(), session_id, now())
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/reading/highlight")
@require_account
def reading_highlight(session_id: int) -> ResponseReturnValue:
    """Mark a passage for all."""
    passage = reading.Passage(
        number_of("paragraph", 0), number_of("start", 0), number_of("end", 0),
        request.form.get("box", "")[:40],
    )  # fmt: skip
    reading.highlight(
        current_actor(), session_id, number_of("excerpt"), number_of("page"), passage, now()
    )
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/reading/clear")
@require_account
def reading_clear(session_id: int) -> ResponseReturnValue:
    """Take the marks off a page."""
    reading.clear(current_actor(), session_id, number_of("excerpt"), number_of("page"), now())
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/reading/reader")
@require_account
def reading_reader(session_id: int) -> ResponseReturnValue:
    """Hand the turn to read to somebody, or end it."""
    reading.hand_over(current_actor(), session_id, request.form.get("name", ""), now())
    return back_to_studio(session_id)


def number_of(name: str, missing: int = -1) -> int:
    """A number of the form; what is none, or absurd, is -1, which names nothing."""
    text = request.form.get(name, "").strip()
    if not text:
        return missing
    is_number = text.isascii() and text.isdigit() and len(text) <= 7
    return int(text) if is_number and int(text) <= GREATEST else -1
