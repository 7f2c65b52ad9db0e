"""Ceremonies of a round, and who may look at them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.access import Right, may, require
from blueprints.contests.models import Ceremony
from store import NotFound, db
from store.actors import Actor


@dataclass(frozen=True)
class CeremonyLine:
    """A ceremony in the list of a round."""

    id: int
    rehearsal: bool
    manner: str
    shown: int
    steps: int
    began_at: datetime
    ended_at: datetime | None
    completed: bool


def ceremonies_of(round_id: int) -> list[CeremonyLine]:
    """The newest first."""
    query = sa.select(Ceremony).where(Ceremony.round_id == round_id).order_by(Ceremony.id.desc())
    return [
        CeremonyLine(
            c.id, c.rehearsal, c.manner, c.shown, c.steps, c.began_at, c.ended_at, c.completed
        )
        for c in db.session.scalars(query)
    ]


def running_ceremony(round_id: int, *, rehearsal: bool = False) -> Ceremony | None:
    """The one under way."""
    return db.session.scalar(
        sa.select(Ceremony)
        .where(
            Ceremony.round_id == round_id,
            Ceremony.rehearsal == rehearsal,
            Ceremony.ended_at.is_(None),
        )
        .limit(1)
    )


def instead_of(ceremony: Ceremony) -> Ceremony | None:
    """The one begun after this one was broken off, as long as it is under way."""
    if ceremony.ended_at is None or ceremony.completed:
        return None
    return running_ceremony(ceremony.round_id, rehearsal=ceremony.rehearsal)


def ceremony_for(
    actor: Actor, ceremony_id: int, right: Right = Right.VIEW, *, lock: bool = False
) -> Ceremony:
    """A ceremony for the staff; locked for writing when a service asks for it."""
    db.session.flush()
    found = db.session.get(
        Ceremony, ceremony_id, with_for_update=lock or None, populate_existing=True
    )
    require(actor, found.round.contest if found else None, right)
    assert found is not None
    return found


def hall_ceremony(actor: Actor, ceremony_id: int) -> Ceremony:
    """A ceremony as a hall shows it: to everybody in a public contest, but no rehearsal."""
    found = db.session.get(Ceremony, ceremony_id, populate_existing=True)
    if found is None:
        raise NotFound
    contest = found.round.contest
    if (contest.public and not found.rehearsal) or may(actor, contest, Right.VIEW):
        return found
    raise NotFound
