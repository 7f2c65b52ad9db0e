"""What the studio shows of the course of a session."""

from typing import Any

from blueprints.classroom.models import ClassSession
from store import db


def course_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_course.html`: the topics, and which one is on."""
    session = db.session.get_one(ClassSession, session_id)
    return {"topics": list(session.topics), "current": session.topic_id, "state": session.state}
