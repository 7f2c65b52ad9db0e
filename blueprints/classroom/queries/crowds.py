"""Rehearsals: which there is of a session, and the synthetic viewers in its room."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blueprints.classroom.models import ClassSession, Participant, SessionState
from store import db


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsal as its studio shows it. `is_played`: a crowd comes and goes."""

    id: int
    of: int
    is_live: bool
    is_played: bool
    here: int


def crowd_of(session: ClassSession) -> frozenset[int]:
    """The synthetic viewers who are there: the first ones, as many as came."""
    if session.counts or not session.crowd_here:
        return frozenset()
    query = (
        sa.select(Participant.id)
        .where(Participant.session_id == session.id, Participant.synthetic)
        .order_by(Participant.id)
        .limit(session.crowd_here)
    )
    return frozenset(db.session.scalars(query))


def running_rehearsal(session_id: int) -> int | None:
    """The rehearsal of a session that is live."""
    query = sa.select(ClassSession.id).where(
        ClassSession.rehearsal_of == session_id, ClassSession.state == SessionState.LIVE
    )
    return db.session.scalar(query.order_by(ClassSession.id.desc()).limit(1))


def studio_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_rehearsal.html`."""
    session = db.session.get_one(ClassSession, session_id)
    if session.rehearsal_of is None:
        return {"rehearsal": None}
    is_played = bool(session.crowd) and session.is_live
    return {
        "rehearsal": Rehearsal(
            session.id, session.rehearsal_of, session.is_live, is_played, session.crowd_here
        )
    }
