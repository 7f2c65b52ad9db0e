"""The picture in room and studio: what players are told, where it comes from, how it fares."""

from flask import Response, current_app, flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom import panels
from blueprints.classroom.access import Right, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.live import video as stalls
from blueprints.classroom.live.room import viewers_in
from blueprints.classroom.queries import video as queries
from blueprints.classroom.routes.coming import visit
from blueprints.classroom.routes.studio import back_to_studio
from blueprints.classroom.services import broadcasts, video_sources
from media.signing import LIVES, Kind
from web.access import current_actor, require_account, wants_json
from web.clock import now
from web.security import POLICY

VIDEO = "/classroom/sessions/<int:session_id>/video"
WITH_PICTURE = ("classroom.room",)


panels.add("room", "video", queries.video_panel, "video", "session")
panels.add("studio", "sending", queries.sending_panel, "video", "session")


@bp.post(f"{VIDEO}/stop")
@require_account
def stop_video(session_id: int) -> ResponseReturnValue:
    """End what is being sent, whoever sends it."""
    broadcasts.stop(current_actor(), session_id, now())
    return back_to_studio(session_id)


@bp.post(f"{VIDEO}/source")
@require_account
def choose_source(session_id: int) -> ResponseReturnValue:
    """Browser, OBS, or an external address."""
    video_sources.choose_source(
        current_actor(),
        session_id,
        request.form.get("source", ""),
        request.form.get("external_url", "")[:600],
        now(),
    )
    return back_to_studio(session_id)


@bp.post(f"{VIDEO}/key")
@require_account
def new_stream_key(session_id: int) -> ResponseReturnValue:
    """A new stream key for OBS, shown once."""
    key = video_sources.new_stream_key(current_actor(), session_id, now())
    if wants_json():
        return jsonify(key=key)
    flash(_("The new stream key, shown only now: %(key)s", key=key), "success")
    return back_to_studio(session_id)


@bp.get(f"{VIDEO}/health")
@require_account
def video_health(session_id: int) -> ResponseReturnValue:
    """How the picture fares, in figures, for the studio's page."""
    session_for(current_actor(), session_id, Right.VIEW)
    health = queries.health(session_id, now())
    return jsonify(**health, stalled=stalls.stalled(session_id), people=viewers_in(session_id))


@bp.post("/class/<key>/video/stall")
def report_stall(key: str) -> ResponseReturnValue:
    """A viewer's player stands still, or goes on again."""
    found = visit(key)
    stalls.note_stall(
        found.session.id, found.participant.id, stalled=request.form.get("stalled") == "1"
    )
    return "", 204


@bp.get("/class/<key>/address.json")
def live_address(key: str) -> ResponseReturnValue:
    """The picture's address, signed anew: pages ask in time. Who may not watch is refused."""
    session = visit(key).session
    return {
        "url": queries.playlist_url(session),
        "audio_url": queries.playlist_url(session, audio_only=True),
    }


@bp.app_template_global("class_renewal_seconds")
def _renewal_seconds(kind: Kind) -> int:
    """After how long a page asks for a fresh address: half the time that one works at least."""
    return LIVES[kind].kept_s // 2


@bp.app_template_global("class_rtmp_address")
def _rtmp_address() -> str:
    setting = str(current_app.extensions["settings"].rtmp_url)
    return queries.rtmp_address(request.host, setting)


@bp.after_request
def _let_external_pictures_in(response: Response) -> Response:
    """The room of a session with an external address, and only it, may load from there."""
    if request.endpoint in WITH_PICTURE and response.status_code == 200:
        origin = queries.external_origin(str((request.view_args or {}).get("key", "")))
        if origin:
            response.headers["Content-Security-Policy"] = _policy_with(origin)
    return response


def _policy_with(origin: str) -> str:
    policy = POLICY.replace("media-src 'self' blob:", f"media-src 'self' blob: {origin}")
    return f"{policy}; connect-src 'self' ws://{request.host} wss://{request.host} {origin}"
