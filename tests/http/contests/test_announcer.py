"""The announcer's page over HTTP."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.queries.eyes import sees_all
from blueprints.contests.services import announcing, archiving, desk, freezing, progress
from blueprints.people import services as people
from realtime import Identity, rooms
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.defended import defended
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


def test_behind_a_freeze_nothing_is_told_anywhere(app: Flask, hall: Hall, now: datetime) -> None:
    announcer = Staff(app, hall, now).browser("announcer")
    number = hall.round_id
    shown = [f"/results/{number}{ending}" for ending in ("", ".json", ".csv")]
    shown.append(f"/contests/{hall.contest_id}/contest-file.json")
    desk_page = f"/contests/rounds/{number}/desk"
    freezing.freeze(SYSTEM, number, "待揭晓", now)
    for judge in range(3):
        hall.mark(judge, 0, "performance", "9.73")
        hall.lock(judge, 0)
    for address in shown:
        answer = announcer.get(address)
        assert (answer.status_code, "9.73" in answer.text) == (200, False), address
    announcing.let_see(SYSTEM, number, now, everything=True)
    for address in (*shown, desk_page):
        answer = announcer.get(address)
        assert (answer.status_code, "9.73" in answer.text) == (200, True), address


def test_the_desk_of_any_round_is_closed_until_the_result_is_public(
    app: Flask, hall: Hall, now: datetime
) -> None:
    staff, number = Staff(app, hall, now), hall.round_id
    announcer, root = staff.browser("announcer"), f"/contests/rounds/{number}"
    hub = f"/contests/{hall.contest_id}"
    hall.mark(0, 0, "performance", "9.73")  # on its way: the hall isn't told of it
    led = announcer.get(f"{root}/desk?entry={hall.entry(0).key}")
    assert (led.status_code, led.location) == (302, f"{root}/announcer")
    entry = f"desk/entries/{hall.entry(0).key}/facts"
    for page in ("desk/panel", "desk/actions", entry, "ledger", "ledger.csv", "alarms"):
        answer = announcer.get(f"{root}/{page}")
        assert (answer.status_code, "9.73" in answer.text) == (403, False), page
    for page in (f"{root}/announcer", hub):
        assert f"{root}/desk" not in announcer.get(page).text, page
    assert f"{root}/announcer" in announcer.get(hub).text
    for entrant in range(3):
        for judge in range(3):
            hall.mark(judge, entrant, "performance", "9.73")
            hall.lock(judge, entrant)
    progress.close_round(SYSTEM, number, now)
    assert announcer.get(f"{root}/desk").status_code == 302
    progress.confirm_round(staff.actor("chief_referee"), number, now)
    assert announcer.get(f"{root}/ledger").status_code == 403
    progress.publish_round(SYSTEM, number, now)
    assert announcer.get(f"{root}/desk").status_code == 200


def test_whoever_also_scores_keeps_the_eyes_of_the_desk(
    app: Flask, hall: Hall, now: datetime
) -> None:
    freezing.freeze(SYSTEM, hall.round_id, "待揭晓", now)
    staff = Staff(app, hall, now)
    account = staff.account("announcer")
    people.grant_role(SYSTEM, account, "scorer", now=now, contest_id=hall.contest_id)
    page = f"/contests/rounds/{hall.round_id}/desk"
    assert staff.browser("announcer").get(page).status_code == 200


def test_in_an_archived_contest_it_can_still_be_read(app: Flask, now: datetime) -> None:
    case = defended(app, now, ())
    hall, address = case.hall, f"/contests/rounds/{case.hall.round_id}/announcer"
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    archiving.archive(SYSTEM, hall.contest_id, now)
    announcer = case.staff.browser("announcer")
    assert "赵示一" in announcer.get(address).text
    assert 'id="announcer-now"' in announcer.get(f"{address}/panel").text
    notes = announcer.get(f"{address}/notes").text
    assert "已归档" in notes and "readonly" in notes and ">保存<" not in notes
    fields = {f"say-{hall.entry(0).key}": "zhào shì yī"}
    assert announcer.post(f"{address}/notes", **fields).status_code == 409
    assert "zhào shì yī" not in announcer.get(address).text
    account = Identity("account", case.staff.account("announcer"))
    assert rooms.allowed(account, f"announcer:{hall.round_id}:zh_Hans_CN")
