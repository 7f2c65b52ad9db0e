"""The session's own page, registering for it, and its calendar file."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom.access import session_by_key
from blueprints.classroom.blueprint import bp
from blueprints.classroom.models import ClassSession
from blueprints.classroom.queries import public as queries
from blueprints.classroom.queries import room as room_queries
from blueprints.classroom.queries.calendars import calendar
from blueprints.classroom.routes.coming import token_of
from blueprints.classroom.services import entering, registration
from extensions import limiter
from store import UserError
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now

TRIES_A_MINUTE = "30 per minute"  # of one account's device, for pressing a button


def door(key: str, error: str = "", nickname: str = "") -> str:
    """The session's own page: what, when, who, and the way in."""
    actor = current_actor()
    session = session_by_key(actor, key)
    known = entering.find(actor, session.id, token_of(session))
    return render_template(
        "classroom/session.html",
        **queries.door(actor, session, known, now()),
        known=room_queries.viewer(known) if known else None,
        nickname=nickname or (known.nickname if known else queries.suggested_nickname(actor)),
        error=error,
        address=outside_url("classroom.session_page", key=key),
        people=_viewers_in(session),
    )


@bp.get("/class/<key>")
def session_page(key: str) -> ResponseReturnValue:
    """The session's own page."""
    return door(key)


@bp.post("/class/<key>/registration")
@limiter.limit(TRIES_A_MINUTE)
@require_account
def register(key: str) -> ResponseReturnValue:
    """Take a seat."""
    actor, session = current_actor(), session_by_key(current_actor(), key)
    return _answer(
        key,
        lambda: registration.register(actor, session.id, now()),
        _("You are registered."),
    )


@bp.post("/class/<key>/registration/cancellation")
@limiter.limit(TRIES_A_MINUTE)
@require_account
def cancel_registration(key: str) -> ResponseReturnValue:
    """Give the seat back."""
    actor, session = current_actor(), session_by_key(current_actor(), key)
    return _answer(
        key,
        lambda: registration.cancel_registration(actor, session.id, now()),
        _("Your registration is cancelled; the seat is free for somebody else."),
    )


@bp.post("/class/<key>/waiting")
@limiter.limit(TRIES_A_MINUTE)
@require_account
def wait_for_seat(key: str) -> ResponseReturnValue:
    """Wait for a seat, or leave the waiting list (`stop=1`)."""
    actor, session = current_actor(), session_by_key(current_actor(), key)
    if request.form.get("stop") == "1":
        done = _("You are off the waiting list.")
        return _answer(key, lambda: registration.stop_waiting(actor, session.id), done)
    return _answer(key, lambda: registration.wait(actor, session.id, now()))


@bp.post("/class/<key>/reminder/dismissal")
@require_account
def dismiss_reminder(key: str) -> ResponseReturnValue:
    """The reminder was read."""
    session = session_by_key(current_actor(), key)
    registration.dismiss_reminder(current_actor(), session.id, now())
    return redirect("/", 303)


@bp.get("/class/<key>/calendar.ics")
def session_calendar(key: str) -> Response:
    """The session for one's own calendar."""
    session = session_by_key(current_actor(), key)
    address = outside_url("classroom.session_page", key=key)
    return calendar_file([(session, address)], session.title, f"class-{key}.ics")


def calendar_file(sessions: list[tuple[ClassSession, str]], title: str, name: str) -> Response:
    """Calendars ask again: what is kept in between is checked first."""
    response = Response(calendar(sessions, title, now()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _answer(key: str, verb: Callable[[], None], done: str = "") -> ResponseReturnValue:
    """Carry it out and go back to the session's page; what can't be done is said there."""
    try:
        verb()
    except UserError as error:
        if error.status != 409:
            raise
        return door(key, str(error.message)), error.status
    if done:
        flash(done, "success")
    return redirect(url_for("classroom.session_page", key=key), 303)


def _viewers_in(session: ClassSession) -> int:
    from blueprints.classroom.live.room import viewers_in

    return viewers_in(session.id) if session.is_live else 0
