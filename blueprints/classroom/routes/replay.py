"""Watching a session again: the page, and the track that is told beside the picture."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom.access import role_of
from blueprints.classroom.blueprint import bp
from blueprints.classroom.models import ClassSession, Replay
from blueprints.classroom.queries import replays, video
from blueprints.classroom.queries import room as room_queries
from blueprints.classroom.routes.coming import Visit, visit
from blueprints.classroom.routes.studio import STUDIO, back_to_studio
from blueprints.classroom.services import replay
from store import NotFound, UserError
from web.access import current_actor, require_account
from web.clock import now

RATES = ("0.75", "1", "1.25", "1.5", "2")
GREATEST_MS = 7 * 24 * 3600 * 1000


@bp.get("/class/<key>/replay")
def replay_page(key: str) -> ResponseReturnValue:
    """The replay. Who has not come in yet goes to the door first."""
    try:
        found = _viewing(key)
    except UserError as error:
        if error.code != "enter":
            raise
        return redirect(url_for("classroom.session_page", key=key), 303)
    session, participant = found.session, found.participant
    timeline = replays.timeline_of(session)
    return render_template(
        "classroom/replay/page.html",
        session=session,
        viewer=room_queries.viewer(participant),
        length_ms=timeline.length_ms,
        chapters=replays.chapters(session, timeline),
        questions=replays.jumps(session.id, timeline),
        watched=replays.watched(participant.id, timeline.length_ms),
        is_hidden=session.replay != Replay.SHOWN,
        rates=RATES,
        places={},  # no live room: beats go by POST
        video_url=_video_url(session),
    )


@bp.get("/class/<key>/replay/track.json")
def replay_track(key: str) -> ResponseReturnValue:
    """A chunk of the track, from `?from_ms=`."""
    session = _viewing(key).session
    text = request.args.get("from_ms", "0")
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    if not is_number or int(text) > GREATEST_MS:
        raise UserError(_("This is no place in the replay."))
    return replays.track(session, replays.timeline_of(session), int(text))


@bp.get("/class/<key>/replay/address.json")
def replay_address(key: str) -> ResponseReturnValue:
    """The picture's address, signed anew: pages ask in time. Who may not watch is refused."""
    return {"url": _video_url(_viewing(key).session)}


@bp.post(f"{STUDIO}/replay")
@require_account
def replay_show(session_id: int) -> ResponseReturnValue:
    """Show the replay (`shown=1`) or hide it."""
    replay.set_shown(current_actor(), session_id, request.form.get("shown") == "1", now())
    return back_to_studio(session_id)


def _viewing(key: str) -> Visit:
    """Who watches: a participant, when there is a replay for them. Staff may look beforehand."""
    found = visit(key)
    if not is_there_for(found.session):
        raise NotFound(_("There is no replay of this session."))
    return found


def is_there_for(session: ClassSession) -> bool:
    """Whether whoever asks may watch the session again."""
    if not session.has_ended:
        return False
    return session.replay == Replay.SHOWN or role_of(current_actor(), session) is not None


def _video_url(session: ClassSession) -> str:
    """The playlist of what was recorded; empty when only the chat was kept."""
    has_picture = bool(video.timeline(session.id))
    return video.playlist_url(session, replay=True) if has_picture else ""
