"""The door and the room: who gets in, under which name, and what the page holds."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Participant, Sanction, SanctionKind
from store import db, write
from tests.support.classroom import come_in, guest_browser, make_room, staff_browser
from tests.support.people import csrf


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


def test_a_guest_comes_in_under_a_nickname(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = guest_browser(app, room, " 晴\u200b空\u202e ")
    page = browser.get(f"/class/{room.key}/room")
    assert page.status_code == 200
    assert f'data-live-room="class:{room.session_id}:zh"' in page.text
    assert [p.nickname for p in db.session.scalars(sa.select(Participant))] == ["晴空"]


def test_coming_again_is_the_same_participant(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = guest_browser(app, room, "晴空")
    fields = {"csrf_token": csrf(browser, f"/class/{room.key}"), "nickname": "海风"}
    browser.post(f"/class/{room.key}/enter", data=fields)
    assert [p.nickname for p in db.session.scalars(sa.select(Participant))] == ["海风"]


def test_who_has_not_come_in_is_led_to_the_door(app: Flask, now: datetime) -> None:
    room = make_room(now)
    answer = app.test_client().get(f"/class/{room.key}/room")
    assert (answer.status_code, answer.location) == (303, f"/class/{room.key}")


@pytest.mark.parametrize(
    "name", ["", " \u200b\u2060 ", "主持人", "Ho st", "长" * 17, "e" + "\u0301" * 9]
)
def test_a_nickname_that_fools_is_refused(app: Flask, now: datetime, name: str) -> None:
    room = make_room(now)
    browser = app.test_client()
    fields = {"csrf_token": csrf(browser, f"/class/{room.key}"), "nickname": name}
    answer = browser.post(f"/class/{room.key}/enter", data=fields)
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Participant.id))) == 0


def test_a_session_of_the_organisation_is_not_there_for_others(app: Flask, now: datetime) -> None:
    room = make_room(now, visibility="organisation")
    assert app.test_client().get(f"/class/{room.key}").status_code == 404


def test_who_was_banned_stays_outside(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = guest_browser(app, room, "晴空")
    participant_id = db.session.scalars(sa.select(Participant.id)).one()
    with write():
        db.session.add(
            Sanction(
                session_id=room.session_id,
                participant_id=participant_id,
                kind=SanctionKind.BAN,
                until=now + timedelta(hours=1),
                given_by="account:1",
                given_at=now,
            )
        )
    assert browser.get(f"/class/{room.key}/room").status_code == 403


def test_the_studio_is_staffs(app: Flask, now: datetime) -> None:
    room = make_room(now)
    studio = f"/classroom/sessions/{room.session_id}/studio"
    assert staff_browser(app, "moderator").get(studio).status_code == 200
    assert staff_browser(app, "sun").get(studio).status_code == 404
    assert app.test_client().get(studio).status_code == 303


def test_only_hosts_end_a_session(app: Flask, now: datetime) -> None:
    room = make_room(now)
    studio = f"/classroom/sessions/{room.session_id}/studio"
    for username, status in (("moderator", 403), ("cohost", 303)):
        browser = staff_browser(app, username)
        fields = {"csrf_token": csrf(browser, studio)}
        assert browser.post(f"{studio}/end", data=fields).status_code == status
    assert room.session.state == "ended"


def test_accounts_have_one_participant_each(app: Flask, now: datetime) -> None:
    room = make_room(now)
    first = come_in(room, "晴空", now, room.world.clerk)
    again = come_in(room, "晴空", now, room.world.clerk)
    assert first.id == again.id
