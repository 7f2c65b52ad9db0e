"""The replay in a browser: the chat keeps step with the time, in both directions."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.classroom.models import Message
from store import db, write
from tests.support.browser import NewBrowser
from tests.support.classroom import Room
from tests.support.processes import wait_until
from tests.support.replays import answered, ended_room, said, voted
from tests.support.server import Server

TEXTS = (
    "return [...document.querySelectorAll('#messages [data-part=text]')].map(e => e.textContent)"
)
SEEK = """
const seek = document.querySelector("[data-seek]");
seek.value = arguments[0]; seek.dispatchEvent(new Event("input"));
"""
NOW = "return document.querySelector('[data-now]').textContent"


@pytest.fixture
def room(app: Flask) -> Room:
    room = ended_room(datetime.now(UTC))
    for minute in range(20):
        said(room, f"第{minute}分钟", minute * 60 + 1)
    voted(room, 300, 330)
    answered(room, "怎样挑一本好书?", 600)
    return room


@pytest.fixture
def viewer(new_browser: NewBrowser, serving: Server, room: Room) -> Chrome:
    browser = new_browser(390, 844)
    browser.get(f"{serving.url}/class/{room.key}")
    browser.find_element(By.NAME, "nickname").send_keys("海风")
    browser.find_element(By.NAME, "nickname").submit()
    wait_until(lambda: browser.current_url != f"{serving.url}/class/{room.key}", "coming in")
    browser.get(f"{serving.url}/class/{room.key}/replay")
    return browser


def texts(browser: Chrome) -> list[str]:
    found: list[str] = browser.execute_script(TEXTS)  # type: ignore[no-untyped-call]
    return found


def seek(browser: Chrome, seconds: int) -> None:
    browser.execute_script(SEEK, seconds * 1000)  # type: ignore[no-untyped-call]


def test_the_chat_follows_the_clock(viewer: Chrome) -> None:
    seek(viewer, 599)
    wait_until(lambda: texts(viewer)[-1:] == ["第9分钟"], "the chat of before")
    viewer.find_element(By.CSS_SELECTOR, "[data-play]").click()
    wait_until(lambda: texts(viewer)[-1:] == ["第10分钟"], "what is said meanwhile")
    seek(viewer, 100)
    wait_until(lambda: texts(viewer) == ["第0分钟", "第1分钟"], "the chat of an earlier place")


def test_without_a_network_the_chat_comes_once_it_is_back(viewer: Chrome) -> None:
    wait_until(lambda: texts(viewer) == [], "nothing was said at the beginning")
    track(viewer, reachable=False)
    seek(viewer, 600)
    wait_until(lambda: viewer.execute_script(NOW) == "10:00", "the place")
    viewer.find_element(By.CSS_SELECTOR, "[data-play]").click()
    wait_until(lambda: viewer.execute_script(NOW) > "10:04", "it playing on")
    assert texts(viewer) == []
    track(viewer, reachable=True)
    wait_until(lambda: texts(viewer)[-1:] == ["第10分钟"], "all that was said up to here")


def track(browser: Chrome, *, reachable: bool) -> None:
    blocked = [] if reachable else ["*/replay/track.json*"]
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": blocked})


def test_polls_and_questions_are_where_they_were(viewer: Chrome) -> None:
    def poll() -> str:
        return viewer.find_element(By.ID, "replay-poll").text

    seek(viewer, 310)
    wait_until(lambda: "最常在什么时候读书?" in poll() and "100%" not in poll(), "an open poll")
    seek(viewer, 335)
    wait_until(lambda: "100%" in poll(), "its result")
    seek(viewer, 290)
    wait_until(lambda: poll() == "", "no poll yet")
    viewer.find_element(By.ID, "tab-questions").click()
    viewer.find_element(By.CSS_SELECTOR, "#pane-questions [data-jump]").click()
    wait_until(lambda: viewer.execute_script(NOW) == "10:00", "the minute of the answer")


def test_keys_speed_and_the_place_are_kept(viewer: Chrome, serving: Server) -> None:
    body = viewer.find_element(By.TAG_NAME, "body")
    body.send_keys("]]]")
    assert viewer.find_element(By.ID, "replay-rate").get_attribute("value") == "2"
    body.send_keys(Keys.ARROW_RIGHT)
    wait_until(lambda: viewer.execute_script(NOW) == "0:10", "ten seconds on")
    seek(viewer, 700)
    wait_until(lambda: texts(viewer)[-1:] == ["第11分钟"], "the place")
    viewer.refresh()
    wait_until(lambda: viewer.execute_script(NOW) == "11:40", "the same place again")


def test_what_is_deleted_meanwhile_is_told_no_more(viewer: Chrome, room: Room) -> None:
    with write():
        message = db.session.query(Message).filter_by(text="第12分钟").one()
        message.state = "deleted"
    seek(viewer, 800)
    wait_until(lambda: texts(viewer)[-1:] == ["第13分钟"], "the chat around it")
    assert "第12分钟" not in texts(viewer)
    assert "第11分钟" in texts(viewer)
