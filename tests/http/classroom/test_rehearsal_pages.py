"""Rehearsals over HTTP: who may, what is marked, and that nothing of it is counted anywhere."""

import re
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import ClassSession, Season
from blueprints.classroom.queries.attendance.years import years_of
from blueprints.classroom.queries.report.seasons import season_report
from blueprints.classroom.services import rehearsal, running
from blueprints.classroom.services.rehearsal import Deed
from extensions import queue
from store import db, write
from tests.support.classroom import Room, guest_browser, make_room, staff_browser
from tests.support.people import csrf


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    room = make_room(now, state="scheduled")
    with write():
        season = Season(
            organisation_id=room.world.west,
            key="test-season-01",
            title="书香阅读季",
            public=True,
            created_at=now,
        )
        db.session.add(season)
        db.session.flush()
        room.session.season_id = season.id
    return room


def studio(session_id: int) -> str:
    return f"/classroom/sessions/{session_id}/studio"


def open_rehearsal(app: Flask, room: Room) -> ClassSession:
    host = staff_browser(app, "host")
    page = studio(room.session_id)
    answer = host.post(f"{page}/rehearse", data={"csrf_token": csrf(host, page)})
    found = re.fullmatch(r"/classroom/sessions/(\d+)/studio", answer.location)
    assert answer.status_code == 303 and found is not None
    return db.session.get_one(ClassSession, int(found[1]))


def test_a_button_opens_it_and_another_fills_it(app: Flask, room: Room) -> None:
    made = open_rehearsal(app, room)
    host = staff_browser(app, "host")
    page = studio(made.id)
    assert "演练" in host.get(page).text
    assert queue.huey is not None
    queue.huey.flush()
    fields = {"csrf_token": csrf(host, page), "size": "50", "liveliness": "lively"}
    assert host.post(f"{page}/crowd", data=fields).status_code == 303
    task = queue.huey.dequeue()
    assert task is not None
    assert task.args == (f"/class/crowd/{made.id}?lang=zh", made.crowd, 50, "lively")
    assert host.post(f"{page}/crowd/stop", data=fields).status_code == 303
    assert db.session.get_one(ClassSession, made.id).crowd == ""


@pytest.mark.parametrize(
    "fields", [{"size": "5"}, {"size": "x"}, {"size": "50", "liveliness": "?"}]
)
def test_strange_crowds_are_refused(app: Flask, room: Room, fields: dict[str, str]) -> None:
    made = open_rehearsal(app, room)
    host = staff_browser(app, "host")
    given = {"csrf_token": csrf(host, studio(made.id)), **fields}
    assert host.post(f"{studio(made.id)}/crowd", data=given).status_code == 422
    assert made.crowd == ""


def test_viewers_dont_find_it(app: Flask, room: Room) -> None:
    made = open_rehearsal(app, room)
    viewer = guest_browser(app, room, "晴空")
    for address in (f"/class/{made.key}", f"/class/{made.key}/room", f"/class/{made.key}/replay"):
        assert viewer.get(address).status_code == 404
    for address in ("/classes", "/seasons/test-season-01", "/"):
        assert made.key not in viewer.get(address).text


def test_nothing_of_it_is_counted(app: Flask, room: Room, now: datetime) -> None:
    made = open_rehearsal(app, room)
    made_id, made_key = made.id, made.key
    host = room.actor(room.host)
    staff = staff_browser(app, "host")
    staff.get(studio(made_id))
    key = rehearsal.fill(host, made_id, 30, now)
    deeds = [Deed("say", who, who) for who in range(30)]
    assert rehearsal.beat(made_id, key, 30, deeds, now)
    later = now + timedelta(hours=1)
    running.end(host, made_id, later)
    season_id = db.session.scalars(sa.select(Season.id)).one()
    report = season_report(season_id, later)
    assert (report.sessions, report.person_times, report.people) == ([], 0, 0)
    assert years_of(room.host, later) == []
    assert made_key not in staff.get("/classes/mine").text
    fields = {"csrf_token": csrf(staff, studio(room.session_id))}
    gone = staff.post(f"{studio(made_id)}/remove-rehearsal", data=fields)
    assert (gone.status_code, gone.location) == (303, studio(room.session_id))
    assert staff.get(studio(made_id)).status_code == 404
    assert staff.get(studio(room.session_id)).status_code == 200
