"""Reading together over HTTP: adding, what viewers see of it, and what comes from strangers."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.classroom.models import Excerpt, ExcerptPage
from blueprints.classroom.services import excerpts, reading
from documents.plain_pdf import one_page
from store import db, write
from store.files import files
from tests.support.classroom import Room, add_session, guest_browser, make_room, staff_browser
from tests.support.epubs import an_epub, packed
from tests.support.people import csrf
from tests.support.uploading import post_form, sent_file

SCRIPT = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def added(room: Room, now: datetime, text: str = "读书\n明理", title: str = "书") -> int:
    return excerpts.add_text(room.actor(room.host), room.session_id, title, text, now)


def list_of(room: Room) -> str:
    return f"/classroom/sessions/{room.session_id}/excerpts"


def send(browser: FlaskClient, room: Room, what: str, **fields: Any) -> int:
    fields["csrf_token"] = csrf(browser, list_of(room))
    address = f"{list_of(room)}/{what}"
    return post_form(browser, address, **fields).status_code


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count(Excerpt.id))) or 0


def test_a_text_is_added_and_read(app: Flask, room: Room) -> None:
    host = staff_browser(app, "host")
    assert send(host, room, "text", title=SCRIPT, text=f"{SCRIPT}\n第二段") == 303
    excerpt_id = db.session.scalars(sa.select(Excerpt.id)).one()
    studio = f"/classroom/sessions/{room.session_id}/studio"
    fields = {"csrf_token": csrf(host, studio), "excerpt": excerpt_id}
    assert host.post(f"{studio}/reading/open", data=fields).status_code == 303
    guest = guest_browser(app, room, "晴空")
    pages = [
        guest.get(f"/class/{room.key}/room"),
        guest.get(f"/class/{room.key}/reading/{excerpt_id}/1"),
        host.get(studio),
        host.get(list_of(room)),
        host.get(f"{list_of(room)}/{excerpt_id}/1"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img src=x" not in page.text
    assert "第二段" in pages[1].text


def test_a_million_characters_are_refused_in_words(app: Flask, room: Room) -> None:
    host = staff_browser(app, "host")
    assert send(host, room, "text", title="长", text="长" * 1_000_000) == 413
    assert count() == 0


def test_the_pages_of_what_is_not_open_are_not_there(app: Flask, room: Room, now: datetime) -> None:
    excerpt_id = added(room, now)
    address = f"/class/{room.key}/reading/{excerpt_id}/1"
    guest = guest_browser(app, room, "晴空")
    assert guest.get(address).status_code == 404
    reading.open_excerpt(room.actor(room.host), room.session_id, excerpt_id, now)
    assert guest.get(address).status_code == 200
    assert guest.get(f"/class/{room.key}/reading/{excerpt_id}/2").status_code == 404
    assert guest.get(f"/class/{room.key}/reading/{excerpt_id + 1}/1").status_code == 404
    assert app.test_client().get(address).status_code == 403


def test_another_sessions_pages_are_not_there(app: Flask, room: Room, now: datetime) -> None:
    excerpt_id = added(room, now)
    other, key = add_session(room.world.west, now, {room.host: "host"}, key="test-room-0002")
    host = staff_browser(app, "host")
    host.get(f"/classroom/sessions/{other}/studio")  # makes the host a participant there
    assert host.get(f"/class/{key}/reading/{excerpt_id}/1").status_code == 404
    assert host.get(f"/classroom/sessions/{other}/excerpts/{excerpt_id}/1").status_code == 404


def test_a_picture_is_kept_by_browsers_of_participants(
    app: Flask, room: Room, now: datetime
) -> None:
    excerpt_id = added(room, now)
    name = files().put(b"\xff\xd8\xff a picture")
    with write():
        page = db.session.scalars(sa.select(ExcerptPage)).one()
        page.picture, page.width, page.height = name, 10, 10
    reading.open_excerpt(room.actor(room.host), room.session_id, excerpt_id, now)
    address = f"/class/{room.key}/reading/{excerpt_id}/1/picture"
    answer = guest_browser(app, room, "晴空").get(address)
    assert answer.data == b"\xff\xd8\xff a picture"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]
    assert app.test_client().get(address).status_code == 403


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"GIF89a", 422),
        (packed({"a.txt": b"a"}), 422),
        (packed({"META-INF/container.xml": b"<x/>", "big": b"0" * 60_000_000}), 422),
        (b"%PDF-1.4" + b"0" * (30 << 20), 413),
    ],
    ids=["empty", "gif", "zip", "bomb", "too large"],
)
def test_a_hostile_file_is_refused_and_not_kept(
    app: Flask, room: Room, content: bytes, status: int
) -> None:
    host = staff_browser(app, "host")
    assert send(host, room, "file", title="书", file=sent_file(content, "../../书.epub")) == status
    assert count() == 0


@pytest.mark.parametrize(("content", "kind"), [(an_epub(), "epub"), (one_page(), "pdf")])
def test_a_file_waits_for_its_pages(app: Flask, room: Room, content: bytes, kind: str) -> None:
    host = staff_browser(app, "host")
    assert send(host, room, "file", file=sent_file(content, "我的书.bin")) == 303
    excerpt = db.session.scalars(sa.select(Excerpt)).one()
    assert (excerpt.title, excerpt.kind, excerpt.state) == ("我的书", kind, "preparing")
    assert "hx-trigger" in host.get(list_of(room)).text


def test_only_those_who_run_the_session_add(app: Flask, room: Room, now: datetime) -> None:
    moderator = staff_browser(app, "moderator")
    assert send(moderator, room, "text", title="书", text="文") == 403
    assert send(moderator, room, "file", file=sent_file(one_page(), "a.pdf")) == 403
    excerpt_id = added(room, now)
    assert send(moderator, room, f"{excerpt_id}/remove") == 403
    assert count() == 1


@pytest.mark.parametrize("page", ["", "x", "-1", "٣", "9" * 30, "1.5"])
def test_strange_page_numbers_change_nothing(
    app: Flask, room: Room, now: datetime, page: str
) -> None:
    reading.open_excerpt(room.actor(room.host), room.session_id, added(room, now), now)
    host = staff_browser(app, "host")
    studio = f"/classroom/sessions/{room.session_id}/studio"
    fields = {"csrf_token": csrf(host, studio), "page": page}
    assert host.post(f"{studio}/reading/turn", data=fields).status_code == 422
    assert room.session.excerpt_page == 1
