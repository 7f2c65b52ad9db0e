"""What the packager kept of a broadcast takes its place in the replay."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from blueprints.classroom.events import Happened
from blueprints.classroom.models import Broadcast, ClassSession, Recording
from media.packaging import Packaged
from store import db, record, write


def packaged(result: Packaged, now: datetime) -> None:
    """Note what was kept of a broadcast that is over. Doing it again changes nothing."""
    with write():
        broadcast = db.session.scalar(sa.select(Broadcast).where(Broadcast.key == result.key))
        if broadcast is None:  # its session was removed
            return
        db.session.get(ClassSession, broadcast.session_id, with_for_update=True)
        if broadcast.ended_at is None:
            broadcast.ended_at = now
            record(Happened(broadcast.session_id, "video.ended", now))
        broadcast.problem = result.problem
        if result.duration > 0:
            _keep(broadcast, result)


def _keep(broadcast: Broadcast, result: Packaged) -> None:
    started = datetime.fromtimestamp(result.starts, UTC)
    broadcast.program_start = started
    known = db.session.scalar(sa.select(Recording).where(Recording.broadcast_id == broadcast.id))
    if known is None:
        db.session.add(
            Recording(
                session_id=broadcast.session_id,
                broadcast_id=broadcast.id,
                started_at=started,
                duration_ms=round(result.duration * 1000),
                begins_ms=0,
                size=result.size,
            )
        )
        db.session.flush()
    _line_up(broadcast.session_id)


def _line_up(session_id: int) -> None:
    """Recordings follow each other as their broadcasts began, whichever was packaged first."""
    rows = db.session.execute(
        sa.select(Recording)
        .join(Broadcast, Broadcast.id == Recording.broadcast_id)
        .where(Recording.session_id == session_id)
        .order_by(Broadcast.key)
    ).scalars()
    begins = timedelta(0)
    for recording in rows:
        recording.begins_ms = begins // timedelta(milliseconds=1)
        begins += timedelta(milliseconds=recording.duration_ms)
