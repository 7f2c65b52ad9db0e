"""Reports over HTTP: planned at the desk, handed in by link, verified, public once published."""

import re
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from blueprints.contests.models import Report
from blueprints.contests.services import progress, reports, reveal
from store import db
from store.actors import SYSTEM, Actor
from tests.services.contests.test_reports import given, hall_with_plan, stage, token
from tests.support.contests import Hall
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
    assert "基准值与目标值相同" in refused.text
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
    _published(hall, now)
    text = client.get(public).text
    for words in ("余热回收", "班组攻关", "75.00", "1,000,000", "一度电一度电地抠"):
        assert words in text
    assert public in client.get(f"/results/{hall.round_id}").text
    photo = client.get(f"{public}/{hall.entry(0).key}.jpg")
    assert (photo.status_code, photo.data) == (200, b"a picture")
    assert client.get(f"{public}/{hall.entry(1).key}.jpg").status_code == 404


def _published(hall: Hall, now: datetime) -> None:
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)


def test_the_best_project_comes_first_with_its_place_and_prize(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = hall_with_plan(now, prizes=[("一等奖", 1)])
    for entry, project, actual in ((0, "余热回收", "85"), (1, "曝气节电", "78")):
        words = given(project=project, actual=actual)
        report = reports.hand_in(token(hall, entry), stage(hall), words, now)
        reports.decide(SYSTEM, report.id, verified=True, benefit="", note="", now=now)
    _published(hall, now)
    page = f"/results/{hall.round_id}/reports"
    assert "一等奖" not in client.get(page).text  # nobody has confirmed it yet
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    cards = re.findall("(?s)<article.*?</article>", client.get(page).text)
    assert ["曝气节电" in cards[0], "余热回收" in cards[1]] == [True, True]
    words = [" ".join(re.sub("<[^>]+>", "", card).split()) for card in cards]
    assert "第 1 名 · 一等奖" in words[0] and "第 2 名" in words[1] and "一等奖" not in words[1]
    assert "基准值 100 · 目标值 80 · 实际值 78 元/吨" in words[0]


def test_a_unit_is_told_that_its_stages_are_added_up(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    one, several = hall_with_plan(now), hall_with_plan(now, stages=2)
    pages = [client.get(f"/report/{token(hall, 0)}").text for hall in (one, several)]
    assert ["只填本阶段产生的效益" in page for page in pages] == [False, True]


def test_a_refused_verification_keeps_what_was_typed(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now)
    report = reports.hand_in(token(hall, 0), stage(hall), given(), now)
    referee = Staff(app, hall, now).browser("chief_referee")
    page = f"/contests/rounds/{hall.round_id}/reports/{report.id}"
    answer = referee.post(page, outcome="verified", benefit="viel", note="核对台账")
    assert answer.status_code == 422
    assert "核对台账" in answer.text
    assert db.session.get_one(Report, report.id, populate_existing=True).state == "handed_in"


def test_a_refused_plan_keeps_its_stages_and_themes(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now, stages=2)
    organiser = Staff(app, hall, now).browser("organiser")
    page = f"/contests/rounds/{hall.round_id}/reports"
    rows = {"id": ["", ""], "title": ["动员部署", "总结"], "due_on": ["2026-05-01", "kein Tag"]}
    answer = organiser.post(page, measure="元/吨", themes="降本增效", **rows)
    assert answer.status_code == 422
    form = answer.text.partition('id="plan"')[2]
    assert "notice-error" in form
    for kept in ("元/吨", "动员部署", "总结", "2026-05-01", "kein Tag"):
        assert f'value="{kept}"' in form
    assert "降本增效</textarea>" in form
