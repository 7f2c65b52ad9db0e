"""The job that fills a rehearsal's room: through a real server, and never into a real session."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom import jobs
from blueprints.classroom.crowds import Player, Script
from blueprints.classroom.models import ClassSession, Message, Participant
from blueprints.classroom.services import rehearsal, running
from extensions import queue
from store import db
from tests.support.audience import Listener
from tests.support.classroom import Room, make_room
from tests.support.server import Server


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC), state="scheduled")


@pytest.fixture
def made(room: Room) -> ClassSession:
    made = rehearsal.make(room.actor(room.host), room.session_id, datetime.now(UTC))
    return db.session.get_one(ClassSession, made)


@pytest.fixture
def host(serving: Server, made: ClassSession) -> Iterator[Listener]:
    with closing(Listener(serving.url, made.key, "周老师", username="host")) as listener:
        yield listener


def fill(room: Room, made: ClassSession, size: int) -> str:
    return rehearsal.fill(room.actor(room.host), made.id, size, datetime.now(UTC))


def people(host: Listener) -> list[int]:
    return [
        state["values"]["people"] for state in host.socket.named("state")
        if "people" in state["values"]
    ]  # fmt: skip


def test_the_room_fills_and_empties(
    room: Room, made: ClassSession, serving: Server, host: Listener
) -> None:
    key = fill(room, made, 40)
    address = f"{serving.url}/class/crowd/{made.id}?lang=zh"

    def hear(_seconds: float) -> None:
        """Figures are told once a second, the latest only: wait for that of a full room."""
        db.session.rollback()
        if made.crowd_here > 20:
            host.until(lambda: max(people(host), default=0) > 20)

    player = Player(address, key)
    assert player.play(islice(Script(40, "lively", seed=1), 50), sleep=hear)
    player.go_home()
    host.until(lambda: people(host)[-1:] == [0])  # the host is no viewer
    assert max(people(host)) > 20
    db.session.rollback()
    assert made.crowd == "" and made.crowd_here == 0
    said = db.session.scalar(sa.select(sa.func.count(Message.id)))
    host.until(lambda: len(host.texts()) == said)  # words travel apart from the figures
    assert said and all(text.startswith("［演练］") for text in host.texts())


def test_the_job_ends_with_the_rehearsal(
    app: Flask, room: Room, made: ClassSession, serving: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.extensions["settings"], public_url=serving.url)
    monkeypatch.setitem(app.extensions, "settings", settings)
    key = fill(room, made, 10)
    running.end(room.actor(room.host), made.id, datetime.now(UTC))
    jobs.play_crowd(f"/class/crowd/{made.id}", key, 10, "lively")  # comes back at once
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 0


def test_the_job_plays_a_piece_and_asks_for_the_next(
    app: Flask, room: Room, made: ClassSession, serving: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No worker is held for a quarter of an hour; the last piece sends the crowd home."""
    settings = replace(app.extensions["settings"], public_url=serving.url)
    monkeypatch.setitem(app.extensions, "settings", settings)
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    monkeypatch.setattr(jobs, "CROWD_SECONDS", 4)
    key = fill(room, made, 10)
    job = (f"/class/crowd/{made.id}", key, 10, "lively")
    assert queue.huey is not None
    queue.huey.flush()
    jobs.play_crowd(*job)
    [waiting] = queue.huey.pending()
    assert waiting.args == (*job, 2)
    db.session.rollback()
    assert made.crowd == key and made.crowd_here > 0
    jobs.play_crowd(*waiting.args)
    db.session.rollback()
    assert (made.crowd, made.crowd_here) == ("", 0)
    assert len(queue.huey.pending()) == 1, "nothing comes after the last piece"


@pytest.mark.parametrize("key", ["", "wrong", "\u00fc" * 9])
def test_who_does_not_know_the_key_plays_nothing(
    app: Flask, room: Room, made: ClassSession, key: str
) -> None:
    fill(room, made, 10)
    browser = app.test_client()
    for session_id in (made.id, room.session_id, 999_999):
        answer = browser.post(
            f"/class/crowd/{session_id}",
            json={"here": 10, "deeds": [["say", 0, 1]]},
            headers={"X-Crowd": key.encode().decode("latin-1")},
        )
        assert answer.status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Message.id))) == 0


@pytest.mark.parametrize(
    "body",
    [
        "[]", "{", '{"here": "x", "deeds": 7}', '{"here": -5, "deeds": [[]]}',
        '{"here": 5, "deeds": [["ban", 0, 1], ["say"], ["say", null, {}], [["say"], 1, 1]]}',
        '{"here": 99999999999999, "deeds": []}', '{"here": 1, "deeds": [' + "[]," * 9000 + "[]]}",
    ],
)  # fmt: skip
def test_strange_beats_do_no_harm(app: Flask, room: Room, made: ClassSession, body: str) -> None:
    key = fill(room, made, 10)
    answer = app.test_client().post(
        f"/class/crowd/{made.id}", data=body, content_type="application/json",
        headers={"X-Crowd": key},
    )  # fmt: skip
    assert answer.status_code in (204, 404)
    assert db.session.get_one(ClassSession, made.id).crowd_here <= 1000
    assert db.session.scalar(sa.select(sa.func.count(Participant.id))) == 10
