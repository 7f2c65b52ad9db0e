"""Sitting down: by PIN and by QR, taking over, and not walking through a million PINs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from app import create_app
from blueprints.contests.services import seats
from extensions import limiter
from store import db
from store.actors import SYSTEM
from tests.support.client import Client
from tests.support.contests import Hall, make_hall
from tests.support.judging import Phone, token_of

pytestmark = pytest.mark.usefixtures("stopped_clock")

UNKNOWN = "PIN 码不正确"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now)


@pytest.fixture
def phone(app: Flask, hall: Hall) -> Phone:
    return Phone(app, hall)


@pytest.fixture
def pin(hall: Hall, phone: Phone, now: datetime) -> str:
    return seats.issue_pin(SYSTEM, phone.judge_id, now)


@pytest.fixture
def code(hall: Hall, phone: Phone, now: datetime) -> str:
    return seats.issue_join_code(SYSTEM, phone.judge_id, now)


def full_width(digits: str) -> str:
    return digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def test_a_taken_seat_is_named_and_only_taken_on_request(phone: Phone, pin: str) -> None:
    answer = phone.join(pin)
    assert answer.status_code == 409
    assert "评委 1" in answer.text
    assert "test phone" in answer.text and "09:10" in answer.text
    assert "接管席位" in answer.text
    assert phone.client.get(f"{phone.base}/").status_code == 404

    taken = phone.join(pin, take_over="1")
    assert taken.status_code == 303
    assert taken.headers["Location"] == f"{phone.base}/"


def test_the_cookie_is_for_this_judge_alone(phone: Phone, pin: str) -> None:
    cookie = phone.join(pin, take_over="1").headers["Set-Cookie"]
    assert cookie.startswith(f"seat_{phone.judge_id}=")
    for part in (f"Path={phone.base}", "HttpOnly", "SameSite=Lax", "Max-Age=259200"):
        assert part in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure(phone: Phone, pin: str) -> None:
    token = token_of(phone.client.get("/join", base_url="https://localhost").text)
    answer = phone.client.post(
        "/join",
        base_url="https://localhost",
        data={"pin": pin, "take_over": "1", "csrf_token": token},
        headers={"Referer": "https://localhost/join"},
    )
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("spoil", [full_width, lambda pin: f" {pin[:3]} {pin[3:]}　"])
def test_what_input_methods_leave_behind_is_understood(
    phone: Phone, pin: str, spoil: object
) -> None:
    assert phone.join(spoil(pin), take_over="1").status_code == 303  # type: ignore[operator]


@pytest.mark.parametrize(
    "wrong", ["", "12345", "1234567", "abcdef", "٣٤٥٦٧٨", "12 34", "9" * 10_000]
)
def test_a_wrong_pin_always_reads_the_same(phone: Phone, wrong: str) -> None:
    answer = phone.join(wrong)
    assert answer.status_code == 422
    assert UNKNOWN in answer.text
    assert "Set-Cookie" not in answer.headers or "seat_" not in answer.headers["Set-Cookie"]


def test_an_unknown_pin_reads_like_a_malformed_one(phone: Phone, pin: str) -> None:
    other = f"{(int(pin) + 1) % 1_000_000:06d}"
    answer = phone.join(other)
    assert answer.status_code == 422 and UNKNOWN in answer.text


def test_a_previewed_link_takes_nothing(phone: Phone, code: str) -> None:
    for _preview in range(3):
        shown = phone.client.get(f"/join/{code}")
        assert shown.status_code == 200
        assert "评委 1" in shown.text
    answer = phone.form(f"/join/{code}", f"/join/{code}", take_over="1")
    assert answer.status_code == 303


def test_a_code_works_once(app: Flask, phone: Phone, hall: Hall, code: str) -> None:
    assert phone.form(f"/join/{code}", f"/join/{code}", take_over="1").status_code == 303
    again = Phone(app, hall).client.get(f"/join/{code}")
    assert again.status_code == 404
    assert "已使用" in again.text


def test_a_code_on_a_taken_seat_is_not_used_up_by_asking(phone: Phone, code: str) -> None:
    assert phone.form(f"/join/{code}", f"/join/{code}").status_code == 409
    assert phone.form(f"/join/{code}", f"/join/{code}", take_over="1").status_code == 303


def test_joining_needs_the_token_of_the_form(phone: Phone, pin: str) -> None:
    assert phone.client.post("/join", data={"pin": pin, "take_over": "1"}).status_code == 400


class TestGuessing:
    """With the limiter on, as in production."""

    @pytest.fixture
    def limited(self, app: Flask) -> Iterator[Flask]:
        """A second application on the same database, set up as in production."""
        made = create_app(replace(app.extensions["settings"], testing=False))
        made.extensions["clock"] = app.extensions["clock"]
        made.test_client_class = Client
        yield made
        limiter.reset()
        limiter.enabled = False  # as the other tests' application has it
        with made.app_context():
            db.engine.dispose()

    @pytest.fixture
    def phone(self, limited: Flask, hall: Hall) -> Phone:
        return Phone(limited, hall)

    def guess(self, phone: Phone, address: str) -> int:
        phone.client.environ_base["REMOTE_ADDR"] = address
        return phone.join("000000").status_code

    def test_one_address_is_slowed_down(self, phone: Phone, pin: str) -> None:
        codes = [self.guess(phone, "10.0.0.1") for _ in range(31)]
        assert codes[0] == 422 and codes[-1] == 429
        refused = phone.join(pin, take_over="1")
        assert refused.status_code == 429
        assert "二维码" in refused.text

    def test_many_addresses_together_are_too(self, phone: Phone) -> None:
        codes = [self.guess(phone, f"10.0.{n}.1") for n in range(62)]
        assert codes.count(422) == 60
        assert codes[-1] == 429

    def test_a_network_of_ipv6_counts_as_one(self, phone: Phone) -> None:
        codes = [self.guess(phone, f"2001:db8:1:2::{n:x}") for n in range(1, 33)]
        assert codes[-1] == 429

    def test_qr_codes_go_on_working(self, phone: Phone, code: str) -> None:
        for _ in range(31):
            self.guess(phone, "10.0.0.1")
        answer = phone.form(f"/join/{code}", f"/join/{code}", take_over="1")
        assert answer.status_code == 303

    def test_right_pins_are_not_counted_against_everybody(self, limited: Flask, hall: Hall) -> None:
        for n in range(65):
            phone = Phone(limited, hall)
            phone.client.environ_base["REMOTE_ADDR"] = f"10.1.{n}.1"
            phone.sit()
        assert self.guess(Phone(limited, hall), "10.2.0.1") == 422
