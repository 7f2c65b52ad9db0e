"""Reading together in two browsers: the host turns and marks, a viewer reads ahead."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.classroom.services import excerpts, reading
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.people import PASSWORD
from tests.support.processes import wait_until
from tests.support.server import Server

TEXT = "\n".join(f"第{page}页，𠮷祥的文字。" + "读" * 380 for page in range(1, 6))
SELECT = """
const text = document.querySelector('#studio-reading [data-paragraph="0"]').firstChild;
getSelection().setBaseAndExtent(text, 4, text, 8);
"""  # in UTF-16: from the character outside of the basic plane on

FOCUS = "document.querySelector('#studio-reading .reading-scroll').focus()"


@pytest.fixture
def room(app: Flask) -> Room:
    now = datetime.now(UTC)
    room = make_room(now)
    host = room.actor(room.host)
    made = excerpts.add_text(host, room.session_id, "书", TEXT, now)
    reading.open_excerpt(host, room.session_id, made, now)
    return room


def studio(new_browser: NewBrowser, server: Server, room: Room) -> Chrome:
    browser = new_browser(1440, 1000)
    browser.get(f"{server.url}/sign-in?next=/classroom/sessions/{room.session_id}/studio")
    browser.find_element(By.NAME, "username").send_keys("host")
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.NAME, "password").submit()
    wait_until(lambda: "/studio" in browser.current_url, "the studio")
    return browser


def viewer(new_browser: NewBrowser, server: Server, room: Room) -> Chrome:
    browser = new_browser(390, 844)
    browser.get(f"{server.url}/class/{room.key}")
    browser.find_element(By.NAME, "nickname").send_keys("晴空")
    browser.find_element(By.NAME, "nickname").submit()
    wait_until(lambda: "/room" in browser.current_url, "the room")
    browser.find_element(By.ID, "tab-reading").click()
    return browser


def press(browser: Chrome, selector: str) -> None:
    """By script: the studio scrolls smoothly, and a pointer would miss."""
    browser.execute_script("document.querySelector(arguments[0]).click()", selector)  # type: ignore[no-untyped-call]


def page(browser: Chrome, root: str) -> str | None:
    return browser.find_element(By.ID, root).get_attribute("data-page")


def test_turning_marking_browsing_and_coming_back(
    new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    host, phone = studio(new_browser, serving, room), viewer(new_browser, serving, room)
    press(host, "#reading-next")
    wait_until(lambda: page(phone, "room-reading") == "2", "the viewer's page")
    wait_until(lambda: page(host, "studio-reading") == "2", "the host's own page")
    host.execute_script(SELECT)  # type: ignore[no-untyped-call]
    mark = host.find_element(By.CSS_SELECTOR, "#reading-mark button")
    wait_until(mark.is_enabled, "the selection")
    press(host, "#reading-mark button")
    wait_until(lambda: phone.find_elements(By.CSS_SELECTOR, "#room-reading mark"), "the mark")
    assert phone.find_element(By.CSS_SELECTOR, "#room-reading mark").text == "𠮷祥的"

    forward = phone.find_element(By.CSS_SELECTOR, '[data-turn="1"]')
    forward.click()
    own = phone.find_element(By.ID, "reading-own")
    wait_until(lambda: "第3页" in own.text, "the page read ahead")
    host.execute_script(FOCUS)  # type: ignore[no-untyped-call]
    host.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    back = phone.find_element(By.CSS_SELECTOR, "[data-follow]")
    wait_until(lambda: page(phone, "room-reading") == "3", "the others going on")
    wait_until(lambda: not back.is_displayed(), "nobody is ahead any more")
    forward.click()
    wait_until(back.is_displayed, "the way back")
    back.click()
    wait_until(lambda: not own.is_displayed(), "the page where everybody is")


def test_a_jump_and_a_reader(new_browser: NewBrowser, serving: Server, room: Room) -> None:
    host, phone = studio(new_browser, serving, room), viewer(new_browser, serving, room)
    host.find_element(By.ID, "reading-jump").send_keys("5", Keys.ENTER)
    wait_until(lambda: page(phone, "room-reading") == "5", "the page jumped to")
    wait_until(lambda: page(host, "studio-reading") == "5", "the host's own page")
    host.find_element(By.ID, "reading-name").send_keys("钱示二", Keys.ENTER)
    panel = phone.find_element(By.ID, "room-reading")
    wait_until(lambda: "正在领读：钱示二" in panel.text, "whose turn it is")
