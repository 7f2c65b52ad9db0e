"""The time line of a session: of what was recorded, or of the session itself without a picture."""

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, Recording
from blueprints.classroom.timeline import MILLISECOND, Stretch, Timeline
from store import db


def timeline_of(session: ClassSession) -> Timeline:
    """Of the recordings; without any it is the chat alone, from going live to the end."""
    recorded = db.session.scalars(
        sa.select(Recording).where(Recording.session_id == session.id)
    ).all()
    if recorded:
        return Timeline(Stretch(r.begins_ms, r.started_at, r.duration_ms) for r in recorded)
    if session.went_live_at is None or session.ended_at is None:
        return Timeline(())
    length = (session.ended_at - session.went_live_at) // MILLISECOND
    return Timeline((Stretch(0, session.went_live_at, max(length, 0)),))
