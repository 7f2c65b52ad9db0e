"""How far somebody got in a replay: from the stretches that were measured, on any device."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.classroom.minutes.replays import Seen
from blueprints.classroom.models import Stay, StayKind
from store import db


@dataclass(frozen=True)
class Watched:
    """`position_ms` is where they stopped last; `percent` how much was seen at least once."""

    position_ms: int = 0
    percent: int = 0


def watched(participant_id: int, length_ms: int) -> Watched:
    """Of one participant."""
    query = (
        sa.select(Stay.from_ms, Stay.to_ms)
        .where(
            Stay.participant_id == participant_id,
            Stay.kind == StayKind.REPLAY,
            Stay.from_ms.is_not(None),
            Stay.to_ms.is_not(None),
        )
        .order_by(Stay.until, Stay.id)
    )
    seen, position = Seen((), length_ms), 0
    for from_ms, to_ms in db.session.execute(query):
        seen, position = seen.and_(from_ms, to_ms), to_ms
    is_at_end = position >= length_ms - 3_000  # whoever comes again begins anew
    return Watched(0 if is_at_end else max(0, position), seen.percent)
