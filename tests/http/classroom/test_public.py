"""What everybody sees of a session: its page in every state, registering, calendar, lists."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from openpyxl import load_workbook

from blueprints.classroom.models import ClassSession, Registration
from blueprints.classroom.services import registration, setup
from store import db, write
from tests.support.classroom import Room, make_room, staff_browser
from tests.support.people import account, send, sign_in


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


def worker(app: Flask, room: Room, now: datetime, name: str = "worker") -> FlaskClient:
    """A browser in which a worker of the district has signed in."""
    with write():
        account(name, "冯示八", room.world.street, now, "Granite-harbour-7")
    browser = app.test_client()
    assert sign_in(browser, name).status_code == 303
    return browser


def text(app: Flask, room: Room, browser: FlaskClient | None = None) -> str:
    answer = (browser or app.test_client()).get(f"/class/{room.key}?lang=en")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("scheduled", "Not begun yet"),
        ("live", "Enter the room"),
        ("ended", "This session is over. It can’t be watched again."),
        ("cancelled", "This session is cancelled. It is not held."),
    ],
)
def test_each_state_is_said_in_words(app: Flask, now: datetime, state: str, words: str) -> None:
    room = make_room(now, state=state)
    assert words in text(app, room)


def test_a_draft_is_staffs_alone(app: Flask, now: datetime) -> None:
    room = make_room(now, state="draft")
    assert app.test_client().get(f"/class/{room.key}").status_code == 404
    page = text(app, room, staff_browser(app, "host"))
    assert "Not published yet" in page


def test_a_replay_is_offered_where_it_is_shown(app: Flask, now: datetime) -> None:
    room = make_room(now, state="ended", replay="shown")
    assert "Watch the replay" in text(app, room)


def test_without_guests_the_way_in_is_signing_in_and_back(app: Flask, now: datetime) -> None:
    room = make_room(now, guests_allowed=False)
    page = text(app, room)
    assert f"/sign-in?next=/class/{room.key}" in page
    assert 'name="nickname"' not in page


def test_accounts_come_in_by_one_tap(app: Flask, now: datetime) -> None:
    room = make_room(now)
    browser = worker(app, room, now)
    assert 'name="nickname" value="Colleague 冯"' in text(app, room, browser)


def test_a_session_of_the_organisation_is_found_by_its_members(app: Flask, now: datetime) -> None:
    room = make_room(now, visibility="organisation")
    browser = worker(app, room, now)
    assert f"/class/{room.key}" in browser.get("/classes").text
    assert f"/class/{room.key}" not in app.test_client().get("/classes").text


def test_a_session_by_link_stands_in_no_list(app: Flask, now: datetime) -> None:
    room = make_room(now, visibility="link")
    browser = app.test_client()
    assert room.key not in browser.get("/classes").text
    assert room.key not in browser.get("/").text
    assert 'name="robots" content="noindex"' in text(app, room)


def test_what_is_live_stands_on_the_start_page(app: Flask, now: datetime) -> None:
    room = make_room(now)
    assert f"/class/{room.key}" in app.test_client().get("/").text


def test_registering_and_cancelling(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled", registration=True, seat_limit=1)
    browser = worker(app, room, now)
    page = f"/class/{room.key}"
    assert send(browser, f"{page}/registration").status_code == 303
    assert "You are registered." in text(app, room, browser)
    other = worker(app, room, now, "other")
    full = send(other, f"{page}/registration")
    assert full.status_code == 409
    assert "1 / 1" in text(app, room, other)
    assert send(browser, f"{page}/registration/cancellation").status_code == 303
    assert send(other, f"{page}/registration").status_code == 303
    assert app.test_client().post(f"{page}/registration").status_code in (400, 401)


def test_only_who_registered_comes_in(app: Flask, now: datetime) -> None:
    room = make_room(now, registration=True, guests_allowed=False)
    browser = worker(app, room, now)
    page = f"/class/{room.key}"
    assert send(browser, f"{page}/enter", nickname="晴空").status_code == 403
    assert send(browser, f"{page}/registration").status_code == 303
    assert send(browser, f"{page}/enter", nickname="晴空").status_code == 303


def test_registrations_as_a_spreadsheet(app: Flask, now: datetime, tmp_path) -> None:
    room = make_room(now, state="scheduled", registration=True)
    with write():
        account("formula", "=1+1", room.world.street, now, "Granite-harbour-7")
    browser = app.test_client()
    sign_in(browser, "formula")
    send(browser, f"/class/{room.key}/registration")
    host = staff_browser(app, "host")
    base = f"/classroom/sessions/{room.session_id}/registrations"
    assert "=1+1" in host.get(base).text
    file = tmp_path / "registered.xlsx"
    file.write_bytes(host.get(f"{base}.xlsx").data)
    rows = list(load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][:3] == (1, "'=1+1", "formula")
    assert browser.get(f"{base}.xlsx").status_code == 404


def test_the_calendar_file_keeps_its_uid_and_grows(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled", place="示例书屋")
    first = event(app, room)
    assert first["summary"] == room.session.title
    assert first.decoded("dtstart") == room.session.starts_at
    assert first.decoded("dtend") - first.decoded("dtstart") == timedelta(minutes=70)
    alarms = [alarm.decoded("trigger") for alarm in first.walk("valarm")]
    assert alarms == [-timedelta(days=1), -timedelta(minutes=30)]
    setup.cancel_session(room.actor(room.host), room.session_id, now)
    again = event(app, room)
    assert again["uid"] == first["uid"]
    assert again["sequence"] > first["sequence"]
    assert again["status"] == "CANCELLED"


def event(app: Flask, room: Room):  # noqa: ANN201
    answer = app.test_client().get(f"/class/{room.key}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    return next(iter(Calendar.from_ical(answer.data).walk("vevent")))


def test_reminders_come_the_day_before_and_again_before_the_start(
    app: Flask, now: datetime
) -> None:
    room = make_room(now, state="scheduled", registration=True, starts_at=now + timedelta(hours=20))
    browser = worker(app, room, now)
    assert "class-reminder" not in browser.get("/").text
    send(browser, f"/class/{room.key}/registration")
    assert "class-reminder" in browser.get("/").text
    assert send(browser, f"/class/{room.key}/reminder/dismissal").status_code == 303
    assert "class-reminder" not in browser.get("/classes/mine").text
    app.extensions["clock"] = lambda: now + timedelta(hours=19, minutes=30)
    again = app.test_client()
    sign_in(again, "worker")
    assert "class-reminder" in again.get("/classes/mine").text


def test_a_season_with_its_schedule(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled")
    host = room.actor(room.world.west_admin)
    given = setup.SeasonInput("书香阅读季", "阅读的力量")
    season_id = setup.create_season(host, room.world.west, given, now)
    with write():
        db.session.get_one(ClassSession, room.session_id).season_id = season_id
    key = room.session.season.key
    page = app.test_client().get(f"/seasons/{key}")
    assert room.session.title in page.text
    calendar = app.test_client().get(f"/seasons/{key}/calendar.ics")
    assert len(list(Calendar.from_ical(calendar.data).walk("vevent"))) == 1
    setup.update_season(host, season_id, setup.SeasonInput("书香阅读季", public=False), now)
    assert app.test_client().get(f"/seasons/{key}").status_code == 404


def test_strangers_find_nothing(app: Flask, now: datetime) -> None:
    browser = app.test_client()
    for path in ("/class/none", "/seasons/none", "/class/none/calendar.ics", "/class/none/cover"):
        assert browser.get(path).status_code == 404


def test_a_cancelled_registration_is_no_place(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled", registration=True)
    actor = room.actor(room.world.clerk)
    for _time in range(2):
        registration.register(actor, room.session_id, now)
        registration.register(actor, room.session_id, now)
        registration.cancel_registration(actor, room.session_id, now)
    kept = db.session.scalars(sa.select(Registration)).one()
    assert kept.cancelled_at == now
    assert registration.taken(room.session_id) == 0
