"""Judges' seats over HTTP: PINs for those who run the contest, codes once, closing a seat."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.models import Judge
from blueprints.contests.services import progress, seats
from store import UserError, db
from store.actors import SYSTEM, Actor, Grant
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now)


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


def address(hall: Hall) -> str:
    return f"/contests/{hall.contest_id}/seats"


def judge(hall: Hall, number: int) -> Judge:
    return db.session.get_one(Judge, hall.judges[number].id, populate_existing=True)


def spelled(pin: str | None) -> str:
    return " ".join(pin or "")


def test_pins_are_for_those_who_run_the_contest(hall: Hall, staff: Staff) -> None:
    pin = judge(hall, 0).pin
    assert spelled(pin) in staff.browser("scorer").get(address(hall)).text
    for role in ("announcer", "supervisor"):
        page = staff.browser(role).get(address(hall)).text
        assert judge(hall, 0).name in page
        assert spelled(pin) not in page
        assert "/withdraw" not in page
    assert staff.browser("stranger").get(address(hall)).status_code == 404


@pytest.mark.parametrize("path", ["pins", "slips", "{id}/pin", "{id}/code", "{id}/withdraw"])
def test_onlookers_change_nothing(hall: Hall, staff: Staff, path: str) -> None:
    pin = judge(hall, 0).pin
    target = f"{address(hall)}/{path.format(id=hall.judges[0].id)}"
    assert staff.browser("supervisor").post(target).status_code == 403
    assert staff.browser("stranger").post(target).status_code == 404
    assert judge(hall, 0).pin == pin


def test_a_new_pin_replaces_the_old_one(hall: Hall, staff: Staff) -> None:
    old = judge(hall, 0).pin
    staff.browser("scorer").post(f"{address(hall)}/{hall.judges[0].id}/pin")
    assert judge(hall, 0).pin not in (old, None)
    with pytest.raises(UserError):
        seats.judge_by_pin(old or "")


def test_a_judge_of_another_contest_is_not_found(hall: Hall, staff: Staff, now: datetime) -> None:
    other = make_hall(now)
    target = f"{address(hall)}/{other.judges[0].id}/pin"
    assert staff.browser("scorer").post(target).status_code == 404


def test_slips_carry_a_code_for_everybody(hall: Hall, staff: Staff) -> None:
    page = staff.browser("scorer").post(f"{address(hall)}/slips").text
    assert page.count('class="slip"') == 3
    assert page.count('<svg class="qr"') == 3
    assert "no-store" in staff.browser("scorer").get(address(hall)).headers["Cache-Control"]
    assert all(judge(hall, n).join_hash is not None for n in range(3))


def test_a_code_is_shown_once(hall: Hall, staff: Staff) -> None:
    target = f"{address(hall)}/{hall.judges[1].id}/code"
    part = staff.browser("scorer").post(target, htmx=True).text
    assert "<html" not in part
    assert "只能用一次" in part
    assert judge(hall, 1).join_hash is not None


def test_a_closed_seat_lets_nobody_in_or_back(hall: Hall, staff: Staff, now: datetime) -> None:
    pin, judge_id = judge(hall, 0).pin or "", judge(hall, 0).id
    seat = seats.sit_down_by_pin(pin, "phone", now, take_over=True)
    code = seats.issue_join_code(staff.actor("scorer"), judge_id, now)
    staff.browser("scorer").post(f"{address(hall)}/{judge_id}/withdraw")
    assert seats.active_device(judge_id) is None
    for refused in (
        lambda: seats.take_seat_back(judge_id, seat.token, now),
        lambda: seats.sit_down_by_pin(pin, "phone", now, take_over=True),
        lambda: seats.sit_down_by_code(code, "phone", now, take_over=True),
    ):
        with pytest.raises(UserError):
            refused()
    staff.browser("scorer").post(f"{address(hall)}/pins")
    fresh = judge(hall, 0).pin
    assert fresh is not None
    assert seats.sit_down_by_pin(fresh, "phone", now, take_over=False).judge_id == judge_id


def test_connections_come_as_fragments(hall: Hall, staff: Staff) -> None:
    part = staff.browser("supervisor").get(f"{address(hall)}/connections", htmx=True).text
    assert part.count("hx-swap-oob") == 3
    assert 'data-state="offline"' in part


def test_pins_end_with_the_work(hall: Hall, now: datetime) -> None:
    pin = judge(hall, 0).pin or ""
    assert seats.judge_by_pin(pin).id == hall.judges[0].id
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(
        Actor("account", 1, grants=frozenset({Grant("administrator", "system")})),
        hall.round_id,
        now,
    )
    with pytest.raises(UserError) as refused:
        seats.judge_by_pin(pin)
    assert refused.value.code == "unknown_pin"
    progress.reopen_round(SYSTEM, hall.round_id, "补录成绩", now)
    assert seats.judge_by_pin(pin).id == hall.judges[0].id
