"""The room of a session: coming in, the page, its panels."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.access import session_by_key
from blueprints.classroom.blueprint import bp
from blueprints.classroom.models import ClassSession, Replay
from blueprints.classroom.queries import room as queries
from blueprints.classroom.routes.coming import Visit, network_of, remember, token_of, visit
from blueprints.classroom.routes.public import door
from blueprints.classroom.services import entering
from extensions import limiter
from realtime import log, tickets
from store import UserError
from web.access import current_actor
from web.clock import now
from web.languages import chosen_language, short_name

NEW_PER_ADDRESS = "300 per minute"  # a whole hall may come from one address

panels.add("room", "head", queries.head_panel, "session")
panels.add("room", "guests", queries.guests_panel, "guests")


@bp.post("/class/<key>/enter")
@limiter.limit(NEW_PER_ADDRESS)
def enter(key: str) -> ResponseReturnValue:
    """Come in under a nickname."""
    session = session_by_key(current_actor(), key)
    nickname = request.form.get("nickname", "")
    try:
        entered = entering.enter(
            current_actor(), session, token_of(session), nickname, now(), network_of(session)
        )
    except UserError as error:
        return door(key, str(error.message), nickname[:40]), error.status
    response = redirect(url_for(f"classroom.{_place_of(session)}", key=key), 303)
    return remember(response, session, entered.token)


def _place_of(session: ClassSession) -> str:
    """Where who came in belongs: a session that is over is watched again."""
    over = session.has_ended and session.replay == Replay.SHOWN
    return "replay_page" if over else "room"


@bp.get("/class/<key>/room")
def room(key: str) -> ResponseReturnValue:
    """The room. Who has not come in yet goes to the door first."""
    try:
        found = visit(key)
    except UserError as error:
        if error.code != "enter":
            raise
        return redirect(url_for("classroom.session_page", key=key), 303)
    return page(found)


def page(found: Visit, written: str = "") -> str:
    """The page, with what somebody wrote without scripts and could not send."""
    return render_template(
        "classroom/room/page.html",
        session=found.session,
        head=queries.head(found.session.id),
        viewer=queries.viewer(found.participant),
        panel=lambda name: panels.html("room", name, found.session.id),
        places=_live_places(found),
        written=written,
    )


@bp.get("/class/<key>/panels/<name>")
def room_panel(key: str, name: str) -> ResponseReturnValue:
    """One panel of the room, for who missed too much."""
    found = visit(key)
    if name not in panels.names("room"):
        abort(404)
    return str(panels.html("room", name, found.session.id))


def _live_places(found: Visit) -> dict[str, object]:
    """Room names, ticket and the places at which the page was rendered."""
    participant_id, session_id = found.participant.id, found.session.id
    ref = f"viewer:{participant_id}"
    room_name = f"class:{session_id}:{short_name(chosen_language())}"
    return {
        "room": room_name,
        "own": ref,
        "ticket": tickets.issue(ref, [f"class:{session_id}", ref, f"studio:{session_id}"], now()),
        "place": log.position(f"class:{session_id}"),
        "own_place": log.position(ref),
    }
