"""A viewer's own minutes over HTTP: beats without a socket, the sheet, a dispute."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.classroom.live import attendance
from blueprints.classroom.models import Dispute, Participant, Stay
from blueprints.classroom.queries.attendance.years import years_of
from blueprints.classroom.services.attendance import decide
from store import db, write
from tests.support.classroom import Room, come_in, guest_browser, make_room, staff_browser
from tests.support.minutes import stay
from tests.support.people import csrf


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    app.extensions["clock"] = lambda: now
    return make_room(now)


def _beat(browser: FlaskClient, room: Room, **fields: object) -> dict[str, object]:
    page = f"/class/{room.key}"
    said = {"state": "playing", "kind": "live", "device": "phone-0001", **fields}
    token = csrf(browser, f"{page}/minutes")
    answer = browser.post(f"{page}/beat", data={"csrf_token": token, **said})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.get_json()
    return found


def test_beats_by_post_count_like_those_of_a_socket(app: Flask, now: datetime, room: Room) -> None:
    browser = guest_browser(app, room, "晴空")
    for after in (0, 30, 60):
        app.extensions["clock"] = lambda after=after: now + timedelta(seconds=after)
        answer = _beat(browser, room)
    assert (answer["seconds"], answer["reason"]) == (60, "")
    attendance.settle(now + timedelta(seconds=60))
    assert len(db.session.scalars(sa.select(Stay)).all()) == 1
    assert "晴空" not in browser.get(f"/class/{room.key}/minutes").text


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "sleeping"},
        {"kind": "dream"},
        {"device": "<script>"},
        {"device": ""},
        {"device": "x" * 500},
    ],
)
def test_a_beat_that_is_none_counts_nothing(
    app: Flask, room: Room, fields: dict[str, str], now: datetime
) -> None:
    browser = guest_browser(app, room, "晴空")
    said = {"state": "playing", "kind": "live", "device": "phone-0001", **fields}
    said["csrf_token"] = csrf(browser, f"/class/{room.key}/minutes")
    assert browser.post(f"/class/{room.key}/beat", data=said).status_code == 400
    attendance.settle(now + timedelta(seconds=60))
    assert db.session.scalars(sa.select(Stay)).all() == []


def test_who_is_not_in_the_room_beats_in_vain(app: Flask, room: Room) -> None:
    stranger = app.test_client()
    said = {"state": "playing", "kind": "live", "device": "phone-0001"}
    said["csrf_token"] = csrf(stranger, f"/class/{room.key}")
    assert stranger.post(f"/class/{room.key}/beat", data=said).status_code == 403


def test_a_dispute_is_handed_in_and_its_answer_read(app: Flask, now: datetime, room: Room) -> None:
    browser = guest_browser(app, room, "晴空")
    address = f"/class/{room.key}/minutes"
    fields = {"csrf_token": csrf(browser, address), "text": "<b>少了</b>十分钟"}
    assert browser.post(f"{address}/dispute", data=fields).status_code == 303
    assert "&lt;b&gt;少了&lt;/b&gt;十分钟" in browser.get(address).text
    found = db.session.scalars(sa.select(Dispute)).one()
    decide(room.actor(room.host), room.session_id, found.id, True, 10, "已核实，补记十分钟", now)
    page = browser.get(address).text
    assert "已核实，补记十分钟" in page
    assert '<b class="num">10</b>' in page


def test_an_empty_dispute_is_refused_and_its_page_says_so(app: Flask, room: Room) -> None:
    browser = guest_browser(app, room, "晴空")
    address = f"/class/{room.key}/minutes"
    fields = {"csrf_token": csrf(browser, address), "text": "长" * 401}
    answer = browser.post(f"{address}/dispute", data=fields)
    assert answer.status_code == 422
    assert "长" * 401 in answer.text  # nothing of what was typed is lost
    assert db.session.scalars(sa.select(Dispute)).all() == []


def test_the_room_holds_the_sign_outside_of_its_panels(app: Flask, room: Room) -> None:
    browser = guest_browser(app, room, "晴空")
    page = browser.get(f"/class/{room.key}/room").text
    participant = db.session.scalars(sa.select(Participant)).one()
    assert f'data-room="viewer:{participant.id}"' in page
    assert "data-minutes" not in browser.get(f"/class/{room.key}/panels/head").text


def test_a_worker_sees_minutes_and_hours_of_the_year(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    room = make_room(now, credit_hours=Decimal("1.5"))
    me = room.world.east_admin
    mine, other = come_in(room, "海风", now, me), come_in(room, "晴空", now)
    with write():
        room.session.went_live_at, room.session.ended_at = now - timedelta(minutes=10), now
        room.session.state = "ended"
    stay(mine, now - timedelta(minutes=10), 9)
    stay(other, now - timedelta(minutes=10), 10)
    (year,) = years_of(me, now)
    assert (year.number, year.minutes, year.hours) == (2026, 9, Decimal("1.5"))
    page = staff_browser(app, "sun").get("/classes/mine")
    assert page.status_code == 200
    assert room.session.title in page.text
    assert f"/class/{room.key}/minutes" in page.text
