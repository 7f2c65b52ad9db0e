"""Minutes on a real server: beats through the socket, the ledger, and a kill in the middle."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Participant, Stay, ViewerCount
from blueprints.classroom.queries.attendance import standing_of
from blueprints.classroom.services import running
from blueprints.contests.replay.visitor import Visitor
from realtime import Identity, tickets
from store import db
from tests.realtime.engine.client import SocketClient
from tests.support.audience import Listener
from tests.support.classroom import Room, come_in, make_room
from tests.support.people import PASSWORD
from tests.support.processes import wait_until
from tests.support.server import Server


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


class Watcher:
    """A browser in the room, as far as attendance sees one."""

    def __init__(self, server: Server, room: Room, who: Participant, device: str) -> None:
        self.own, self._device = f"viewer:{who.id}", device
        port = int(server.url.rpartition(":")[2])
        self.socket = SocketClient(port, device=device)
        rooms = [f"class:{room.session_id}", self.own]
        ticket = tickets.issue(str(Identity("viewer", who.id)), rooms, datetime.now(UTC))
        for name in (f"class:{room.session_id}:zh", self.own):
            assert self.socket.join(name, ticket)["ok"]

    def beat(self, state: str = "playing") -> dict[str, Any]:
        said = {"state": state, "kind": "live", "device": self._device}
        time.sleep(0.15)  # the server takes ten events a second
        answer = self.socket.call("act", {"room": self.own, "name": "beat", "data": said})
        assert answer["ok"], answer
        found: dict[str, Any] = answer
        return found

    def close(self) -> None:
        self.socket.sock.close()


def seconds(reason: str = "") -> float:
    """What the ledger has, looked at anew."""
    db.session.rollback()
    stays = db.session.scalars(sa.select(Stay).where(Stay.reason == reason))
    return sum((one.until - one.since).total_seconds() for one in stays)


def samples() -> list[int]:
    """How many were counted in the room, each time."""
    db.session.rollback()
    return list(db.session.scalars(sa.select(ViewerCount.people)))


def test_minutes_grow_and_are_kept(room: Room, serving: Server) -> None:
    who = come_in(room, "晴空", datetime.now(UTC))
    watcher = Watcher(serving, room, who, "phone-0001")
    assert watcher.beat()["seconds"] == 0
    wait_until(lambda: watcher.beat()["seconds"] >= 2, "two seconds to count")
    wait_until(lambda: watcher.beat() and seconds() >= 2, "the ledger to have them")
    hidden = watcher.beat("hidden")
    assert hidden["reason"] == "hidden"
    wait_until(lambda: watcher.beat("hidden") and seconds("hidden") > 0, "the hidden time")
    assert watcher.beat("hidden")["seconds"] == hidden["seconds"]
    wait_until(lambda: watcher.beat("hidden") and samples(), "a sample")
    assert set(samples()) == {1}
    watcher.close()


def test_two_devices_of_one_person_count_once(room: Room, serving: Server) -> None:
    who = come_in(room, "晴空", datetime.now(UTC))
    devices = [Watcher(serving, room, who, name) for name in ("phone-0001", "laptop-001")]
    began = time.monotonic()
    for watcher in devices:
        watcher.beat()
    wait_until(lambda: devices[0].beat()["seconds"] >= 3, "three seconds to count")
    answers = [watcher.beat() for watcher in devices]
    assert max(one["seconds"] for one in answers) <= time.monotonic() - began + 0.5
    assert [one["elsewhere"] for one in answers] == [False, True]
    for watcher in devices:
        watcher.close()


def test_a_killed_server_loses_no_more_than_fifteen_seconds(room: Room, server: Server) -> None:
    server.start()
    who = come_in(room, "晴空", datetime.now(UTC))
    watcher = Watcher(server, room, who, "phone-0001")
    shown = watcher.beat()["seconds"]

    def kept() -> bool:
        nonlocal shown
        shown = watcher.beat()["seconds"]
        return seconds() >= 8

    wait_until(kept, "the ledger to have some of it")
    server.kill()
    watcher.close()
    assert shown - seconds() <= 15
    server.start()
    again = Watcher(server, room, who, "phone-0001")
    assert shown - again.beat()["seconds"] <= 15
    again.close()


def test_two_processes_count_one_person_once(
    room: Room, server: Server, tmp_path: Path, app: Flask, redis_url: str
) -> None:
    """A phone on one process, a laptop on the other; stalls told to one are seen at the other."""
    other = Server(app.extensions["settings"], tmp_path / "other.log")
    for one in (server, other):
        one.environ["REDIS_URL"] = redis_url
        one.start()
    try:
        began = datetime.now(UTC)
        who = come_in(room, "晴空", began)
        phone = Watcher(server, room, who, "phone-0001")
        wait_until(lambda: phone.beat() and seconds() >= 5, "the ledger to have some of it")
        laptop = Watcher(other, room, who, "laptop-001")
        assert laptop.beat()["seconds"] >= 5, "what the other process counted"
        wait_until(lambda: laptop.beat()["seconds"] >= 8, "more to count")
        assert laptop.beat()["seconds"] <= (datetime.now(UTC) - began).total_seconds() + 0.5
        guest, host = Listener(server.url, room.key, "远山"), Visitor(other.url)
        host.open("/sign-in")
        host.post("/sign-in", {"username": "host", "password": PASSWORD})
        guest.visitor.post(f"/class/{room.key}/video/stall", {"stalled": "1"})
        health = host.open(f"/classroom/sessions/{room.session_id}/video/health")
        assert json.loads(health)["stalled"] == 1
        for socket in (phone, laptop, guest):
            socket.close()
    finally:
        other.stop()
    found = standing_of(room.session_id, who.id, datetime.now(UTC))
    assert found is not None
    assert found.live_s <= (datetime.now(UTC) - began).total_seconds() + 1


def test_the_end_of_the_session_ends_the_count(room: Room, serving: Server) -> None:
    who = come_in(room, "晴空", datetime.now(UTC))
    watcher = Watcher(serving, room, who, "phone-0001")
    watcher.beat()
    wait_until(lambda: watcher.beat()["seconds"] >= 1, "a second to count")
    running.end(room.actor(room.host), room.session_id, datetime.now(UTC))
    wait_until(lambda: watcher.beat()["reason"] == "over", "the server to see the end")
    counted = watcher.beat()["seconds"]
    assert watcher.beat()["seconds"] == counted
    watcher.close()


def test_nonsense_through_the_socket_counts_nothing(room: Room, serving: Server) -> None:
    who = come_in(room, "晴空", datetime.now(UTC))
    other = come_in(room, "山月", datetime.now(UTC) + timedelta(seconds=1))
    watcher = Watcher(serving, room, who, "phone-0001")
    for data in ({}, {"state": 7}, {"state": "playing", "kind": "live", "device": ["x"]}):
        answer = watcher.socket.call("act", {"room": watcher.own, "name": "beat", "data": data})
        assert "seconds" not in answer
    said = {"state": "playing", "kind": "live", "device": "phone-0001"}
    for_other = {"room": f"viewer:{other.id}", "name": "beat", "data": said}
    assert watcher.socket.call("act", for_other)["ok"] is False
    watcher.close()


def test_who_gives_the_session_is_no_viewer_and_nobody_is_two(room: Room, serving: Server) -> None:
    """As the report counts them, so do room, studio and the session's page."""
    host = Listener(serving.url, room.key, "周老师", username="host")
    viewer = Listener(serving.url, room.key, "晴空")
    assert viewer.socket.join(viewer.room.replace(":zh", ":en"), viewer.ticket)["ok"]

    def told() -> list[int]:
        values = [state["values"] for state in host.socket.named("state")]
        return [one["people"] for one in values if "people" in one]

    host.until(lambda: told()[-1:] == [1], 60)
    assert "1 person watching" in host.visitor.open(f"/class/{room.key}?lang=en")
    viewer.close()
    host.until(lambda: told()[-1:] == [0], 60)
    host.close()
