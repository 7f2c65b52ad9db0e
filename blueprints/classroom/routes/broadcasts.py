"""Sending from a browser: begin, parts, end. And nginx-rtmp, which asks about stream keys."""

from typing import Any

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.services import broadcasts, video_sources
from blueprints.classroom.services.media_refusals import refusal
from extensions import csrf, limiter
from media import errors
from media.spool import LARGEST, WINDOW
from store import NotFound
from web.access import current_actor, require_account
from web.clock import now

BROADCASTS = "/classroom/sessions/<int:session_id>/broadcasts"
WRONG_KEYS = "60 per minute"  # of one sender; nginx asks once per stream


@bp.post(BROADCASTS)
@require_account
def begin_broadcast(session_id: int) -> ResponseReturnValue:
    """Begin sending a recording of `media_type`; the answer says how parts are to be cut."""
    media_type = request.form.get("media_type", "")
    key = broadcasts.begin(current_actor(), session_id, media_type, now())
    return jsonify(key=key, largest=LARGEST, window=WINDOW), 201


@bp.post(f"{BROADCASTS}/<broadcast>/parts/<int:number>")
@require_account
def add_part(session_id: int, broadcast: str, number: int) -> ResponseReturnValue:
    """Take one part: its bytes are the body, `X-Part-SHA256` is their hash."""
    session_for(current_actor(), session_id, Right.RUN)
    part = broadcasts.Part(
        number,
        request.headers.get("X-Part-SHA256", "")[:64],
        request.headers.get("Content-Type", "")[:200],
        _body(),
    )
    broadcasts.add_part(current_actor(), session_id, broadcast, part, now())
    return jsonify(number=number)


@bp.post(f"{BROADCASTS}/<broadcast>/end")
@require_account
def end_broadcast(session_id: int, broadcast: str) -> ResponseReturnValue:
    """No more than `count` parts will come."""
    count = request.form.get("count", 0, type=int)
    broadcasts.end(current_actor(), session_id, broadcast, count, now())
    return "", 204


def _sender() -> str:
    """Who knocks: behind nginx-rtmp each sender by themselves, so that none shuts others out."""
    address = get_remote_address()
    is_nginx = address in ("127.0.0.1", "::1")
    return f"{address} {request.form.get('addr', '')[:45]}" if is_nginx else address


@bp.post("/rtmp/publish")
@csrf.exempt
@limiter.limit(WRONG_KEYS, key_func=_sender)
def rtmp_publish() -> ResponseReturnValue:
    """nginx-rtmp asks (on_publish) whether a stream key is right: 204 if so, else 404."""
    address = str(current_app.extensions["settings"].rtmp_url)
    if not address:
        raise NotFound
    video_sources.publish(_stream_key(), address, now())
    return "", 204


@bp.post("/rtmp/done")
@csrf.exempt
@limiter.limit(WRONG_KEYS, key_func=_sender)
def rtmp_done() -> ResponseReturnValue:
    """nginx-rtmp tells (on_publish_done) that a stream has ended."""
    video_sources.publish_done(_stream_key(), now())
    return "", 204


def _stream_key() -> str:
    return request.form.get("name", "")[:100]


def _body() -> bytes:
    """At most one byte more than a part may have is read."""
    if (request.content_length or 0) > LARGEST:
        raise refusal(errors.TOO_LARGE)
    stream: Any = request.stream
    pieces, left = [], LARGEST + 1
    while left and (piece := stream.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
