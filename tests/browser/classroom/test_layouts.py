"""The studio at a thumb's length on a phone; the room's wide layout moves, and copies nothing."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.processes import wait_until
from tests.support.server import Server
from tests.support.studio_camera import open_studio

PLACE = """
const at = document.querySelector(arguments[0]).closest("#room-below, .class-pane");
return at.id;
"""
SEEN = """
return [...document.querySelectorAll(".studio-part")]
  .filter(part => part.checkVisibility()).map(part => part.id.replace("part-", ""));
"""

WRITABLE = """
const box = document.querySelector("#composer").getBoundingClientRect();
return box.top > 0 && box.bottom <= innerHeight && scrollY === 0;
"""

# What a narrow screen leaves no room for: bodies beside each other, choosers without their text.
SQUEEZED = """
const shown = (one) => one.checkVisibility();
const beside = [...document.querySelectorAll(".studio .card-body + .card-body")]
  .filter(shown).filter((one) => one.offsetWidth < one.parentElement.clientWidth * 0.9);
const cut = [...document.querySelectorAll(".studio select")]
  .filter(shown).filter((one) => one.offsetWidth < 72);
return [...beside, ...cut].map((one) => one.id || one.parentElement.id);
"""


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


def resize(browser: Chrome, width: int, height: int) -> None:
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def seen(browser: Chrome) -> list[str]:
    parts: list[str] = browser.execute_script(SEEN)  # type: ignore[no-untyped-call]
    return parts


def test_a_phone_shows_one_part_of_the_studio(
    new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    studio = open_studio(new_browser(390, 844), serving, room)
    wait_until(lambda: seen(studio) == ["picture"], "the picture alone")
    studio.find_element(By.CSS_SELECTOR, ".studio-jumps [data-part=chat]").click()
    wait_until(lambda: seen(studio) == ["chat"], "the chat")
    here = studio.find_element(By.CSS_SELECTOR, ".studio-jumps [aria-current]")
    assert here.get_attribute("data-part") == "chat"
    studio.refresh()
    wait_until(lambda: seen(studio) == ["chat"], "the same part after loading the page again")
    for part in ("order", "interaction"):
        studio.find_element(By.CSS_SELECTOR, f".studio-jumps [data-part={part}]").click()
        wait_until(lambda chosen=part: seen(studio) == [chosen], "the part that was chosen")
        assert studio.execute_script(SQUEEZED) == []  # type: ignore[no-untyped-call]
    resize(studio, 1440, 900)
    wait_until(lambda: len(seen(studio)) == 6, "every part on a laptop")
    resize(studio, 1366, 768)
    wait_until(lambda: studio.execute_script(WRITABLE), "where one writes is in view")


def test_without_script_every_part_is_there(
    new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    studio = open_studio(new_browser(390, 844, scripts=False), serving, room)
    parts = studio.find_elements(By.CSS_SELECTOR, ".studio-part")
    assert [part.is_displayed() for part in parts] == [True] * 6


def test_a_laptop_has_polls_and_guests_below_the_picture(
    new_browser: NewBrowser, serving: Server, room: Room
) -> None:
    viewer = new_browser(390, 844)
    viewer.get(f"{serving.url}/class/{room.key}")
    viewer.find_element(By.ID, "nickname").send_keys("晴空")
    viewer.find_element(By.ID, "nickname").submit()
    wait_until(lambda: viewer.current_url.endswith("/room"), "the room")

    def place(selector: str) -> str:
        return str(viewer.execute_script(PLACE, selector))  # type: ignore[no-untyped-call]

    wait_until(
        lambda: (place("#room-poll"), place("#room-guests")) == ("pane-chat", "pane-guests"),
        "polls and guests in their panes",
    )
    viewer.find_element(By.ID, "tab-guests").click()
    resize(viewer, 1440, 900)
    wait_until(lambda: place("#room-poll") == place("#room-guests") == "room-below", "both below")
    wait_until(viewer.find_element(By.ID, "pane-chat").is_displayed, "the chat at the front")
    resize(viewer, 390, 844)
    wait_until(lambda: place("#room-poll") == "pane-chat", "the poll above the chat again")
