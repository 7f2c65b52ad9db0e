"""The chat over HTTP: what hostile texts, forged rooms and impatient thumbs get."""

from datetime import datetime
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from blueprints.classroom.models import Complaint, Message, Participant, Word
from blueprints.classroom.services.chat import moderating, ordering, sanctions
from store import db
from tests.support.chatting import say, staff_member
from tests.support.classroom import (
    Room,
    add_session,
    come_in,
    guest_browser,
    make_room,
    staff_browser,
)
from tests.support.people import csrf

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    app.extensions["clock"] = lambda: now
    return make_room(now)


def post(browser: FlaskClient, page: str, address: str, **fields: str) -> TestResponse:
    data = {"csrf_token": csrf(browser, page), **fields}
    return browser.post(address, data=data, headers=FETCH)


def write_in(browser: FlaskClient, room: Room, text: str, key: str = "key-000001") -> TestResponse:
    base = f"/class/{room.key}"
    return post(browser, f"{base}/room", f"{base}/messages", text=text, key=key)


def count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_message_is_answered_with_what_became_of_it(app, room) -> None:
    browser = guest_browser(app, room, "晴空")
    answer = write_in(browser, room, "你好")
    assert answer.status_code == 201
    assert answer.json["message"]["state"] == "shown"
    assert "你好" in browser.get(f"/class/{room.key}/room").text


def test_without_scripts_the_form_leads_back_to_the_room(app, room) -> None:
    browser = guest_browser(app, room, "晴空")
    page = f"/class/{room.key}/room"
    fields = {"csrf_token": csrf(browser, page), "text": "你好", "key": "key-000001"}
    answer = browser.post(f"/class/{room.key}/messages", data=fields)
    assert (answer.status_code, answer.location) == (303, page)
    assert count(Message) == 1


@pytest.mark.parametrize("text", ["x" * 10_000, "", "\u202e\u200b", "\u3164" * 5])
def test_what_makes_no_message_is_refused_and_not_stored(app, room, text: str) -> None:
    answer = write_in(guest_browser(app, room, "晴空"), room, text)
    assert answer.status_code == 422
    assert answer.json["error"]["message"]
    assert count(Message) == 0


