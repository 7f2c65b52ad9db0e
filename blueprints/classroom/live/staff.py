"""Whoever loses a role in a session leaves its studio at once."""

from blueprints.classroom.events import StaffLeft
from blueprints.classroom.live.room import room_names
from realtime import Identity, rooms
from store import after_commit


@after_commit(StaffLeft)
def _show_out(event: StaffLeft) -> None:
    identity = Identity("viewer", event.participant_id)
    for room in room_names(event.session_id, "studio"):
        rooms.expel(identity, room, "role")
