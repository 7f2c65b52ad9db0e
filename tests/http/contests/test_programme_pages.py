"""Timetable, public programme and calendar files over HTTP."""

from datetime import datetime

import pytest
from flask import Flask
from icalendar import Calendar

from blueprints.contests.models import Contest
from store import db
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, entries=3, open_round=False)


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


def plan(**fields: str) -> dict[str, str]:
    return {"starts": "2026-12-05T11:30", "minutes": "20", "gap": "5", **fields}


def test_a_round_is_planned_and_everybody_sees_it(
    app: Flask, hall: Hall, organiser: Browser
) -> None:
    path = f"/contests/rounds/{hall.round_id}/plan"
    programme = f"/contests/{hall.contest_id}/programme"
    fields = plan(breaks="１２：００－１３：３０", stations="1", until="17:30")
    assert organiser.post(path, **fields).status_code == 303
    page = organiser.get(path).text
    assert "11:30–11:50" in page
    assert "13:30–13:50" in page
    visitor = app.test_client()
    assert "赵示一" not in visitor.get(programme).text
    assert visitor.get(f"{programme}/entries/{hall.entry(0).key}.ics").status_code == 404
    organiser.post(path, **fields, shown="y")
    assert "赵示一" in visitor.get(programme).text
    file = visitor.get(f"{programme}/entries/{hall.entry(0).key}.ics")
    (event,) = Calendar.from_ical(file.data).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2026-12-05T03:30:00+00:00"  # 11:30 in Beijing
    whole = visitor.get(f"{programme}/events/{hall.round.event_id}.ics")
    (event,) = Calendar.from_ical(whole.data).walk("VEVENT")
    assert event["DTEND"].dt.isoformat() == "2026-12-05T06:15:00+00:00"
    judge = f"{programme}/judges/{hall.judges[0].id}.ics"
    assert visitor.get(judge).status_code in (303, 401)
    assert organiser.get(judge).status_code == 200
    assert organiser.post(f"{path}/removal").status_code == 303
    assert "赵示一" not in visitor.get(programme).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": ""},
        {"starts": "heute"},
        {"minutes": "0"},
        {"minutes": "99999999999"},
        {"gap": "-5"},
        {"breaks": "12"},
        {"breaks": "13:00-12:00"},
        {"breaks": "25:00-26:00"},
        {"until": "11:00"},
        {"stations": " ".join(map(str, range(101)))},
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(
    hall: Hall, organiser: Browser, wrong: dict[str, str]
) -> None:
    path = f"/contests/rounds/{hall.round_id}/plan"
    assert organiser.post(path, **{**plan(), **wrong}).status_code == 422


def test_a_contest_is_copied_by_one_button(hall: Hall, organiser: Browser) -> None:
    answer = organiser.post(f"/contests/{hall.contest_id}/copy", judges="1")
    assert answer.status_code in (303, 404)
    db.session.rollback()
    copy = db.session.scalars(db.select(Contest).order_by(Contest.id.desc())).first()
    assert copy is not None
    assert copy.id != hall.contest_id
    assert "副本" in copy.title or "copy" in copy.title
