"""Seats are given once, whatever races there are."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Registration
from blueprints.classroom.queries.reminders import reminders
from blueprints.classroom.queries.seats import place_of
from blueprints.classroom.services import registration
from blueprints.classroom.services.setup import SessionInput, update_session
from blueprints.people.models import Account
from blueprints.people.queries import actor_for_account
from store import UserError, db, write
from store.actors import ANONYMOUS, Actor
from tests.support.at_once import refusals
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


def test_of_twelve_at_once_five_get_the_seats(app: Flask, room: Room, now: datetime) -> None:
    asks = [
        lambda actor=actor: registration.register(actor, room.session_id, now)
        for actor in workers(room, 12, now)
    ]
    answers = refusals(app, asks)
    assert sorted(answers) == [""] * SEATS + ["full"] * (12 - SEATS)
    assert registration.taken(room.session_id) == SEATS


def test_one_account_many_times_at_once_is_one_seat(app: Flask, room: Room, now: datetime) -> None:
    (actor,) = workers(room, 1, now)
    asks = [lambda: registration.register(actor, room.session_id, now) for _n in range(8)]
    assert refusals(app, asks) == [""] * 8
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
    assert sorted(refusals(app, asks)) == ["", "full", "full", "full"]
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


def seated(room: Room) -> set[int]:
    query = sa.select(Registration.account_id).where(Registration.cancelled_at.is_(None))
    return set(db.session.scalars(query.where(Registration.session_id == room.session_id)))


@pytest.fixture
def full(room: Room, now: datetime) -> list[Actor]:
    """Eight workers: five have the seats, three wait in their order."""
    people = workers(room, 8, now)
    for one in people[:SEATS]:
        registration.register(one, room.session_id, now)
    for one in (*people[SEATS:], people[SEATS]):  # the first of them presses twice
        registration.wait(one, room.session_id, now)
    return people


def test_who_waits_longest_moves_up_and_is_told(
    room: Room, full: list[Actor], now: datetime
) -> None:
    first, second, third = full[SEATS:]
    assert place_of(first, room.session).state == "waiting"
    assert place_of(third, room.session).before == 2
    registration.cancel_registration(full[0], room.session_id, now)
    assert first.id in seated(room) and second.id not in seated(room)
    assert place_of(first, room.session).state == "registered"
    assert [card.moved_up for card in reminders(first, now)] == [True]
    registration.dismiss_reminder(first, room.session_id, now)
    assert [card.moved_up for card in reminders(first, now)] == [False]  # it is tomorrow
    registration.stop_waiting(second, room.session_id)
    registration.cancel_registration(full[1], room.session_id, now)
    assert third.id in seated(room) and second.id not in seated(room)
    assert registration.taken(room.session_id) == SEATS


def test_a_closed_account_waits_for_nothing(room: Room, full: list[Actor], now: datetime) -> None:
    db.session.get_one(Account, full[SEATS].id).active = False
    db.session.commit()
    registration.cancel_registration(full[0], room.session_id, now)
    assert full[SEATS + 1].id in seated(room) and full[SEATS].id not in seated(room)


def test_further_seats_are_given_to_who_waits(room: Room, full: list[Actor], now: datetime) -> None:
    session = room.session
    given = SessionInput(
        session.title, session.starts_at, registration=True, seat_limit=SEATS + 2,
    )  # fmt: skip
    update_session(room.actor(room.host), room.session_id, given, now)
    assert {full[SEATS].id, full[SEATS + 1].id} <= seated(room)
    assert place_of(full[-1], room.session).before == 0


def test_seats_given_back_at_once_go_to_as_many_who_wait(
    app: Flask, room: Room, full: list[Actor], now: datetime
) -> None:
    asks = [
        lambda actor=actor: registration.cancel_registration(actor, room.session_id, now)
        for actor in full[:3]
    ]
    assert refusals(app, asks) == ["", "", ""]
    db.session.rollback()
    assert seated(room) == {actor.id for actor in full[3:]}
