"""Seats are given once, whatever races there are."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Registration
from blueprints.classroom.services import registration
from blueprints.people.queries import actor_for_account
from store import UserError, db, write
from store.actors import ANONYMOUS, Actor
from tests.support.classroom import Room, make_room
from tests.support.people import account

SEATS = 5


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now, state="scheduled", registration=True, seat_limit=SEATS)


def workers(room: Room, count: int, now: datetime) -> list[Actor]:
    with write():
        ids = [account(f"worker{n}", f"工人{n}", room.world.street, now) for n in range(count)]
    found = [actor_for_account(one) for one in ids]
    return [actor for actor in found if actor is not None]


def together(app: Flask, asks: list[Callable[[], None]]) -> list[str]:
    """Ask in as many threads at the same moment; "" or why it was refused."""
    start = threading.Barrier(len(asks))
    db.session.rollback()

    def one(ask: Callable[[], None]) -> str:
        with app.app_context():
            start.wait(timeout=30)
            try:
                ask()
            except UserError as error:
                return error.code
            return ""

    with ThreadPoolExecutor(len(asks)) as pool:
        return list(pool.map(one, asks))


def test_of_twelve_at_once_five_get_the_seats(app: Flask, room: Room, now: datetime) -> None:
    asks = [
        lambda actor=actor: registration.register(actor, room.session_id, now)
        for actor in workers(room, 12, now)
    ]
    answers = together(app, asks)
    assert sorted(answers) == [""] * SEATS + ["full"] * (12 - SEATS)
    assert registration.taken(room.session_id) == SEATS


def test_one_account_many_times_at_once_is_one_seat(app: Flask, room: Room, now: datetime) -> None:
    (actor,) = workers(room, 1, now)
    asks = [lambda: registration.register(actor, room.session_id, now) for _n in range(8)]
    assert together(app, asks) == [""] * 8
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1


def test_a_seat_given_back_goes_to_one_who_waits(app: Flask, room: Room, now: datetime) -> None:
    people = workers(room, 9, now)
    for actor in people[:SEATS]:
        registration.register(actor, room.session_id, now)
    registration.cancel_registration(people[0], room.session_id, now)
    asks = [
        lambda actor=actor: registration.register(actor, room.session_id, now)
        for actor in people[SEATS:]
    ]
    assert sorted(together(app, asks)) == ["", "full", "full", "full"]
    with pytest.raises(UserError) as refused:
        registration.register(people[0], room.session_id, now)
    assert refused.value.code == "full"


def test_who_registers_again_is_reminded_again(app: Flask, room: Room, now: datetime) -> None:
    (actor,) = workers(room, 1, now)
    registration.register(actor, room.session_id, now)
    registration.dismiss_reminder(actor, room.session_id, now)
    registration.cancel_registration(actor, room.session_id, now)
    registration.register(actor, room.session_id, now + timedelta(hours=1))
    kept = db.session.scalars(sa.select(Registration)).one()
    assert (kept.cancelled_at, kept.reminder_seen_at) == (None, None)


@pytest.mark.parametrize("state", ["draft", "ended", "cancelled"])
def test_registration_is_open_only_before_the_end(app: Flask, now: datetime, state: str) -> None:
    room = make_room(now, state=state, registration=True)
    with pytest.raises(UserError) as refused:
        registration.register(room.actor(room.world.clerk), room.session_id, now)
    assert refused.value.status == 409
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


def test_without_an_account_there_is_no_seat(app: Flask, room: Room, now: datetime) -> None:
    with pytest.raises(UserError) as refused:
        registration.register(ANONYMOUS, room.session_id, now)
    assert refused.value.code == "account"