def test_markup_is_shown_as_text_everywhere(app, room, now) -> None:
    browser = guest_browser(app, room, "晴空")
    assert write_in(browser, room, SCRIPT).status_code == 201
    who = db.session.scalars(sa.select(Participant)).one()
    message = db.session.scalars(sa.select(Message)).one()
    host = room.actor(room.host)
    moderating.pin(host, room.session_id, message.id, now)
    moderating.announce(host, room.session_id, SCRIPT, now)
    sanctions.mute(host, room.session_id, who.id, 10, SCRIPT, now)
    post(
        browser,
        f"/class/{room.key}/room",
        f"/class/{room.key}/messages/{message.id}/complain",
        reason=SCRIPT,
    )
    staff = staff_browser(app, "host")
    base = f"/classroom/sessions/{room.session_id}"
    post(staff, f"{base}/words", f"{base}/words", words=SCRIPT, action="hold")
    pages = [
        browser.get(f"/class/{room.key}/room").text,
        *(staff.get(f"{base}/{part}").text for part in ("studio", "words", "people?q=<script>")),
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert sum("&lt;script&gt;alert" in page for page in pages) == 3


def test_the_countdown_says_how_long(app, room) -> None:
    browser = guest_browser(app, room, "晴空")
    for number in range(5):
        assert write_in(browser, room, "你好", f"key-00000{number}").status_code == 201
    answer = write_in(browser, room, "你好", "key-000009")
    assert (answer.status_code, answer.json["error"]["seconds"]) == (429, 10)
    assert answer.headers["Retry-After"] == "10"
    # What was acknowledged is acknowledged again, however impatient the thumb.
    assert write_in(browser, room, "你好", "key-000003").status_code == 201


def test_nobody_writes_into_a_room_they_are_not_in(app, room, now) -> None:
    _id, other_key = add_session(room.world.west, now, {}, key="another-room-01")
    browser = guest_browser(app, room, "晴空")
    token = csrf(browser, f"/class/{room.key}/room")
    fields = {"csrf_token": token, "text": "你好", "key": "key-000001"}
    for key, status in ((other_key, 403), ("no-such-room-1", 404), ("x" * 300, 404)):
        answer = browser.post(f"/class/{key}/messages", data=fields, headers=FETCH)
        assert answer.status_code == status
    assert count(Message) == 0


def test_a_forged_token_is_nobody(app, room) -> None:
    browser = app.test_client()
    browser.set_cookie(f"class_{room.session_id}", "forged" * 5, path=f"/class/{room.key}")
    token = csrf(browser, f"/class/{room.key}")
    fields = {"csrf_token": token, "text": "你好", "key": "key-000001"}
    answer = browser.post(f"/class/{room.key}/messages", data=fields, headers=FETCH)
    assert answer.status_code == 403


def test_one_does_not_complain_about_messages_of_other_rooms(app, room, now) -> None:
    other_id, other_key = add_session(room.world.west, now, {}, key="another-room-01")
    elsewhere = Room(room.world, other_id, other_key, room.host, room.cohost, room.moderator)
    message = say(come_in(elsewhere, "海风", now), "别处", now)
    browser = guest_browser(app, room, "晴空")
    address = f"/class/{room.key}/messages/{message.id}/complain"
    assert post(browser, f"/class/{room.key}/room", address).status_code == 404
    assert count(Complaint) == 0


def test_deleted_and_held_messages_are_on_no_page(app, room, now) -> None:
    who = come_in(room, "海风", now)
    message = say(who, "已经删除的话", now)
    moderating.delete(room.actor(room.host), room.session_id, message.id, now)
    rules = ordering.Rules(True, True, 0, True, True)
    ordering.set_rules(room.actor(room.host), room.session_id, rules, now)
    say(who, "还在等待的话", now)
    page = guest_browser(app, room, "晴空").get(f"/class/{room.key}/room").text
    assert "已经删除的话" not in page
    assert "还在等待的话" not in page
    studio = staff_browser(app, "moderator").get(f"/classroom/sessions/{room.session_id}/studio")
    assert "还在等待的话" in studio.text


def test_staff_decide_with_one_click(app, room, now) -> None:
    rules = ordering.Rules(True, True, 0, True, True)
    ordering.set_rules(room.actor(room.host), room.session_id, rules, now)
    message = say(come_in(room, "海风", now), "请看", now)
    base = f"/classroom/sessions/{room.session_id}"
    moderator = staff_browser(app, "moderator")
    answer = post(moderator, f"{base}/studio", f"{base}/messages/{message.id}/approve")
    assert answer.status_code == 204
    db.session.refresh(message)
    assert message.state == "shown"


def test_viewers_reach_no_desk(app, room, now) -> None:
    message = say(come_in(room, "海风", now), "请看", now)
    guest = guest_browser(app, room, "晴空")
    base = f"/classroom/sessions/{room.session_id}"
    for address in (f"messages/{message.id}/delete", f"people/{message.participant_id}/ban"):
        answer = post(guest, f"/class/{room.key}/room", f"{base}/{address}")
        assert answer.status_code == 401
    for address in ("chat.xlsx", "people", "words"):
        assert guest.get(f"{base}/{address}").status_code == 303
    stranger = staff_browser(app, "sun")
    assert stranger.get(f"{base}/chat.csv").status_code == 404


def test_the_content_log_is_a_table_with_what_was_deleted(app, room, now) -> None:
    gone = say(come_in(room, "晴空", now), "=1+1", now)
    say(staff_member(room, room.host, now), "欢迎", now)
    moderating.delete(room.actor(room.host), room.session_id, gone.id, now)
    host = staff_browser(app, "host")
    base = f"/classroom/sessions/{room.session_id}/chat"
    sheet = load_workbook(BytesIO(host.get(f"{base}.xlsx").data)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[2], row[6], row[7]) for row in rows] == [
        ("晴空", "'=1+1", "已删除"),
        ("示例书屋", "欢迎", "已公开"),
    ]
    assert rows[1][3] == "周示五"
    assert "'=1+1" in host.get(f"{base}.csv").text
    assert host.get(f"{base}.pdf").status_code == 404


def test_a_senseless_word_list_says_so_and_keeps_what_was_typed(app, room) -> None:
    host = staff_browser(app, "host")
    page = f"/classroom/sessions/{room.session_id}/words"
    fields = {"csrf_token": csrf(host, page), "words": "长" * 61, "action": "hold"}
    answer = host.post(page, data=fields)
    assert answer.status_code == 422
    assert "长" * 61 in answer.text
    assert count(Word) == 0


@pytest.mark.parametrize("counts", [{"heart": "3"}, {"heart": "-1", "boo": "5", "like": "1e9"}])
def test_reactions_take_anything_calmly(app, room, counts: dict[str, str]) -> None:
    browser = guest_browser(app, room, "晴空")
    address = f"/class/{room.key}/reactions"
    assert post(browser, f"/class/{room.key}/room", address, **counts).status_code == 204
