"""Reports over HTTP: planned at the desk, handed in by link, verified, public once published."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from blueprints.contests.models import Report
from blueprints.contests.services import progress, reports, reveal
from store import db
from store.actors import SYSTEM, Actor
from tests.services.contests.test_reports import given, hall_with_plan, stage, token
from tests.support.desk import Staff
from tests.support.people import csrf

SECOND = Actor("system", 2, "another person")
NASTY = "<script>alert(1)</script>"


def test_a_unit_reports_by_its_link_and_keeps_what_it_typed_when_refused(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = hall_with_plan(now)
    page = f"/report/{token(hall, 0)}"
    form = {"project": NASTY, "baseline": "100", "target": "100", "actual": "9", "seen": "0"}
    address = f"{page}/{stage(hall)}"
    refused = client.post(address, data={**form, "csrf_token": csrf(client, page)})
    assert refused.status_code == 422
    assert "基线与目标相同" in refused.text
    assert NASTY not in refused.text
    assert "&lt;script&gt;" in refused.text
    answer = client.post(address, data={**form, "target": "80", "csrf_token": csrf(client, page)})
    assert answer.status_code == 303
    shown = client.get(page)
    assert shown.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "待核定" in shown.text
    assert client.get("/report/no-such-link").status_code == 404


def test_the_desk_verifies_and_everybody_sees_it_after_publication(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = hall_with_plan(now)
    report = reports.hand_in(token(hall, 0), stage(hall), given(story="班组攻关"), now)
    referee = Staff(app, hall, now).browser("chief_referee")
    page = f"/contests/rounds/{hall.round_id}/reports/{report.id}"
    assert "余热回收" in referee.get(page).text
    answer = referee.post(page, outcome="verified", benefit="1000000", note="")
    assert answer.status_code == 303
    board = referee.get(f"/contests/rounds/{hall.round_id}/reports").text
    assert "1,200,000.50" in board
    assert "1,000,000" in board
    public = f"/results/{hall.round_id}/reports"
    assert client.get(public).status_code == 404
    key = hall.entry(0).key
    reveal.set_portrait(SYSTEM, hall.round_id, key, "一度电一度电地抠", now, photo=b"a picture")
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)
    text = client.get(public).text
    for words in ("余热回收", "班组攻关", "75.00", "1,000,000", "一度电一度电地抠"):
        assert words in text
    assert public in client.get(f"/results/{hall.round_id}").text
    photo = client.get(f"{public}/{hall.entry(0).key}.jpg")
    assert (photo.status_code, photo.data) == (200, b"a picture")
    assert client.get(f"{public}/{hall.entry(1).key}.jpg").status_code == 404


def test_a_refused_verification_keeps_what_was_typed(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now)
    report = reports.hand_in(token(hall, 0), stage(hall), given(), now)
    referee = Staff(app, hall, now).browser("chief_referee")
    page = f"/contests/rounds/{hall.round_id}/reports/{report.id}"
    answer = referee.post(page, outcome="verified", benefit="viel", note="核对台账")
    assert answer.status_code == 422
    assert "核对台账" in answer.text
    assert db.session.get_one(Report, report.id, populate_existing=True).state == "handed_in"
