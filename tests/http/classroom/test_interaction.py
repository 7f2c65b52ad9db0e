"""Questions, hands, check-ins and draws over HTTP: lists, files, forged numbers."""

import io
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from blueprints.classroom.services import checks, picks
from tests.support.classroom import Room, add_session, come_in, guest_browser, make_room
from tests.support.classroom import staff_browser as staff
from tests.support.people import csrf

SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def send(browser: FlaskClient, room: Room, place: str, **fields: str) -> object:
    token = csrf(browser, f"/class/{room.key}/room")
    address = f"/class/{room.key}/{place}"
    return browser.post(address, data={"csrf_token": token, **fields}, headers=SCRIPT)


def test_the_list_of_a_check_in_as_a_page_and_a_workbook(
    app: Flask, room: Room, now: datetime
) -> None:
    check = checks.open_check_in(room.actor(room.host), room.session_id, "", 3, now)
    browser = guest_browser(app, room, "=1+1号")
    assert send(browser, room, f"checks/{check}").json["message"] == "您已于 09:10 签到。"
    address = f"/classroom/sessions/{room.session_id}/checks/{check}"
    host = staff(app, "host")
    assert "=1+1号" in host.get(address).text
    book = load_workbook(io.BytesIO(host.get(f"{address}.xlsx").data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert (rows[1][1], rows[1][3]) == ("'=1+1号", "2026-05-12 09:10:00")
    assert staff(app, "sun").get(f"{address}.xlsx").status_code == 404


def test_a_draw_is_shown_to_everybody_in_the_room(app: Flask, room: Room, now: datetime) -> None:
    people = {come_in(room, f"书友{number}", now).id for number in range(4)}
    picks.pick(room.actor(room.host), room.session_id, people, "4-2-6", now)
    browser = guest_browser(app, room, "晴空")
    page = browser.get(f"/class/{room.key}/picks/1").text
    assert "4-2-6" in page
    assert all(f"书友{number}" in page for number in range(4))
    assert browser.get(f"/class/{room.key}/picks/99999999999").status_code == 404


@pytest.mark.parametrize(
    "place",
    ["questions/1/want", "questions/99999999999/want", "checks/1", "checks/0", "checks/9999999999"],
)
def test_forged_numbers_are_not_there(app: Flask, room: Room, now: datetime, place: str) -> None:
    other, _key = add_session(room.world.west, now, {room.host: "host"}, key="test-room-0002")
    checks.open_check_in(room.actor(room.host), other, "", 3, now)
    assert send(guest_browser(app, room, "晴空"), room, place).status_code == 404


def test_hand_and_question_of_ones_own(app: Flask, room: Room) -> None:
    browser = guest_browser(app, room, "晴空")
    assert send(browser, room, "hand", raised="1").json["hand"] == "raised"
    asked = send(browser, room, "questions", text="<b>怎样读？</b>", client_key="k" * 12).json
    mine = browser.get(f"/class/{room.key}/mine.json").json
    assert (mine["hand"], mine["questions"]["asked"][0]["id"]) == ("raised", asked["id"])
    assert "&lt;b&gt;怎样读" in browser.get(f"/class/{room.key}/panels/questions").text
    assert send(browser, room, "hand", raised="0").json["hand"] == ""
    stranger = guest_browser(app, room, "海风")
    assert stranger.get(f"/class/{room.key}/mine.json").json["questions"]["asked"] == []
