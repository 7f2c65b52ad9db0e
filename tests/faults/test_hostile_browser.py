"""Hostile texts in a real browser: nothing runs, and the strict policy is never even asked."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome

from blueprints.contests.services import desk, seats
from store.actors import SYSTEM
from tests.http.security.texts import SIGN, write_everywhere
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.server import Server

FOREIGN = f"return document.querySelectorAll('[{SIGN}], img[src=\"{SIGN}\"], [onerror]').length"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """A hall in which every text is hostile."""
    made = make_hall(now, preset="five_judges_trimmed", judges=2)
    write_everywhere(made)
    return made


def _staff_pages(hall: Hall) -> Iterator[str]:
    round_, contest = f"/contests/rounds/{hall.round_id}", f"/contests/{hall.contest_id}"
    yield from (f"{round_}/desk?entry={hall.entry(n).key}" for n in range(3))
    yield from (f"{round_}/desk/steps/close", f"{round_}/ledger", round_, f"{round_}/entries")
    yield from (contest, f"{contest}/seats", f"{contest}/settings", f"{contest}/results")
    yield from ("/contests/", "/account", f"/results/{hall.round_id}", "/")


def _harmless(browser: Chrome, url: str) -> None:
    browser.get(url)
    assert SIGN in browser.page_source, url
    assert browser.execute_script(FOREIGN) == 0, url  # type: ignore[no-untyped-call]
    assert not re.search(r"[?&]alert", browser.current_url)


def test_staff_and_public_pages_run_nothing(
    app: Flask, hall: Hall, serving: Server, browser: Chrome, now: datetime
) -> None:
    for view in ("", "/hall", "/overlay"):
        _harmless(browser, f"{serving.url}/board/{hall.round_id}{view}")
    browser.add_cookie(Staff(app, hall, now).cookie("organiser"))
    for path in _staff_pages(hall):
        _harmless(browser, serving.url + path)


def test_a_judges_console_runs_nothing_live_either(
    hall: Hall, serving: Server, browser: Chrome, now: datetime
) -> None:
    judge_id = hall.judges[0].id
    assert judge_id is not None
    code = seats.issue_join_code(SYSTEM, judge_id, now)
    browser.get(f"{serving.url}/join/{code}")
    assert browser.execute_script(FOREIGN) == 0  # type: ignore[no-untyped-call]
    seat = seats.sit_down_by_code(code, "test", now, take_over=True)
    browser.add_cookie(
        {"name": f"seat_{judge_id}", "value": seat.token, "path": f"/judge/{judge_id}"}
    )
    for entry in range(3):
        address = f"/judge/{judge_id}/rounds/{hall.round_id}/?entry={hall.entry(entry).key}"
        _harmless(browser, serving.url + address)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(2).key, now)
    assert browser.execute_script(FOREIGN) == 0  # type: ignore[no-untyped-call]
