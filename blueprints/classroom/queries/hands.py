"""Raised hands, and who was picked by lot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blueprints.classroom.models import Hand, Pick
from store import NotFound, db
from store.lots import drawn


@dataclass(frozen=True)
class HandView:
    """A raised hand."""

    id: int
    nickname: str
    raised_at: datetime
    called_at: datetime | None


@dataclass(frozen=True)
class Lot:
    """One of those present at a draw: `mark` is what the draw sorted by."""

    number: int
    nickname: str
    mark: str


@dataclass(frozen=True)
class PickView:
    """Somebody who was picked, from how many, and the seed."""

    id: int
    participant_id: int
    nickname: str
    seed: str
    picked_at: datetime
    pool: int


def hands_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_hands.html`: called ones first, then in the order in which they went up."""
    query = (
        sa.select(Hand)
        .where(Hand.session_id == session_id, Hand.lowered_at.is_(None))
        .options(joinedload(Hand.participant))
        .order_by(Hand.called_at.is_(None), Hand.raised_at, Hand.id)
    )
    hands = [
        HandView(hand.id, hand.participant.nickname, hand.raised_at, hand.called_at)
        for hand in db.session.scalars(query)
    ]
    return {"hands": hands}


def own_hand(participant_id: int) -> str:
    """`raised`, `called`, or nothing."""
    query = sa.select(Hand).where(Hand.participant_id == participant_id, Hand.lowered_at.is_(None))
    hand = db.session.scalars(query.order_by(Hand.id)).first()
    if hand is None:
        return ""
    return "raised" if hand.called_at is None else "called"


def picks_panel(session_id: int) -> dict[str, Any]:
    """For `room/_pick.html` and `studio/_picks.html`: who was picked, the last one first."""
    query = (
        sa.select(Pick)
        .where(Pick.session_id == session_id)
        .options(joinedload(Pick.participant))
        .order_by(Pick.id.desc())
    )
    return {"picks": [_pick(pick) for pick in db.session.scalars(query)]}


def _pick(pick: Pick) -> PickView:
    names = {one["id"]: one["nickname"] for one in pick.pool}
    winner = names.get(pick.participant_id, pick.participant.nickname)
    return PickView(pick.id, pick.participant_id, winner, pick.seed, pick.picked_at, len(names))


def draw(session_id: int, pick_id: int) -> tuple[PickView, tuple[Lot, ...]]:
    """A draw held again from its seed: everybody who was present, in the order of the draw."""
    pick = db.session.get(Pick, pick_id) if 0 < pick_id < 2**31 else None
    if pick is None or pick.session_id != session_id:
        raise NotFound
    names = {one["id"]: one["nickname"] for one in pick.pool}
    marks = {number: drawn(pick.seed, number) for number in names}
    order = sorted(names, key=marks.__getitem__)
    return _pick(pick), tuple(Lot(number, names[number], marks[number]) for number in order)
