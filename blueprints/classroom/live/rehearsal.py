"""The crowd of a rehearsal is counted where people are counted: in that room only."""

from blueprints.classroom.events import CrowdMoved
from blueprints.classroom.live import doors
from blueprints.classroom.live.room import people_in, tell_state
from store import after_commit


@after_commit(CrowdMoved)
def _tell(event: CrowdMoved) -> None:
    doors.forget()
    tell_state(event.session_id, "people", people_in(event.session_id))
