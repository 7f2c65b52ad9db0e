"""Forged rooms, tickets and beats on a real server: refused, and nobody else is touched."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from realtime import tickets
from store import db
from tests.support.audience import Listener
from tests.support.classroom import Room, add_session, make_room
from tests.support.server import Server


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


@pytest.fixture
def viewer(serving: Server, room: Room) -> Iterator[Listener]:
    with closing(Listener(serving.url, room.key, "晴空")) as listener:
        yield listener


def test_a_viewers_ticket_opens_their_own_rooms_only(room: Room, viewer: Listener) -> None:
    number, _key = add_session(room.world.west, datetime.now(UTC), {}, key="test-other-001")
    own = int(viewer.own.partition(":")[2])
    for name in (
        f"studio:{room.session_id}:zh",
        f"class:{number}:zh",
        f"studio:{number}:zh",
        f"viewer:{own + 1}",
        f"class:{room.session_id}",
        f"class:{room.session_id}:xx",
        f"class:{room.session_id}:zh:zh",
        f"class:0{room.session_id}x:zh",
        "class:99999999999999999999:zh",
        "viewer:-1",
        "viewer:",
    ):
        assert not viewer.socket.join(name, viewer.ticket)["ok"], name
    assert viewer.say("还在", "still-here-01")["state"] == "shown"


def test_a_signed_name_gives_no_right(room: Room, viewer: Listener) -> None:
    """Whatever a ticket says: rights are read at each join."""
    now = datetime.now(UTC)
    studio, own = f"studio:{room.session_id}:zh", viewer.own
    for ref in (own, "anonymous", f"account:{room.host}"):
        forged = tickets.issue(ref, [studio.rpartition(":")[0]], now)
        assert viewer.socket.join(studio, forged) == {"ok": False, "reason": "forbidden"}
    old = tickets.issue(own, [own], now - timedelta(days=2))
    for ticket in (old, viewer.ticket[:-2], viewer.ticket[::-1], "x" * 3000, "", None, 7):
        assert not viewer.socket.join(own, ticket)["ok"]


def test_nobody_beats_for_somebody_else(serving: Server, room: Room, viewer: Listener) -> None:
    said = {"state": "playing", "kind": "live", "device": "phone-0001", "participant_id": 1}
    with closing(Listener(serving.url, room.key, "海风")) as other:
        act = {"room": other.own, "name": "beat", "data": said}
        assert not viewer.socket.call("act", act).get("ok")
        act["room"] = viewer.own
        assert viewer.socket.call("act", act)["ok"]


def test_a_flood_of_beats_is_dammed(viewer: Listener) -> None:
    said = {"state": "playing", "kind": "live", "device": "phone-0001"}
    act = {"room": viewer.own, "name": "beat", "data": said}
    asked = [viewer.socket.send("act", act) for _n in range(120)]  # without a pause
    answers = [viewer.socket.answer(number) for number in asked]
    assert any(not answer.get("ok") for answer in answers)
    assert answers[0]["ok"] and answers[0]["seconds"] < 5


def test_guests_leave_when_the_session_becomes_the_organisations(
    room: Room, viewer: Listener
) -> None:
    room.session.visibility = "organisation"
    db.session.commit()  # told by nobody: found out when rights are read again

    def put_out() -> set[str]:
        told = [one for one in viewer.socket.named("control") if one["name"] == "expelled"]
        return {f"{one['room']} {one['data']['reason']}" for one in told}

    wanted = {f"{viewer.room} revoked", f"{viewer.own} revoked"}
    viewer.until(lambda: put_out() == wanted)
