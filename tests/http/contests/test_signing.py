"""Signing over HTTP: the judge's page, the pad's picture, the desk's list."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from blueprints.contests.queries.signing import signings
from blueprints.contests.services import progress
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.judging import Phone, fresh_key, token_of
from tests.support.judging_defended import judge_everything, sign, signature_picture, with_steps

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = with_steps(make_hall(now), "signing")
    judge_everything(hall)
    return hall


@pytest.fixture
def phone(app: Flask, hall: Hall) -> Phone:
    return Phone(app, hall).sit()


def send(phone: Phone, picture: bytes, seen: str, **headers: str) -> TestResponse:
    page = phone.client.get(f"{phone.round}/signing").text
    fields: dict[str, Any] = {
        "csrf_token": token_of(page),
        "key": fresh_key(),
        "seen": seen,
        "image": (BytesIO(picture), "signature.png"),
    }
    return phone.client.post(f"{phone.round}/signing", data=fields, headers=headers)


def test_the_console_asks_and_the_page_signs(phone: Phone, hall: Hall) -> None:
    assert phone.state().json["round"]["signing"] == "due"
    assert f"{phone.round}/signing" in phone.client.get(f"{phone.round}/").text
    page = phone.client.get(f"{phone.round}/signing").text
    assert "A01 赵示一" in page and "9.00" in page
    answer = send(
        phone, signature_picture(), signings(hall.round)[0].result, Accept="application/json"
    )
    assert answer.status_code == 200, answer.text
    assert phone.state().json["round"]["signing"] == "signed"
    assert "09:10:00" in phone.client.get(f"{phone.round}/signing").text


def test_before_one_may_sign_the_page_leads_to_what_is_not_locked(
    app: Flask, now: datetime
) -> None:
    hall = with_steps(make_hall(now), "signing")
    for entry in (0, 1):
        hall.mark(0, entry, "performance", "9.00")
    hall.lock(0, 0)
    phone = Phone(app, hall).sit()
    page = phone.client.get(f"{phone.round}/signing").text
    ways = [f"{phone.round}/?entry={hall.entry(n).key}" in page for n in range(3)]
    assert ways == [False, True, True]  # locked, marked, not begun
    assert 'id="sign-form"' not in page


def test_an_old_page_and_a_blank_pad_are_told_why(phone: Phone, hall: Hall) -> None:
    seen = signings(hall.round)[0].result
    assert send(phone, signature_picture(), "0" * 64).status_code == 409
    blank = send(phone, signature_picture(strokes=0), seen, Accept="application/json")
    assert (blank.status_code, blank.json["error"]["code"]) == (422, "ink")
    heavy = send(phone, b"\x89PNG\r\n\x1a\n" + b"x" * 300_000, seen)
    assert heavy.status_code == 413


def test_the_desk_sees_who_is_missing(app: Flask, hall: Hall, now: datetime) -> None:
    sign(hall, 0)
    staff, address = Staff(app, hall, now), f"/contests/rounds/{hall.round_id}"
    desk = staff.browser("scorer").get(f"{address}/desk").text
    assert "评委 2、3" in desk
    listed = staff.browser("supervisor").get(f"{address}/signing").text
    assert listed.count('data-state="due"') == 2 and listed.count('data-state="signed"') == 1
    picture = staff.browser("supervisor").get(f"{address}/signing/{hall.judges[0].id}.png")
    assert picture.data.startswith(b"\x89PNG") and "no-store" in picture.headers["Cache-Control"]
    assert (
        staff.browser("stranger").get(f"{address}/signing/{hall.judges[0].id}.png").status_code
        == 404
    )
    judge = hall.judges[1].id
    answer = staff.browser("scorer").post(
        f"{address}/signing/{judge}/paper", reason="没有手机", key=fresh_key()
    )
    assert answer.status_code == 303
    assert staff.browser("scorer").get(f"{address}/signing").text.count('data-state="signed"') == 2


def test_who_confirms_reads_who_would_not_sign(app: Flask, hall: Hall, now: datetime) -> None:
    sign(hall, 0)
    sign(hall, 1)
    staff, address = Staff(app, hall, now), f"/contests/rounds/{hall.round_id}"
    answer = staff.browser("scorer").post(
        f"{address}/signing/{hall.judges[2].id}/paper",
        refused="y",
        reason="对 A01 的评分有异议",
        key=fresh_key(),
    )
    assert answer.status_code == 303
    assert 'data-state="refused"' in staff.browser("supervisor").get(f"{address}/signing").text
    progress.close_round(SYSTEM, hall.round_id, now)
    step = staff.browser("supervisor").get(f"{address}/desk/steps/confirm").text
    assert "评委 3 拒绝签字：“对 A01 的评分有异议”" in step
    confirm = f"{address}/desk/steps/confirm"
    assert staff.browser("supervisor").post(confirm, key=fresh_key()).status_code == 303


def test_a_judge_sees_nobody_elses_page(app: Flask, hall: Hall, phone: Phone) -> None:
    other = hall.judges[1].id
    assert phone.client.get(f"/judge/{other}/rounds/{hall.round_id}/signing").status_code == 404
