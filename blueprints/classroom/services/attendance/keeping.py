"""The ledger of minutes: many stretches in one transaction, never one write a beat."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from blueprints.classroom.minutes.tracker import Stretch
from blueprints.classroom.models import Participant, Stay, ViewerCount
from blueprints.classroom.queries.room import givers_of
from store import db, write

AT_ONCE = 1_000  # stretches in one transaction: others write in between


@dataclass(frozen=True)
class Sample:
    """Who is in a session's room at a moment, and how many wait for the picture."""

    present: frozenset[int]
    stalled: int


def keep(stretches: Sequence[Stretch]) -> None:
    """Write new stretches, and how far those that are known have come."""
    for start in range(0, len(stretches), AT_ONCE):
        part = stretches[start : start + AT_ONCE]
        with write():
            rows = _keep([one for one in part if one.row is None])
            _move_on([one for one in part if one.row is not None])
        for stretch, row in zip((one for one in part if one.row is None), rows, strict=True):
            stretch.row = row
        for stretch in part:
            stretch.changed = False


def sample(samples: Mapping[int, Sample], at: datetime) -> None:
    """Note how many people were in the rooms, by session; at most once a moment."""
    with write():
        known = set(
            db.session.scalars(sa.select(ViewerCount.session_id).where(ViewerCount.at == at))
        )
        for session_id, found in samples.items():
            if session_id not in known:
                _note(session_id, found, at)


def _note(session_id: int, found: Sample, at: datetime) -> None:
    people = _audience(session_id, found.present)
    with suppress(IntegrityError), db.session.begin_nested():  # another process was quicker
        db.session.add(
            ViewerCount(session_id=session_id, at=at, people=people, stalled=found.stalled)
        )


def _keep(stretches: list[Stretch]) -> list[int]:
    if not stretches:
        return []
    query = sa.insert(Stay).returning(Stay.id, sort_by_parameter_order=True)
    return list(db.session.scalars(query, [_columns(one) for one in stretches]))


def _columns(stretch: Stretch) -> dict[str, object]:
    return {
        "session_id": stretch.place.session_id,
        "participant_id": stretch.place.participant_id,
        "kind": stretch.place.kind,
        "device": stretch.place.device,
        "since": stretch.since,
        "until": stretch.until,
        "reason": stretch.reason,
        "from_ms": stretch.from_ms,
        "to_ms": stretch.to_ms,
    }


def _move_on(stretches: list[Stretch]) -> None:
    if stretches:
        db.session.execute(
            sa.update(Stay),
            [{"id": one.row, "until": one.until, "to_ms": one.to_ms} for one in stretches],
        )


def _audience(session_id: int, present: frozenset[int]) -> int:
    """Those present without who gives the session, and without made-up viewers."""
    made_up = sa.select(Participant.id).where(
        Participant.session_id == session_id, Participant.synthetic.is_(True)
    )
    return len(present.difference(db.session.scalars(made_up)) - givers_of(session_id))
