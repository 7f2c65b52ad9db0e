"""The spot-check over HTTP."""

import re
from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.services import progress
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.judging_defended import judge_everything, with_steps


@pytest.fixture
def hall(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    hall = with_steps(make_hall(now), "spot_check")
    judge_everything(hall)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(Actor("system", 2, "监督"), hall.round_id, now)
    return hall


def test_drawing_and_checking_on_the_page(app: Flask, hall: Hall, now: datetime) -> None:
    staff, address = Staff(app, hall, now), f"/contests/rounds/{hall.round_id}/spot-check"
    supervisor = staff.browser("supervisor")
    page = supervisor.get(address).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None and hall.round.head_hash == seen[1]
    assert supervisor.post(address, number=" ", seen=seen[1]).status_code == 422
    assert supervisor.post(address, number="42", seen=seen[1]).status_code == 303
    page = supervisor.get(address).text
    assert f"{seen[1][:16]}-42" in page and page.count('data-state="open"') == 3
    key = hall.entry(0).key
    empty = supervisor.post(f"{address}/{key}", found="error", note="")
    assert empty.status_code == 422
    assert supervisor.post(f"{address}/{key}", found="ok", note="").status_code == 303
    assert supervisor.get(address).text.count('data-state="ok"') == 1
    assert staff.browser("scorer").post(f"{address}/{key}", found="ok").status_code == 403
    assert staff.browser("stranger").get(address).status_code == 404
    with_steps(hall)
    assert supervisor.get(address).status_code == 404
