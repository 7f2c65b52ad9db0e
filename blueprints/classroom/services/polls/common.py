"""Finding a poll of a session."""

from blueprints.classroom.models import Poll
from store import NotFound, db

MOST_ID = 2**31 - 1


def poll_of(session_id: int, poll_id: int, *, lock: bool = False) -> Poll:
    """A poll of this session, its row locked when asked for; NotFound for any other."""
    found = None
    if 0 < poll_id <= MOST_ID:
        found = db.session.get(Poll, poll_id, with_for_update=lock or None, populate_existing=lock)
    if found is None or found.session_id != session_id:
        raise NotFound
    return found
