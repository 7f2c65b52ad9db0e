"""Guessing PINs: what one address may try, what all of them together may, and what they learn."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.services import seats
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.limits import with_limits

PER_MINUTE, OF_ALL_PER_MINUTE = 30, 60


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now)


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    with with_limits(app, proxies=1) as made:
        made.config["WTF_CSRF_ENABLED"] = False
        yield made


def _try(app: Flask, pin: str, address: str, **fields: str) -> int:
    headers = {"X-Forwarded-For": address}
    answer = app.test_client().post("/join", data={"pin": pin, **fields}, headers=headers)
    return answer.status_code


def test_one_address_gets_few_tries_whatever_it_claims(limited: Flask, hall: Hall) -> None:
    answers = [_try(limited, "000000", f"6.6.6.{n}, 10.0.0.1") for n in range(PER_MINUTE + 1)]
    assert answers == [422] * PER_MINUTE + [429]


def test_many_addresses_share_one_budget_of_wrong_tries(limited: Flask, hall: Hall) -> None:
    answers = [_try(limited, "000000", f"10.0.{n}.1") for n in range(OF_ALL_PER_MINUTE + 1)]
    assert answers == [422] * OF_ALL_PER_MINUTE + [429]


def test_a_machine_with_many_addresses_of_a_network_is_one(limited: Flask, hall: Hall) -> None:
    answers = [_try(limited, "000000", f"2001:db8:1:2::{n:x}") for n in range(1, PER_MINUTE + 2)]
    assert answers[-1] == 429


def test_right_pins_cost_the_others_nothing(limited: Flask, hall: Hall, now: datetime) -> None:
    judge_id = hall.judges[0].id
    assert judge_id is not None
    pin = seats.issue_pin(SYSTEM, judge_id, now)
    for number in range(OF_ALL_PER_MINUTE + 1):
        assert _try(limited, pin, f"10.0.{number}.1", take_over="1") == 303
    assert _try(limited, "000000", "10.1.0.1") == 422


def test_codes_work_while_pins_are_shut(limited: Flask, hall: Hall, now: datetime) -> None:
    judge_id = hall.judges[0].id
    assert judge_id is not None
    code = seats.issue_join_code(SYSTEM, judge_id, now)
    for number in range(OF_ALL_PER_MINUTE + 1):
        last = _try(limited, "000000", f"10.0.{number}.1")
    assert last == 429
    phone = limited.test_client()
    assert phone.post(f"/join/{code}", data={"take_over": "1"}).status_code == 303
