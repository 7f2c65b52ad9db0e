"""Sending the picture: a broadcast begins, takes parts and ends."""

import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom import video
from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.models import Broadcast, ClassSession, VideoSource
from blueprints.classroom.services import running
from blueprints.classroom.services.media_refusals import refusal
from media import errors, space, types
from media.errors import Refused
from media.folders import new_key
from media.spool import About, Spool
from store import NotFound, UserError, db, record, write
from store.actors import Actor

_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Part:
    """A piece of a recording as it came over HTTP; `digest` is the SHA-256 its sender names."""

    number: int
    digest: str
    media_type: str
    content: bytes


def begin(actor: Actor, session_id: int, media_type: str, now: datetime) -> str:
    """Begin sending from a browser; the key of the broadcast. Opens the session if need be.

    What the same account was sending is ended: a recorder that began anew takes over.
    """
    try:
        types.parse(media_type)
        space.refuse_full(video.folders(), video.limit())
    except Refused as refused:
        raise refusal(refused.code) from None
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        _refuse_other_sender(session, actor)
        end_all(session.id, now)
        running.go_live(actor, session_id, now)
        return begin_broadcast(
            session, About(session.key, actor.ref, media_type, now.timestamp()), now
        )


def add_part(actor: Actor, session_id: int, key: str, part: Part, now: datetime) -> None:
    """Take a part. A replayed one is answered alike and stored once."""
    broadcast, spool = _own(actor, session_id, key)
    try:
        _refuse_odd(broadcast, spool, part)
        spool.add(part.number, part.digest, part.content)
    except Refused as refused:
        if refused.code == errors.DISK_FULL:
            _note_problem(broadcast.id, refused.code, now)
        raise refusal(refused.code) from None
    if broadcast.problem:
        _note_problem(broadcast.id, "", now)


def end(actor: Actor, session_id: int, key: str, count: int, now: datetime) -> None:
    """No more than `count` parts will come. Doing it again changes nothing."""
    broadcast, spool = _own(actor, session_id, key)
    with write():
        _end(db.session.get_one(Broadcast, broadcast.id), spool, count, now)


def stop(actor: Actor, session_id: int, now: datetime) -> None:
    """End whatever is being sent, whoever sends it."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        end_all(session.id, now)


def end_with_session(session_id: int, now: datetime) -> None:
    """The session has ended, and its picture with it."""
    with write():
        end_all(session_id, now)


def begin_broadcast(session: ClassSession, about: About, now: datetime) -> str:
    """A new broadcast of a locked session; its key."""
    key = new_key(now)
    try:
        Spool.begin(video.folders(), key, about)
    except Refused as refused:
        raise refusal(refused.code) from None
    source = VideoSource.OBS if about.source else VideoSource.BROWSER
    session.source = source
    db.session.add(
        Broadcast(
            session_id=session.id,
            key=key,
            source=source,
            media_type=about.media_type,
            started_at=now,
        )
    )
    record(Happened(session.id, "video.started", now))
    return key


def _own(actor: Actor, session_id: int, key: str) -> tuple[Broadcast, Spool]:
    """The actor's own broadcast of this session."""
    session = session_for(actor, session_id, Right.RUN)
    found = None
    if _KEY.fullmatch(key):
        found = db.session.scalar(sa.select(Broadcast).where(Broadcast.key == key))
    if found is None or found.session_id != session.id:
        raise NotFound
    try:
        spool = Spool.open(video.folders(), key)
    except Refused as refused:
        raise refusal(refused.code) from None
    if spool.about.owner != actor.ref:
        raise refusal(errors.NOT_YOURS)
    return found, spool


def _refuse_odd(broadcast: Broadcast, spool: Spool, part: Part) -> None:
    if part.media_type.partition(";")[0].strip() != broadcast.media_type.partition(";")[0].strip():
        raise Refused(errors.WRONG_TYPE)
    if not spool.has(part.number):
        space.refuse_full(video.folders(), video.limit())


def _refuse_other_sender(session: ClassSession, actor: Actor) -> None:
    for broadcast in _open(session.id):
        spool = Spool(video.folders().spool(broadcast.key))
        if spool.end_of_parts is None and _owner(spool) not in ("", actor.ref):
            raise UserError(
                _("Somebody else is sending already. Stop that first."),
                status=409,
                code="other_sender",
            )


def _owner(spool: Spool) -> str:
    try:
        return spool.about.owner
    except TypeError:  # nothing is left of it
        return ""


def _open(session_id: int) -> list[Broadcast]:
    query = sa.select(Broadcast).where(
        Broadcast.session_id == session_id, Broadcast.ended_at.is_(None)
    )
    return list(db.session.scalars(query.order_by(Broadcast.id)))


def end_all(session_id: int, now: datetime) -> None:
    """End what is being sent. Inside of a write transaction, with the session locked."""
    for broadcast in _open(session_id):
        spool = Spool(video.folders().spool(broadcast.key))
        count = 0
        while spool.has(count):
            count += 1
        _end(broadcast, spool, count, now)


def _end(broadcast: Broadcast, spool: Spool, count: int, now: datetime) -> None:
    if broadcast.ended_at is not None:
        return
    broadcast.ended_at = now
    if spool.folder.exists():
        spool.end(max(0, count))
    record(Happened(broadcast.session_id, "video.ended", now))


def _note_problem(broadcast_id: int, problem: str, now: datetime) -> None:
    with write():
        broadcast = db.session.get_one(Broadcast, broadcast_id)
        if broadcast.problem != problem:
            broadcast.problem = problem
            record(Happened(broadcast.session_id, "video.health", now, {"problem": problem}))
