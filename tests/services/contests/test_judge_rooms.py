"""What goes into the judges' live rooms, and which device may be in them."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.models import JudgeDevice
from blueprints.contests.services import desk, progress, seats
from realtime import Identity, log, rooms
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="five_judges_trimmed")


def items(hall: Hall, judge: int) -> list[tuple[str, object]]:
    db.session.rollback()
    room = f"judge:{hall.judges[judge].id}"
    place = log.position(room)
    found = log.items(room, 0, place.seq)["items"]
    return [(item["kind"], item["payload"]) for item in found]


def test_a_call_reaches_every_judge_of_the_round(hall: Hall) -> None:
    entry = hall.entry(1).key
    desk.call_entry(SYSTEM, hall.round_id, entry, hall.now)
    payload = {"round": hall.round_id, "state": "open", "value": None, "entry": entry}
    for judge in range(3):
        assert items(hall, judge)[-1] == ("call", payload)


def test_answers_of_the_desk_reach_only_their_judge(hall: Hall) -> None:
    for item, value in (("content", "36"), ("skill", "36"), ("effect", "18")):
        hall.mark(0, 0, item, value)
    hall.lock(0, 0)
    before = items(hall, 1)
    who = (SYSTEM, hall.round_id, hall.entry(0).key, hall.judges[0].id)
    desk.answer_reopening(*who, hall.now, granted=True)
    assert items(hall, 0)[-1][0] == "reopen"
    assert items(hall, 1) == before


def test_no_mark_is_ever_written_into_a_room(hall: Hall) -> None:
    hall.mark(0, 0, "content", "36.5")
    for judge in range(3):
        assert {kind for kind, _payload in items(hall, judge)} <= {"state"}


def test_pausing_is_told_with_the_new_state(hall: Hall) -> None:
    progress.pause_round(SYSTEM, hall.round_id, hall.now)
    kind, payload = items(hall, 2)[-1]
    assert kind == "state" and payload["state"] == "paused"  # type: ignore[index]


def test_only_the_device_that_sits_there_may_join(hall: Hall) -> None:
    first, other = hall.judges[0], hall.judges[1]
    room = f"judge:{first.id}"
    assert rooms.allowed(Identity("device", first.device_id), room)
    assert not rooms.allowed(Identity("device", other.device_id), room)
    assert not rooms.allowed(Identity("judge", first.id), room)
    assert not rooms.allowed(Identity("account", first.device_id), room)
    assert not rooms.allowed(Identity("device", 999_999), room)

    pin = seats.issue_pin(SYSTEM, first.id or 0, hall.now)
    seat = seats.sit_down_by_pin(pin, "iPad", hall.now, take_over=True)
    db.session.rollback()
    assert not rooms.allowed(Identity("device", first.device_id), room)
    assert rooms.allowed(Identity("device", seat.device_id), room)
    assert db.session.get(JudgeDevice, first.device_id).replaced_at == hall.now
