"""A viewer's own minutes in a real browser: they grow, stop in the background, and say why."""

import re
from datetime import UTC, datetime

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


def minutes(browser: Chrome) -> int:
    """How many the sign says are counted; -1 while it says none."""
    found = re.search(r"已计 (\d+) 分钟", sign(browser))
    return int(found[1]) if found else -1


def reasons() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(Stay.reason)))


def test_minutes_are_seen_and_stop_in_the_background(phone: Chrome) -> None:
    wait_until(lambda: minutes(phone) >= 0, "the minutes to be shown")
    wait_until(lambda: "" in reasons(), "the stretch to be kept")
    window = phone.current_window_handle
    phone.switch_to.new_window("tab")
    wait_until(lambda: "hidden" in reasons(), "the hidden stretch to be kept")
    phone.close()
    phone.switch_to.window(window)
    wait_until(lambda: "已计" in sign(phone), "the minutes to count again")


def test_minutes_go_on_by_themselves_between_two_answers(phone: Chrome) -> None:
    wait_until(lambda: minutes(phone) >= 0, "the minutes to be shown")
    before = minutes(phone)
    phone.execute_script(  # a minute is long: let the clock of the page run 61 times as fast
        "const real = performance.now.bind(performance); performance.now = () => real() * 61"
    )
    wait_until(lambda: minutes(phone) > before, "the next minute")


def test_the_answer_to_a_dispute_is_heard_in_the_room(
    phone: Chrome, new_browser: NewBrowser, room: Room, serving: Server
) -> None:
    wait_until(lambda: "已计" in sign(phone), "the minutes to be shown")
    phone.find_element(By.ID, "minutes").click()
    wait_until(lambda: phone.find_elements(By.CSS_SELECTOR, "#minutes-body summary"), "the sheet")
    phone.find_elements(By.CSS_SELECTOR, "#minutes-body summary")[-1].click()
    phone.find_element(By.NAME, "text").send_keys("断网十分钟")
    phone.find_element(By.CSS_SELECTOR, "#minutes-body button").click()
    wait_until(lambda: "正在核查" in phone.find_element(By.ID, "minutes-body").text, "the dispute")
    phone.find_element(By.CSS_SELECTOR, "#minutes-sheet [data-dialog-close]").click()
    _decide(new_browser(1440, 900), serving.url, room)
    wait_until(lambda: "异议已答复" in sign(phone), "word of the answer")
    wait_until(lambda: minutes(phone) >= 10, "the minutes to have grown")
    phone.find_element(By.ID, "minutes").click()
    wait_until(lambda: "已核实" in phone.find_element(By.ID, "minutes-body").text, "the answer")


def _decide(desk: Chrome, url: str, room: Room) -> None:
    """The host upholds the dispute on the page of the report."""
    report = f"/classroom/sessions/{room.session_id}/report"
    desk.get(f"{url}/sign-in?next={report}")
    desk.find_element(By.NAME, "username").send_keys("host")
    desk.find_element(By.NAME, "password").send_keys(PASSWORD)
    desk.find_element(By.NAME, "password").submit()
    wait_until(lambda: desk.find_elements(By.CSS_SELECTOR, ".dispute summary"), "the dispute")
    desk.find_element(By.CSS_SELECTOR, ".dispute summary").click()
    desk.find_element(By.NAME, "minutes").send_keys("10")
    desk.find_element(By.NAME, "answer").send_keys("已核实")
    desk.find_element(By.NAME, "answer").submit()
    wait_until(
        lambda: "成立" in desk.find_element(By.CSS_SELECTOR, ".dispute").text, "the decision"
    )
