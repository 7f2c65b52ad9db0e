"""A reveal with everything open at once: hall, announcer's phone, a second phone, public board."""

from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.contests.services import reveal
from blueprints.contests.services.reveal import RevealOptions
from store import db
from store.actors import SYSTEM
from tests.support.browser import NewBrowser, click
from tests.support.contests import NAMES, Hall, make_hall
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.reveals import confirmed
from tests.support.server import Server

STATE = "return document.querySelector('[data-connection]').dataset.state"
KIND = "return document.getElementById('reveal-screen').dataset.kind"
LINES = """return [...document.querySelectorAll('#reveal-lines .reveal-row-who > b')]
  .map(name => name.textContent)"""
COUNT = "return document.querySelector('.remote-count')?.textContent ?? ''"
TAP = """
const count = document.querySelector(".remote-count")?.textContent ?? "";
if (count !== arguments[0]) return true;
document.querySelector(arguments[1])?.click();
return false;
"""
TOTALS = ("9.900", "9.600", "7.100", "5.300")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return confirmed(make_hall(now, entries=4))


def opened(browser: Chrome, address: str) -> Chrome:
    browser.get(address)
    wait_until(lambda: browser.execute_script(STATE) == "connected", "the connection")
    return browser


def tap(phone: Chrome, selector: str = ".remote-go") -> None:
    """Tap as impatiently as can be, until the phone shows the step: it is one step all the same."""
    before = phone.execute_script(COUNT)

    wait_until(lambda: phone.execute_script(TAP, before, selector), "the step on the phone")


def at_the_phone(browser: Chrome, server: Server, cookie: dict[str, str], ceremony: int) -> Chrome:
    browser.get(f"{server.url}/robots.txt")
    browser.add_cookie(cookie)
    return opened(browser, f"{server.url}/contests/reveals/{ceremony}")


def next_of(phone: Chrome) -> str:
    return phone.find_element(By.CSS_SELECTOR, ".remote-next").text


def to_the_end(phone: Chrome) -> None:
    shown, steps = map(int, phone.execute_script(COUNT).split("/"))
    for step in range(shown + 1, steps + 1):
        tap(phone)
        assert phone.execute_script(COUNT) == f"{step} / {steps}"


def test_phone_hall_and_board_together(
    app: Flask, hall: Hall, server: Server, new_browser: NewBrowser, now: datetime
) -> None:
    staff = Staff(app, hall, now)
    cookies = staff.cookie("announcer"), staff.cookie("organiser")
    made = reveal.begin(SYSTEM, hall.round_id, RevealOptions(), now)
    db.session.rollback()
    server.start()
    screen = opened(new_browser(1920, 1080), f"{server.url}/reveal/{made}/hall")
    board = opened(new_browser(1280, 800), f"{server.url}/board/{hall.round_id}")
    first, second = (at_the_phone(new_browser(390, 844), server, one, made) for one in cookies)

    def alike() -> bool:
        return bool(second.execute_script(COUNT) == first.execute_script(COUNT))

    assert screen.execute_script(KIND) == "start" and NAMES[2] in next_of(first)
    tap(first)
    wait_until(lambda: screen.execute_script(LINES) == [NAMES[2]], "the lowest place")
    wait_until(alike, "the second phone")
    tap(second)  # the score of the third, without the name
    wait_until(lambda: screen.execute_script(KIND) == "score", "the score")
    assert NAMES[1] not in screen.page_source and "7.100" in screen.page_source
    wait_until(alike, "the first phone")
    wait_until(lambda: NAMES[1] in next_of(first), "who comes next on the first phone")
    tap(first, ".remote-back")
    wait_until(lambda: screen.execute_script(KIND) == "place", "the step back")
    wait_until(lambda: "7.100" not in screen.page_source, "the score to be gone")
    to_the_end(first)
    wait_until(lambda: screen.execute_script(KIND) == "closing", "the end")
    assert screen.execute_script(LINES) == [NAMES[0], NAMES[3], NAMES[1], NAMES[2]]
    assert not any(total in board.page_source for total in TOTALS)
    wait_until(alike, "the second phone")
    click(second, ".remote-finish form:first-child button")
    wait_until(lambda: all(total in board.page_source for total in TOTALS), "the opened board")
