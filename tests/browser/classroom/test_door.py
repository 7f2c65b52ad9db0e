"""The session's own page on a phone, and the way in: few bytes, one tap, no need of scripts."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.support.axe import bring_axe, violations
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.people import PASSWORD
from tests.support.processes import wait_until
from tests.support.server import Server

MOST_BYTES = 150_000
WEIGHT = """
const loaded = performance.getEntriesByType("resource");
const page = performance.getEntriesByType("navigation")[0];
return page.transferSize + loaded.reduce((sum, one) => sum + one.transferSize, 0);
"""

TOO_WIDE = "const page = document.documentElement; return page.scrollWidth > page.clientWidth"
LEFT = """
const cells = document.querySelectorAll(".class-countdown b");
return [...cells].map((cell) => cell.textContent).join(":");
"""


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


@pytest.fixture
def coming(app: Flask) -> Room:
    now = datetime.now(UTC)
    return make_room(now, state="scheduled", starts_at=now + timedelta(hours=2), registration=True)


def page_of(serving: Server, room: Room) -> str:
    return f"{serving.url}/class/{room.key}"


def come_in(browser: Chrome, address: str) -> None:
    browser.find_element(By.CSS_SELECTOR, ".class-enter [type=submit]").click()
    wait_until(lambda: browser.current_url == f"{address}/room", "coming into the room")


def sign_in(browser: Chrome, serving: Server, address: str) -> None:
    """By the link of the page, which leads back to it."""
    browser.find_element(By.CSS_SELECTOR, ".class-way a[href*='/sign-in']").click()
    browser.find_element(By.NAME, "username").send_keys("moderator")
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.NAME, "password").submit()
    wait_until(lambda: browser.current_url == address, "back on the session's page")


def test_the_page_is_light(new_browser: NewBrowser, serving: Server, room: Room) -> None:
    browser = new_browser(390, 844)
    browser.get(page_of(serving, room))
    assert browser.execute_script(WEIGHT) < MOST_BYTES  # type: ignore[no-untyped-call]


def test_the_room_is_light(new_browser: NewBrowser, serving: Server, room: Room) -> None:
    """All of a first load but video, as by who comes by a link straight into the room."""
    browser, address = new_browser(390, 844), page_of(serving, room)
    browser.get(address)
    browser.find_element(By.ID, "nickname").send_keys("晴空")
    come_in(browser, address)
    browser.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.get(f"{address}/room")
    connected = "[data-connection][data-state='connected']"
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, connected), "a connection")
    weight = browser.execute_script(WEIGHT)  # type: ignore[no-untyped-call]
    assert MOST_BYTES / 3 < weight < MOST_BYTES  # less than a third is a page from the cache


def test_an_account_comes_in_by_one_tap(
    new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    browser, address = new_browser(390, 844), page_of(serving, room)
    browser.get(address)
    sign_in(browser, serving, address)
    assert browser.find_element(By.ID, "nickname").get_attribute("value") == "郑同志"
    come_in(browser, address)


def test_a_guest_comes_in_without_scripts(
    new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    browser, address = new_browser(390, 844, scripts=False), page_of(serving, room)
    browser.get(address)
    browser.find_element(By.ID, "nickname").send_keys("晴空")
    come_in(browser, address)


def test_the_time_left_runs_down(new_browser: NewBrowser, serving: Server, coming: Room) -> None:
    browser = new_browser(390, 844)
    browser.get(page_of(serving, coming))

    def seconds() -> str:
        return str(browser.execute_script(LEFT))  # type: ignore[no-untyped-call]

    first = seconds()
    assert first.startswith("01:59:")
    wait_until(lambda: seconds() not in ("", first), "a second to pass")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_use_it(
    new_browser: NewBrowser, serving: Server, coming: Room, theme: str
) -> None:
    browser, address = new_browser(390, 844), page_of(serving, coming)
    bring_axe(browser)
    browser.get(address)
    browser.add_cookie({"name": "theme", "value": theme})
    for path in (address, f"{serving.url}/classes"):
        browser.get(path)
        assert violations(browser) == []
        assert not browser.execute_script(TOO_WIDE)  # type: ignore[no-untyped-call]
