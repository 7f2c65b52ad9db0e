"""The panel's page: for the chief referee and supervisors alone, and nothing of it is kept."""

from datetime import datetime
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from blueprints.contests.queries.facts import members
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

MARKS = (("9.0", "9.1", "6.0"), ("8.5", "8.6", "8.7"), ("8.0", "8.1", "8.2"))


@pytest.fixture
def hall(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    hall = make_hall(now)
    for entry, marks in enumerate(MARKS):
        for judge, mark in enumerate(marks):
            hall.mark(judge, entry, "performance", mark)
    return hall


def test_statistics_and_what_if_change_nothing(app: Flask, hall: Hall, now: datetime) -> None:
    address = f"/contests/rounds/{hall.round_id}/panel"
    chief = Staff(app, hall, now).browser("chief_referee")
    before = (hall.round.seq, hall.round.contest.version)
    page = chief.get(address)
    assert page.status_code == 200 and page.text.count("<circle") == 3
    assert "no-store" in page.headers["Cache-Control"]
    tried = chief.get(f"{address}?without={_ref(hall, 2)}&method=mean").text
    assert "将有" in tried or "名次不变" in tried
    assert (hall.round.seq, hall.round.contest.version) == before
    assert "A01" in tried and "赵示一" in tried
    assert "剩余分数不足：3 名" in chief.get(f"{address}?method=trimmed&low=2&high=1").text
    assert chief.get(f"{address}?without=nobody&method=odd&low=x").status_code == 200


def test_the_export_holds_the_same_figures(app: Flask, hall: Hall, now: datetime) -> None:
    address = f"/contests/rounds/{hall.round_id}/panel.xlsx"
    answer = Staff(app, hall, now).browser("supervisor").get(address)
    rows = list(load_workbook(BytesIO(answer.data)).worksheets[0].values)
    assert len(rows) == 4 and [row[1] for row in rows[1:]] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("role", "status"),
    [("organiser", 403), ("scorer", 403), ("announcer", 403), ("stranger", 404)],
)
def test_nobody_else_sees_it(app: Flask, hall: Hall, now: datetime, role: str, status: int) -> None:
    browser = Staff(app, hall, now).browser(role)
    for address in ("panel", "panel.xlsx", "panel?without=J1"):
        answer = browser.get(f"/contests/rounds/{hall.round_id}/{address}")
        assert answer.status_code == status


def _ref(hall: Hall, judge: int) -> str:
    return list(members(hall.round_id).judges.values())[judge].ref
