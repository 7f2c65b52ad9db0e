"""Picking somebody by lot among those present: nobody twice, and repeatable by anybody."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, outsiders, session_for
from blueprints.classroom.events import Happened, ToldOne
from blueprints.classroom.models import ClassSession, Participant, Pick, RoomRole
from blueprints.classroom.services.chat import cleaning
from store import UserError, audit, db, record, write
from store.actors import Actor
from store.lots import drawn, new_seed

LONGEST_SEED = 64


def pick(actor: Actor, session_id: int, present: Collection[int], seed: str, now: datetime) -> int:
    """Pick one of `present`; the seed is made up here when none is given. Their id."""
    seed = cleaning.clean(seed)[:LONGEST_SEED] if seed.strip() else new_seed()
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)  # one draw at a time
        pool = _pool(session, present, now)
        if not pool:
            raise UserError(
                _("There is nobody in the room who was not picked yet."), status=409, code="empty"
            )
        winner = min(pool, key=lambda number: drawn(seed, number))
        row = Pick(
            session_id=session.id,
            participant_id=winner,
            seed=seed,
            pool=[{"id": number, "nickname": pool[number]} for number in sorted(pool)],
            picked_at=now,
        )
        db.session.add(row)
        db.session.flush()  # its id is told to everybody
        record(Happened(session.id, "pick.drawn", now, {"id": row.id}))
        record(ToldOne(winner, "pick.drawn", now))
        _note(actor, session, seed, now)
        return winner


def _pool(session: ClassSession, present: Collection[int], now: datetime) -> dict[int, str]:
    """Viewers and guests who are here, were never picked, and may be: number → nickname."""
    before = sa.select(Pick.participant_id).where(Pick.session_id == session.id)
    query = sa.select(Participant).where(
        Participant.session_id == session.id,
        Participant.role.in_((RoomRole.VIEWER, RoomRole.GUEST)),
        Participant.id.not_in(before),
    )
    away = outsiders(session, now)
    return {
        person.id: person.nickname
        for person in db.session.scalars(query)
        if person.id in present
        and person.id not in away
        and (not person.synthetic or not session.counts)
    }


def _note(actor: Actor, session: ClassSession, seed: str, now: datetime) -> None:
    audit(
        actor, "class.picked", f"class:{session.id}", now,
        organisation_id=session.organisation_id, seed=seed,
    )  # fmt: skip
