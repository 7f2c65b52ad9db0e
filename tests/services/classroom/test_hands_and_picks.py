"""Raised hands in their order; picks among those present, nobody twice, repeatable by seed."""

import hashlib
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Hand, Participant, Pick
from blueprints.classroom.queries import hands as queries
from blueprints.classroom.services import hands, picks
from realtime.models import LiveItem
from store import NotFound, UserError, db, write
from tests.support.classroom import Room, come_in, make_room


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def told(person: int) -> list[str]:
    query = sa.select(LiveItem.kind).where(LiveItem.room == f"viewer:{person}")
    return list(db.session.scalars(query.order_by(LiveItem.seq)))


def test_a_hand_goes_up_once_and_its_owner_is_called(room: Room, now: datetime) -> None:
    one, two = come_in(room, "一", now).id, come_in(room, "二", now).id
    for person, late in ((two, 0), (two, 1), (one, 2)):
        hands.raise_hand(person, raised=True, now=now + timedelta(seconds=late))
    shown = queries.hands_panel(room.session_id)["hands"]
    assert [hand.nickname for hand in shown] == ["二", "一"]
    actor = room.actor(room.moderator)
    hands.call(actor, room.session_id, shown[1].id, now)
    assert queries.own_hand(one) == "called"
    assert told(one) == ["hand.raised", "hand.called"]
    assert told(two) == ["hand.raised"]
    hands.lower(actor, room.session_id, shown[1].id, now)
    assert (queries.own_hand(one), queries.own_hand(two)) == ("", "raised")
    with pytest.raises(UserError):
        hands.call(actor, room.session_id, shown[1].id, now)
    hands.lower_all(actor, room.session_id, now)
    assert queries.hands_panel(room.session_id)["hands"] == []


def test_hands_go_up_while_it_is_live_only(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled")
    with pytest.raises(UserError):
        hands.raise_hand(come_in(room, "一", now).id, raised=True, now=now)
    assert db.session.scalar(sa.select(sa.func.count(Hand.id))) == 0


def test_a_forged_hand_is_not_there(room: Room, now: datetime) -> None:
    with pytest.raises(NotFound):
        hands.call(room.actor(room.moderator), room.session_id, 10**12, now)


def test_everybody_present_is_picked_once_and_then_nobody(room: Room, now: datetime) -> None:
    present = {come_in(room, f"书友{n}", now).id for n in range(5)}
    away = come_in(room, "走了", now).id
    actor = room.actor(room.host)
    picked = [picks.pick(actor, room.session_id, present, "", now) for _ in range(5)]
    assert sorted(picked) == sorted(present)
    assert away not in picked
    with pytest.raises(UserError) as refused:
        picks.pick(actor, room.session_id, present, "", now)
    assert refused.value.code == "empty"


def test_a_draw_can_be_held_again_by_anybody(room: Room, now: datetime) -> None:
    present = {come_in(room, f"书友{n}", now).id for n in range(9)}
    winner = picks.pick(room.actor(room.host), room.session_id, present, "骰子 4-2-6", now)
    row = db.session.scalars(sa.select(Pick)).one()
    by_hand = min(
        (one["id"] for one in row.pool),
        key=lambda number: hashlib.sha256(f"{row.seed}:{number}".encode()).hexdigest(),
    )
    assert (by_hand, row.seed, len(row.pool)) == (winner, "骰子 4-2-6", 9)
    pick, lots = queries.draw(room.session_id, row.id)
    assert (pick.participant_id, lots[0].number) == (winner, winner)
    assert [lot.mark for lot in lots] == sorted(lot.mark for lot in lots)


def test_synthetic_viewers_and_staff_are_never_picked(room: Room, now: datetime) -> None:
    synthetic = come_in(room, "虚拟", now).id
    with write():
        db.session.get_one(Participant, synthetic).synthetic = True
    host = come_in(room, "主", now, room.host).id
    with pytest.raises(UserError):
        picks.pick(room.actor(room.host), room.session_id, {synthetic, host}, "", now)
