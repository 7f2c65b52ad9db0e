"""Reading together: what is open, which page, what is marked; and what is refused."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Excerpt, Highlight
from blueprints.classroom.queries import reading as queries
from blueprints.classroom.services import excerpts, reading, running
from blueprints.classroom.services.reading import Passage
from realtime import log
from store import NotFound, UserError, db
from tests.support.classroom import Room, make_room

TEXT = "# 第一章\n" + "\n".join(f"第{n}段。" + "读" * 200 for n in range(6))


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


@pytest.fixture
def excerpt_id(room: Room, now: datetime) -> int:
    host = room.actor(room.host)
    made = excerpts.add_text(host, room.session_id, " 大国\u200b工匠 ", TEXT, now)
    reading.open_excerpt(host, room.session_id, made, now)
    return made


def kinds(room: Room) -> list[str]:
    items = log.items(f"class:{room.session_id}", 0, 1000)["items"]
    return [item["kind"] for item in items]


def test_a_text_is_ready_at_once(room: Room, excerpt_id: int) -> None:
    (listed,) = queries.listed(room.session_id)
    assert (listed.title, listed.state, listed.pages) == ("大国工匠", "ready", 3)
    first, second = queries.leaf(excerpt_id, 1), queries.leaf(excerpt_id, 2)
    assert first is not None and second is not None
    assert (first.heading, first.begins, second.heading, second.begins) == (
        "第一章", True, "第一章", False,
    )  # fmt: skip


def test_everybody_turns_the_page_with_the_host(room: Room, excerpt_id: int, now: datetime) -> None:
    cohost = room.actor(room.cohost)
    for page in (2, 2, 3):
        reading.turn(cohost, room.session_id, page, now)
    assert room.session.excerpt_page == 3
    assert kinds(room) == ["reading.opened", "reading.turned", "reading.turned"]


@pytest.mark.parametrize("page", [0, -1, 4, 10**6])
def test_there_is_no_such_page(room: Room, excerpt_id: int, now: datetime, page: int) -> None:
    with pytest.raises(UserError):
        reading.turn(room.actor(room.host), room.session_id, page, now)
    assert room.session.excerpt_page == 1


def test_moderators_dont_turn_pages(room: Room, excerpt_id: int, now: datetime) -> None:
    with pytest.raises(UserError) as caught:
        reading.turn(room.actor(room.moderator), room.session_id, 2, now)
    assert caught.value.status == 403


def test_a_passage_is_marked_once_and_cleared(room: Room, excerpt_id: int, now: datetime) -> None:
    host = room.actor(room.host)
    passage = Passage(0, 0, 4)
    first = reading.highlight(host, room.session_id, excerpt_id, 1, passage, now)
    assert first == reading.highlight(host, room.session_id, excerpt_id, 1, passage, now)
    leaf = queries.leaf(excerpt_id, 1)
    assert leaf is not None
    assert [(s.text[:4], s.marked) for s in leaf.paragraphs[0]] == [
        ("第0段。", True),
        ("读读读读", False),
    ]
    reading.clear(host, room.session_id, excerpt_id, 1, now)
    cleared = queries.leaf(excerpt_id, 1)
    assert cleared is not None and not cleared.is_marked
    assert kinds(room)[-2:] == ["reading.highlighted", "reading.cleared"]


@pytest.mark.parametrize(
    "passage",
    [Passage(0, 4, 4), Passage(0, 5, 2), Passage(0, 0, 10**6), Passage(99, 0, 1), Passage(-1, 0, 1),
     Passage(box="0,0,9,9")],
)  # fmt: skip
def test_what_is_no_passage_is_not_marked(
    room: Room, excerpt_id: int, now: datetime, passage: Passage
) -> None:
    with pytest.raises(UserError):
        reading.highlight(room.actor(room.host), room.session_id, excerpt_id, 1, passage, now)
    assert db.session.scalar(sa.select(sa.func.count(Highlight.id))) == 0


def test_another_sessions_excerpt_is_not_there(room: Room, excerpt_id: int, now: datetime) -> None:
    from tests.support.classroom import add_session

    other, _key = add_session(
        room.world.west, now, {room.host: "host"}, key="test-room-0002", title="另一场"
    )
    for deed in (reading.open_excerpt, excerpts.remove):
        with pytest.raises(NotFound):
            deed(room.actor(room.host), other, excerpt_id, now)


def test_the_turn_to_read_goes_round(room: Room, now: datetime) -> None:
    host = room.actor(room.host)
    for name in (" 钱示二\u202e老师 ", ""):
        reading.hand_over(host, room.session_id, name, now)
    assert room.session.reader == ""
    items = log.items(f"class:{room.session_id}", 0, 1000)["items"]
    assert [item["payload"] for item in items] == [{"name": "钱示二老师"}, {"name": ""}]
    with pytest.raises(UserError):
        reading.hand_over(host, room.session_id, "长" * 81, now)


def test_what_is_read_is_not_removed(room: Room, excerpt_id: int, now: datetime) -> None:
    host = room.actor(room.host)
    reading.highlight(host, room.session_id, excerpt_id, 1, Passage(0, 0, 1), now)
    with pytest.raises(UserError):
        excerpts.remove(host, room.session_id, excerpt_id, now)
    reading.close(host, room.session_id, now)
    excerpts.remove(host, room.session_id, excerpt_id, now)
    assert db.session.scalar(sa.select(sa.func.count(Excerpt.id))) == 0


def test_nothing_is_turned_after_the_end(room: Room, excerpt_id: int, now: datetime) -> None:
    host = room.actor(room.host)
    running.end(host, room.session_id, now)
    with pytest.raises(UserError):
        reading.turn(host, room.session_id, 2, now)


@pytest.mark.parametrize(
    ("title", "text"), [("", "文"), ("题", " \n\u200b\n"), ("题", "长" * 300_001)]
)
def test_an_empty_or_endless_text_is_refused(
    room: Room, now: datetime, title: str, text: str
) -> None:
    with pytest.raises(UserError):
        excerpts.add_text(room.actor(room.host), room.session_id, title, text, now)
    assert db.session.scalar(sa.select(sa.func.count(Excerpt.id))) == 0
