"""Minutes to test with: stretches as they are kept, and beats as browsers send them."""

from datetime import datetime, timedelta

from blueprints.classroom.live import attendance
from blueprints.classroom.live.attendance import Beat
from blueprints.classroom.models import Participant, Stay
from store import db, write


def stay(
    participant: Participant,
    since: datetime,
    minutes: float,
    *,
    reason: str = "",
    device: str = "phone-0001",
    kind: str = "live",
    part: tuple[int, int] | None = None,
) -> None:
    """A kept stretch of some minutes."""
    with write():
        db.session.add(
            Stay(
                session_id=participant.session_id,
                participant_id=participant.id,
                kind=kind,
                device=device,
                since=since,
                until=since + timedelta(minutes=minutes),
                reason=reason,
                from_ms=part[0] if part else None,
                to_ms=part[1] if part else None,
            )
        )


def beats(
    participant: Participant,
    now: datetime,
    *seconds: float,
    state: str = "playing",
    device: str = "phone-0001",
) -> dict[str, object]:
    """Beats of one state at these seconds after `now`; the last answer."""
    answer: dict[str, object] = {}
    for after in seconds:
        said = Beat(state, "live", device, None)
        at = now + timedelta(seconds=after)
        answer = attendance.beat(participant.session_id, participant.id, said, at)
    return answer
