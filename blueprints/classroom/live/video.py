"""The picture ends with its session; and how many viewers' pictures stand still just now."""

import time

from blueprints.classroom.events import Happened
from blueprints.classroom.services import broadcasts
from store import after_commit

REMEMBERED_S = 20.0  # players tell again every ten seconds while they stand still
MOST = 20_000  # viewers remembered of one session

_stalls: dict[int, dict[int, float]] = {}


def note_stall(session_id: int, participant_id: int, *, stalled: bool) -> None:
    """A viewer's player says that its picture stands still, or goes on again."""
    of_session = _stalls.setdefault(session_id, {})
    if not stalled:
        of_session.pop(participant_id, None)
    elif participant_id in of_session or len(of_session) < MOST:
        of_session[participant_id] = time.monotonic() + REMEMBERED_S


def stalled(session_id: int) -> int:
    """How many viewers' pictures stand still, as far as this process was told."""
    of_session = _stalls.get(session_id, {})
    now = time.monotonic()
    for participant_id in [p for p, until in of_session.items() if until <= now]:
        del of_session[participant_id]
    return len(of_session)


@after_commit(Happened)
def _end_with_session(event: Happened) -> None:
    if event.kind == "session.ended":
        _stalls.pop(event.session_id, None)
        broadcasts.end_with_session(event.session_id, event.at)
