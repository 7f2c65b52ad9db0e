"""Recusals over HTTP: the desk's card, the list, one tap; mentorships."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.models import Judge
from store import db, write
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff


@pytest.fixture
def hall(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    hall = make_hall(now)
    with write():
        db.session.get_one(Judge, hall.judges[0].id).unit = "示例精工工会"
        hall.round.contest.version += 1
    return hall


def test_from_the_desks_card_to_the_row(app: Flask, hall: Hall, now: datetime) -> None:
    staff, address = Staff(app, hall, now), f"/contests/rounds/{hall.round_id}"
    scorer = staff.browser("scorer")
    assert "有 3 项可能需要评委回避" in scorer.get(f"{address}/desk").text
    page = scorer.get(f"{address}/recusals").text
    assert page.count('data-state="open"') == 3 and "同单位" in page
    key, judge = hall.entry(0).key, str(hall.judges[0].id)
    done = scorer.post(f"{address}/recusals/{key}", judge=judge, answer="recuse")
    assert done.status_code == 303
    assert "有 2 项" in scorer.get(f"{address}/desk").text
    assert "评委 1回避（同单位）" in scorer.get(f"{address}/ledger").text.replace(" 回避", "回避")
    assert scorer.post(f"{address}/recusals/{key}", judge="x", answer="recuse").status_code == 409
    assert staff.browser("stranger").get(f"{address}/recusals").status_code == 404
    viewer = staff.browser("announcer")
    assert 'name="answer"' not in viewer.get(f"{address}/recusals").text
    assert viewer.post(f"{address}/recusals/{key}", judge=judge).status_code == 403


def test_what_was_found_is_told_where_the_round_is_opened(app: Flask, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    with write():
        db.session.get_one(Judge, hall.judges[0].id).unit = "示例精工工会"
    organiser = Staff(app, hall, now).browser("organiser")
    address = f"/contests/rounds/{hall.round_id}"
    page = organiser.get(f"{address}/desk/steps/open").text
    assert "有 3 项可能需要评委回避" in page and f'href="{address}/recusals"' in page
    with write():
        db.session.get_one(Judge, hall.judges[0].id).unit = ""
        hall.round.contest.version += 1
    assert "需要评委回避" not in organiser.get(f"{address}/desk/steps/open").text


def test_mentorships_keep_what_was_typed(app: Flask, hall: Hall, now: datetime) -> None:
    staff, address = Staff(app, hall, now), f"/contests/{hall.contest_id}/mentorships"
    organiser = staff.browser("organiser")
    bad = organiser.post(address, lines="只有一个")
    assert bad.status_code == 422 and "只有一个" in bad.text
    assert organiser.post(address, lines="评委示2\t钱示二").status_code == 303
    assert "评委示2 钱示二" in organiser.get(address).text
    assert staff.browser("scorer").get(address).status_code == 403
