"""The announcer's page over HTTP."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.queries.announcer import sees_all
from blueprints.contests.services import desk
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff


@pytest.fixture
def hall(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    hall = make_hall(now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    return hall


def test_page_panel_and_notes(app: Flask, hall: Hall, now: datetime) -> None:
    staff, address = Staff(app, hall, now), f"/contests/rounds/{hall.round_id}/announcer"
    announcer = staff.browser("announcer")
    assert "赵示一" in announcer.get(address).text
    assert 'id="announcer-now"' in announcer.get(f"{address}/panel").text
    fields = {f"say-{hall.entry(0).key}": "zhào shì yī", "say-nobody": "x"}
    assert announcer.post(f"{address}/notes", **fields).status_code == 303
    assert "zhào shì yī" in announcer.get(address).text
    assert announcer.post(f"{address}/eyes", everything="1").status_code == 403
    assert staff.browser("chief_referee").post(f"{address}/eyes", everything="1").status_code == 303
    assert sees_all(hall.round)
    assert staff.browser("scorer").get(address).status_code == 403
    assert staff.browser("stranger").get(address).status_code == 404
