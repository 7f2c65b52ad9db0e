"""The studio: the page of host, co-hosts and moderators, and the course of the session."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.classroom import panels
from blueprints.classroom.access import Right, may, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries import studio as queries
from blueprints.classroom.queries.room import viewer_by_id
from blueprints.classroom.services import entering, running
from realtime import log, tickets
from web.access import current_actor, require_account
from web.clock import now
from web.languages import chosen_language, short_name

panels.add("studio", "course", queries.course_panel, "session")

STUDIO = "/classroom/sessions/<int:session_id>/studio"


@bp.get(STUDIO)
@require_account
def studio(session_id: int) -> ResponseReturnValue:
    """The studio. Whoever opens it is a participant from then on."""
    actor = current_actor()
    session = session_for(actor, session_id)
    participant_id = entering.enter_as_staff(actor, session, now())
    return render_template(
        "classroom/studio/page.html",
        session=session,
        may_run=may(actor, session, Right.RUN),
        viewer=viewer_by_id(participant_id),
        panel=lambda name: panels.html("studio", name, session_id),
        places=_places(session_id, participant_id),
    )


@bp.get(f"{STUDIO}/panels/<name>")
@require_account
def studio_panel(session_id: int, name: str) -> ResponseReturnValue:
    """One panel of the studio."""
    session_for(current_actor(), session_id)
    if name not in panels.names("studio"):
        abort(404)
    return str(panels.html("studio", name, session_id))


@bp.post(f"{STUDIO}/live")
@require_account
def go_live(session_id: int) -> ResponseReturnValue:
    """Open the session."""
    running.go_live(current_actor(), session_id, now())
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/end")
@require_account
def end(session_id: int) -> ResponseReturnValue:
    """End the session."""
    running.end(current_actor(), session_id, now())
    return back_to_studio(session_id)


@bp.post(f"{STUDIO}/topics/<int:topic_id>/begin")
@require_account
def begin_topic(session_id: int, topic_id: int) -> ResponseReturnValue:
    """Go on to a topic."""
    running.begin_topic(current_actor(), session_id, topic_id, now())
    return back_to_studio(session_id)


def back_to_studio(session_id: int) -> ResponseReturnValue:
    """After a deed in the studio: a script gets 204 (its panels come live), a form the page."""
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return "", 204
    return redirect(url_for("classroom.studio", session_id=session_id), 303)


def _places(session_id: int, participant_id: int) -> dict[str, object]:
    language = short_name(chosen_language())
    rooms = [f"class:{session_id}", f"studio:{session_id}", f"viewer:{participant_id}"]
    return {
        "room": f"{rooms[0]}:{language}",
        "studio": f"{rooms[1]}:{language}",
        "ticket": tickets.issue(f"viewer:{participant_id}", rooms, now()),
        "place": log.position(rooms[0]),
        "studio_place": log.position(rooms[1]),
    }
