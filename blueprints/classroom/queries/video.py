"""Where the picture of a session is found, and how replay and wall clock belong together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from blueprints.classroom import video
from blueprints.classroom.models import Broadcast, ClassSession, Recording, VideoSource
from blueprints.classroom.streams import is_stream_url
from media.signing import Kind
from media.spool import Spool
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
    topic: str
    topic_number: int


def playlist_url(session: ClassSession, *, audio_only: bool = False, replay: bool = False) -> str:
    """The address of the session's live or replay playlist, signed for a while.

    With an external source the live one is the address that the host gave. Of a session that is
    over there is none: its segments are the replay's, which may be hidden.
    """
    if session.has_ended and not replay:
        return ""
    if session.source == VideoSource.EXTERNAL and not replay:
        return "" if audio_only else session.external_url
    kind: Kind = "replay" if replay else "live"
    name = f"{kind}{'-audio' if audio_only else ''}.m3u8"
    return video.signer().path(kind, session.key, name, now())


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
    topic = next((one for one in session.topics if one.id == session.topic_id), None)
    return Picture(
        session.state,
        session.source,
        playlist_url(session) if has_any else "",
        playlist_url(session, audio_only=True) if has_any else "",
        sending,
        broadcast.problem if broadcast else "",
        session.went_live_at,
        topic.title if topic else "",
        topic.position + 1 if topic else 0,
    )


def video_panel(session_id: int) -> dict[str, Any]:
    """For `room/_video.html`."""
    return {"picture": picture(session_id)}


def external_origin(key: str) -> str:
    """From where the picture of the session with this key comes, when that is elsewhere."""
    session = db.session.scalar(sa.select(ClassSession).where(ClassSession.key == key))
    if session is None or session.source != VideoSource.EXTERNAL:
        return ""
    url = session.external_url  # it goes into a header: nothing but an address may
    return f"https://{urlsplit(url).netloc}" if is_stream_url(url) else ""


@dataclass(frozen=True)
class Sending:
    """What the studio is told: whether and since when a picture is sent, and from where."""

    state: str
    source: str
    since: datetime | None
    problem: str
    external_url: str


def sending_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_sending.html`."""
    session = db.session.get_one(ClassSession, session_id)
    broadcast = open_broadcast(session_id)
    sending = Sending(
        session.state,
        session.source,
        broadcast.started_at if broadcast else None,
        broadcast.problem if broadcast else "",
        session.external_url,
    )
    return {"sending": sending}


def health(session_id: int, at: datetime) -> dict[str, Any]:
    """Figures of the broadcast that is being sent, as the packager told them last."""
    broadcast = open_broadcast(session_id)
    if broadcast is None:
        return {"sending": False, "problem": "", "segments": 0, "segment_age_s": None}
    status = Spool(video.folders().spool(broadcast.key)).status
    last = status.get("last_segment")
    return {
        "sending": True,
        "problem": broadcast.problem or str(status.get("problem", "")),
        "segments": int(status.get("segments", 0)),
        "segment_age_s": round(at.timestamp() - last, 1) if isinstance(last, float) else None,
    }


def rtmp_address(host: str, setting: str) -> str:
    """What to type into OBS as the server, empty when OBS is not set up."""
    path = urlsplit(setting).path if setting else ""
    return f"rtmp://{host.partition(':')[0]}{path}" if path else ""


def _has_been(session_id: int) -> bool:
    query = sa.select(Broadcast.id).where(Broadcast.session_id == session_id).limit(1)
    return db.session.scalar(query) is not None
