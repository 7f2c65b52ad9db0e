"""The picture ends with its session; and how many viewers' pictures stand still just now."""

import time

from blueprints.classroom.events import Happened
from blueprints.classroom.services import broadcasts
from realtime.hashes import shared
from store import after_commit

REMEMBERED_S = 20.0  # players tell again every ten seconds while they stand still
MOST = 20_000  # viewers remembered of one session


def note_stall(session_id: int, participant_id: int, *, stalled: bool) -> None:
    """A viewer's player says that its picture stands still, or goes on again."""
    table, field = _table(session_id), str(participant_id)
    if not stalled:
        shared().drop(table, field)
    elif shared().size(table) < MOST:
        shared().put(table, field, {"until": time.time() + REMEMBERED_S})


def stalled(session_id: int) -> int:
    """How many viewers' pictures stand still, whichever process they told."""
    table, now = _table(session_id), time.time()
    found = shared().all(table)
    over = [field for field, value in found.items() if value["until"] <= now]
    for field in over:
        shared().drop(table, field)
    return len(found) - len(over)


def _table(session_id: int) -> str:
    return f"stalls:{session_id}"


@after_commit(Happened)
def _end_with_session(event: Happened) -> None:
    if event.kind == "session.ended":
        broadcasts.end_with_session(event.session_id, event.at)
