"""A page that is turned, and a passage that is marked, reach everybody in the room at once."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from blueprints.classroom.services import excerpts, reading
from tests.support.audience import Listener
from tests.support.classroom import Room, make_room
from tests.support.server import Server

TEXT = "\n".join(f"第{page}页的文字。" + "读" * 380 for page in range(1, 6))


@pytest.fixture
def room(app: Flask) -> Room:
    now = datetime.now(UTC)
    room = make_room(now)
    host = room.actor(room.host)
    made = excerpts.add_text(host, room.session_id, "书", TEXT, now)
    reading.open_excerpt(host, room.session_id, made, now)
    return room


@pytest.fixture
def people(serving: Server, room: Room) -> Iterator[list[Listener]]:
    """The host, and two viewers."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(closing(Listener(serving.url, room.key, name, username=account)))
            for name, account in (("周老师", "host"), ("晴空", ""), ("海风", ""))
        ]


def deed(host: Listener, room: Room, what: str, **fields: object) -> None:
    host.visitor.post(f"/classroom/sessions/{room.session_id}/studio/reading/{what}", fields)


def panels(listener: Listener) -> list[str]:
    frames: list[dict[str, Any]] = listener.socket.named("frame")
    return [
        fragment["html"]
        for frame in frames
        for fragment in frame["fragments"]
        if fragment["target"] == "#room-reading"
    ]


def test_pages_and_marks_reach_everybody(room: Room, people: list[Listener]) -> None:
    host, *viewers = people
    deed(host, room, "turn", page=3)
    for viewer in viewers:
        viewer.until(lambda viewer=viewer: "reading.turned" in viewer.kinds())
        assert "第3页的文字。" in panels(viewer)[-1]
        assert "<form" not in panels(viewer)[-1]
    excerpt = room.session.excerpt_id
    deed(host, room, "highlight", excerpt=excerpt, page=3, paragraph=0, start=0, end=7)
    for viewer in viewers:
        viewer.until(lambda viewer=viewer: "reading.highlighted" in viewer.kinds())
        assert "<mark>第3页的文字。</mark>" in panels(viewer)[-1]


def test_who_was_away_finds_the_page(room: Room, people: list[Listener]) -> None:
    host, viewer, _other = people
    viewer.close()
    for page in (2, 3, 4):
        deed(host, room, "turn", page=page)
    viewer.connect()
    viewer.until(lambda: viewer.kinds().count("reading.turned") == 3)
    panel = viewer.visitor.open(f"/class/{room.key}/panels/reading")
    assert 'data-page="4"' in panel
