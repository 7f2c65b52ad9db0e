"""Where the picture of a session is found, and how replay and wall clock belong together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from blueprints.classroom import video
from blueprints.classroom.models import Broadcast, ClassSession, Recording, VideoSource
from store import db
from web.clock import now


@dataclass(frozen=True)
class Picture:
    """What a viewer's player is told. `url` is empty while there is nothing to play."""

    state: str
    source: str
    url: str
    audio_url: str
    sending: bool
    problem: str
    went_live_at: datetime | None


def playlist_url(session: ClassSession, *, audio_only: bool = False, replay: bool = False) -> str:
    """The address of the session's live or replay playlist, signed for half a day.

    With an external source the live one is the address that the host gave.
    """
    if session.source == VideoSource.EXTERNAL and not replay:
        return "" if audio_only else session.external_url
    name = f"{'replay' if replay else 'live'}{'-audio' if audio_only else ''}.m3u8"
    return video.signer().path(session.key, name, now())


def timeline(session_id: int) -> list[tuple[datetime, int, int]]:
    """(wall clock of its first picture, begins_ms in the replay, duration_ms) per recording."""
    rows = db.session.execute(
        sa.select(Recording.started_at, Recording.begins_ms, Recording.duration_ms)
        .where(Recording.session_id == session_id)
        .order_by(Recording.begins_ms)
    )
    return [(started, begins, duration) for started, begins, duration in rows]


def replay_ms(places: list[tuple[datetime, int, int]], at: datetime) -> int:
    """Where in the replay something lies that happened at `at`; in a gap, the end before it."""
    found = 0
    for started, begins, duration in places:
        if at < started:
            break
        found = begins + min(duration, int((at - started) / timedelta(milliseconds=1)))
    return found


def open_broadcast(session_id: int) -> Broadcast | None:
    """The broadcast that is being sent now."""
    query = sa.select(Broadcast).where(
        Broadcast.session_id == session_id, Broadcast.ended_at.is_(None)
    )
    return db.session.scalar(query.order_by(Broadcast.id.desc()).limit(1))


def picture(session_id: int) -> Picture:
    """What is to be seen in the room."""
    session = db.session.get_one(ClassSession, session_id)
    broadcast = open_broadcast(session_id)
    external = session.source == VideoSource.EXTERNAL
    sending = broadcast is not None or (external and session.is_live)
    has_any = external or broadcast is not None or _has_been(session_id)
    return Picture(
        session.state,
        session.source,
        playlist_url(session) if has_any else "",
        playlist_url(session, audio_only=True) if has_any else "",
        sending,
        broadcast.problem if broadcast else "",
        session.went_live_at,
    )


def video_panel(session_id: int) -> dict[str, Any]:
    """For `room/_video.html`."""
    return {"picture": picture(session_id)}


def _has_been(session_id: int) -> bool:
    query = sa.select(Broadcast.id).where(Broadcast.session_id == session_id).limit(1)
    return db.session.scalar(query) is not None
