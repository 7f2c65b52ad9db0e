"""A viewer's own minutes in a real browser: they grow, stop in the background, and say why."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.classroom.models import Stay
from store import db
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.people import PASSWORD
from tests.support.processes import wait_until
from tests.support.server import Server


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


@pytest.fixture
def phone(new_browser: NewBrowser, room: Room, serving: Server) -> Chrome:
    """Somebody who came in."""
    browser = new_browser(390, 844)
    browser.get(f"{serving.url}/class/{room.key}")
    name = browser.find_element(By.NAME, "nickname")
    name.clear()
    name.send_keys("晴空")
    name.submit()
    wait_until(lambda: "/room" in browser.current_url, "the room")
    return browser


def sign(browser: Chrome) -> str:
    return str(browser.find_element(By.ID, "minutes").text)


def until(met: Callable[[], Any], what: str) -> None:
    wait_until(met, what, 40)


def reasons() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(Stay.reason)))


def test_minutes_are_seen_and_stop_in_the_background(phone: Chrome) -> None:
    until(lambda: "已计 0 分钟" in sign(phone), "the minutes to be shown")
    until(lambda: "" in reasons(), "the stretch to be kept")
    window = phone.current_window_handle
    phone.switch_to.new_window("tab")
    until(lambda: "hidden" in reasons(), "the hidden stretch to be kept")
    phone.close()
    phone.switch_to.window(window)
    until(lambda: "已计" in sign(phone), "the minutes to count again")


def test_minutes_go_on_by_themselves_between_two_answers(phone: Chrome) -> None:
    until(lambda: "已计 0 分钟" in sign(phone), "the minutes to be shown")
    phone.execute_script(  # a minute is long: let the clock of the page run 61 times as fast
        "const real = performance.now.bind(performance); performance.now = () => real() * 61"
    )
    until(lambda: "已计 1 分钟" in sign(phone), "the next minute")


def test_the_answer_to_a_dispute_is_heard_in_the_room(
    phone: Chrome, new_browser: NewBrowser, room: Room, serving: Server
) -> None:
    until(lambda: "已计" in sign(phone), "the minutes to be shown")
    phone.find_element(By.ID, "minutes").click()
    until(lambda: phone.find_elements(By.CSS_SELECTOR, "#minutes-body summary"), "the sheet")
    phone.find_elements(By.CSS_SELECTOR, "#minutes-body summary")[-1].click()
    phone.find_element(By.NAME, "text").send_keys("断网十分钟")
    phone.find_element(By.CSS_SELECTOR, "#minutes-body button").click()
    until(lambda: "正在核查" in phone.find_element(By.ID, "minutes-body").text, "the dispute")
    phone.find_element(By.CSS_SELECTOR, "#minutes-sheet [data-dialog-close]").click()
    _decide(new_browser(1440, 900), serving.url, room)
    until(lambda: "异议已答复" in sign(phone), "word of the answer")
    until(lambda: "已计 10 分钟" in sign(phone), "the minutes to have grown")
    phone.find_element(By.ID, "minutes").click()
    until(lambda: "已核实" in phone.find_element(By.ID, "minutes-body").text, "the answer")


def _decide(desk: Chrome, url: str, room: Room) -> None:
    """The host upholds the dispute on the page of the report."""
    report = f"/classroom/sessions/{room.session_id}/report"
    desk.get(f"{url}/sign-in?next={report}")
    desk.find_element(By.NAME, "username").send_keys("host")
    desk.find_element(By.NAME, "password").send_keys(PASSWORD)
    desk.find_element(By.NAME, "password").submit()
    until(lambda: desk.find_elements(By.CSS_SELECTOR, ".dispute summary"), "the dispute")
    desk.find_element(By.CSS_SELECTOR, ".dispute summary").click()
    desk.find_element(By.NAME, "minutes").send_keys("10")
    desk.find_element(By.NAME, "answer").send_keys("已核实")
    desk.find_element(By.NAME, "answer").submit()
    until(lambda: "成立" in desk.find_element(By.CSS_SELECTOR, ".dispute").text, "the decision")
