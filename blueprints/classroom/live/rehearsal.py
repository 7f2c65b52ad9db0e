"""The crowd of a rehearsal is counted where people are counted: in that room only."""

from blueprints.classroom.events import CrowdMoved
from blueprints.classroom.live import doors
from blueprints.classroom.live.room import count_viewers
from store import after_commit


@after_commit(CrowdMoved)
def _tell(event: CrowdMoved) -> None:
    doors.forget()
    count_viewers(event.session_id)
