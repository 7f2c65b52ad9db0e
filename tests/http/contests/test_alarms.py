"""Alarms over HTTP: the desk's flags, the dialog with its two ways, the limits."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.queries.alarms import alarms_view
from blueprints.contests.services import alarms
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.judging import Phone, fresh_key

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = make_hall(now)
    alarms.set_limits(SYSTEM, hall.round_id, {"performance": {"spread": "1"}}, now)
    for judge, mark in enumerate(("9.2", "9.0", "7.5")):
        hall.mark(judge, 0, "performance", mark)
        hall.lock(judge, 0)
    return hall


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


def test_from_the_flag_to_the_judges_phone(app: Flask, hall: Hall, staff: Staff) -> None:
    address = f"/contests/rounds/{hall.round_id}"
    scorer, key = staff.browser("scorer"), hall.entry(0).key
    assert "评委相差 1.7" in scorer.get(f"{address}/desk").text
    (alarm,) = alarms_view(hall.round).lines[0].alarms
    dialog = scorer.get(f"{address}/alarms/{key}/{alarm.fingerprint}", htmx=True).text
    assert dialog.count("checked") == 2
    fields = {"item": alarm.item, "attempt": "1", "fingerprint": alarm.fingerprint}
    judge = str(hall.judges[2].id)
    bare = scorer.post(
        f"{address}/alarms/{key}/remark", htmx=True, judge=judge, reason="", **fields
    )
    assert bare.status_code == 422
    asked = scorer.post(
        f"{address}/alarms/{key}/remark",
        htmx=True,
        judge=judge,
        reason="分差过大",
        key=fresh_key(),
        **fields,
    )
    assert asked.status_code == 200, asked.text
    phone = Phone(app, hall, 2).sit()
    assert phone.entrant(0)["remark"] == {"slot": "performance.1", "reason": "分差过大"}
    assert "裁判台请您重新评 A01" in phone.client.get(f"{phone.round}/").text
    assert phone.mark(0, "performance", "8.5").status_code == 200
    assert phone.lock(0).status_code == 200
    assert phone.entrant(0)["remark"] is None
    panel = scorer.get(f"{address}/desk/entries/{key}", htmx=True).text
    assert "<s>7.5</s>" in panel and "8.5" in panel


def test_without_limits_the_page_says_that_nothing_alarms(
    hall: Hall, staff: Staff, now: datetime
) -> None:
    address = f"/contests/rounds/{hall.round_id}/alarms"
    alarms.set_limits(SYSTEM, hall.round_id, {"performance": {"spread": "5"}}, now)
    page = staff.browser("scorer").get(address).text
    assert "没有提醒" in page and "尚未设定界限" not in page
    alarms.set_limits(SYSTEM, hall.round_id, {"performance": {}}, now)
    page = staff.browser("scorer").get(address).text
    assert "尚未设定界限" in page and "没有提醒" not in page


def test_looked_at_and_stands(hall: Hall, staff: Staff) -> None:
    address, key = f"/contests/rounds/{hall.round_id}/alarms", hall.entry(0).key
    (alarm,) = alarms_view(hall.round).lines[0].alarms
    fields = {"item": alarm.item, "attempt": "1", "fingerprint": alarm.fingerprint}
    answer = staff.browser("chief_referee").post(
        f"{address}/{key}/settled", reason="看过录像", key=fresh_key(), **fields
    )
    assert answer.status_code == 303
    assert "看过录像" in staff.browser("supervisor").get(address).text
    assert staff.browser("announcer").get(f"{address}/{key}/{alarm.fingerprint}").status_code == 403
    assert staff.browser("stranger").get(address).status_code == 404


def test_limits_are_set_and_faults_keep_what_was_typed(hall: Hall, staff: Staff) -> None:
    address, scorer = f"/contests/rounds/{hall.round_id}/alarms", staff.browser("scorer")
    bad = scorer.post(address, **{"spread-performance": "much", "deviation-performance": "2"})
    assert bad.status_code == 422 and 'value="much"' in bad.text
    good = scorer.post(address, **{"spread-performance": "2", "deviation-performance": "0.5"})
    assert good.status_code == 200
    assert [one.kind for one in alarms_view(hall.round).lines[0].alarms] == ["outlier"]
