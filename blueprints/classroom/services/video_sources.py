"""Where the picture of a session comes from: a browser, OBS with its stream key, or elsewhere."""

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.models import ClassSession, SessionState, VideoSource
from blueprints.classroom.services.broadcasts import begin_broadcast, end_all
from blueprints.classroom.streams import is_stream_url
from media.spool import About
from store import NotFound, UserError, db, record, write
from store.actors import Actor

RTMP_TYPE = "video/mp4;codecs=avc1,mp4a"  # what OBS sends, as far as packaging is concerned


def new_stream_key(actor: Actor, session_id: int, now: datetime) -> str:
    """A new key for OBS; the old one is worth nothing from now on. It is shown once."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        key = secrets.token_urlsafe(24)
        session.stream_key_hash = hashlib.sha256(key.encode()).hexdigest()
        record(Happened(session.id, "video.key", now, to_room=False))
        return key


def publish(stream_key: str, address: str, now: datetime) -> str:
    """OBS wants to send: take it if the key is right. NotFound otherwise."""
    with write():
        session = _by_stream_key(stream_key, lock=True)
        if session.source != VideoSource.OBS or session.state != SessionState.LIVE:
            raise NotFound
        end_all(session.id, now)
        source = f"{address.rstrip('/')}/{stream_key}"
        return begin_broadcast(
            session, About(session.key, "obs", RTMP_TYPE, now.timestamp(), source), now
        )


def publish_done(stream_key: str, now: datetime) -> None:
    """OBS has stopped."""
    with write():
        end_all(_by_stream_key(stream_key, lock=True).id, now)


def choose_source(
    actor: Actor, session_id: int, source: str, external_url: str, now: datetime
) -> None:
    """Where the picture comes from: browser, OBS or an external HLS address."""
    url = external_url.strip()
    if source not in list(VideoSource):
        raise UserError(_("Choose where the picture comes from."), status=422)
    if source == VideoSource.EXTERNAL and not is_stream_url(url):
        raise UserError(
            _("Give the https address of an HLS playlist (.m3u8). Nothing was changed."),
            status=422,
        )
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        if session.source != source:
            end_all(session.id, now)
        session.source = source
        if source == VideoSource.EXTERNAL:
            session.external_url = url
        record(Happened(session.id, "video.source", now, {"source": source}))


def _by_stream_key(stream_key: str, *, lock: bool = False) -> ClassSession:
    hashed = hashlib.sha256(stream_key.encode()).hexdigest()
    query = sa.select(ClassSession).where(ClassSession.stream_key_hash == hashed)
    found = db.session.scalar(query.with_for_update() if lock else query)
    if found is None or not stream_key:
        raise NotFound
    return found
