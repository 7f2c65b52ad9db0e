"""Boards in real browsers: what they show is what the ledger says, whatever happened between."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from selenium.webdriver import Chrome

from blueprints.contests.queries.board import board_view
from blueprints.contests.services import desk
from store import db
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.contests import Hall, make_hall
from tests.support.phone import Phone
from tests.support.processes import wait_until
from tests.support.server import Server

SHOWN = """
const text = (row, part) => row.querySelector(part).firstChild?.textContent.trim() ?? "";
return [...document.querySelectorAll("#board-rows .board-row")].map(row => [
  row.id, text(row, ".row-place > b"), row.hasAttribute("data-tied"),
  row.querySelector(".row-move").dataset.move, row.querySelector(".row-move").textContent,
  row.dataset.total, row.querySelector("rect").getAttribute("width")])
"""
SEEN = """
return [...document.querySelectorAll("#board-rows > li")]
  .filter(slot => slot.offsetParent).map(slot => slot.querySelector(".row-name > b").textContent)
"""
STATE = "return document.querySelector('[data-connection]').dataset.state"
SEQ = "return document.querySelector('#board').dataset.seq"
# Which page is shown, and how many rows, whenever that changes.
TURNED = """
window.turned = [];
new MutationObserver(() => {
  const said = document.querySelector("#board-page")?.textContent.trim();
  const rows = [...document.querySelectorAll("#board-rows > li")].filter(row => row.offsetParent);
  const page = `${said} ${rows.length}`;
  if (said && page !== window.turned.at(-1)) window.turned.push(page);
}).observe(document, {childList: true, subtree: true, characterData: true});
"""


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """Twenty entrants with a mark each, so that they stand in running order."""
    hall = make_hall(now, entries=20)
    for entry in range(20):
        hall.mark(0, entry, "performance", f"{9 - entry / 10:.2f}")
    return hall


def call(hall: Hall, entry: int) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(entry).key, hall.now)


def opened(browser: Chrome, server: Server, hall: Hall, view: str = "") -> Chrome:
    browser.get(f"{server.url}/board/{hall.round_id}{view}")
    wait_until(lambda: browser.execute_script(STATE) == "connected", "the connection")
    return browser


def shown(browser: Chrome) -> list[list[Any]]:
    found: list[list[Any]] = browser.execute_script(SHOWN)
    return found


def loaded_anew(browser: Chrome) -> list[list[Any]]:
    """The same page as it comes from the server now."""
    browser.get(browser.current_url)
    return shown(browser)


def names(hall: Hall) -> list[str]:
    db.session.rollback()
    return [f"row-{row.who.key}" for row in board_view(hall.round_id).rows]


def agrees(browser: Chrome, hall: Hall) -> bool:
    return [row[0] for row in shown(browser)] == names(hall)


def test_a_board_that_followed_looks_like_one_that_is_loaded_anew(
    hall: Hall, serving: Server, new_browser: NewBrowser
) -> None:
    phone = opened(new_browser(390, 844), serving, hall)
    screen = opened(new_browser(1920, 1080), serving, hall, "/hall")
    judges = [Phone(hall, serving.url, number) for number in range(3)]
    call(hall, 19)
    for judge, value in zip(judges, ("9.90", "9.95", "9.80"), strict=True):
        judge.mark(hall.entry(19).key, "performance", value)
    judges[1].mark(hall.entry(4).key, "performance", "2.00")
    last = judges[0].mark(hall.entry(3).key, "performance", "8.60")["seq"]
    for browser in (phone, screen):
        wait_until(lambda b=browser: int(b.execute_script(SEQ)) == last, "the last frame")
        wait_until(lambda b=browser: agrees(b, hall), "the order of the ledger")
        followed = shown(browser)
        assert followed == loaded_anew(browser)
        assert followed[0][0] == f"row-{hall.entry(19).key}"


def test_after_a_cut_both_boards_show_the_truth(
    hall: Hall, server: Server, new_browser: NewBrowser
) -> None:
    server.start()
    phone = opened(new_browser(390, 844), server, hall)
    screen = opened(new_browser(1920, 1080), server, hall, "/hall")
    before = shown(phone)
    server.may_fail = True
    server.kill()
    for browser in (phone, screen):
        wait_until(lambda b=browser: b.execute_script(STATE) != "connected", "the sign of the cut")
    for entry in range(20):  # the other way round
        hall.mark(0, entry, "performance", f"{5 + entry / 10:.2f}")
    assert shown(phone) == before
    server.start()
    for browser in (phone, screen):
        wait_until(lambda b=browser: agrees(b, hall), "the truth after the cut")
        followed = shown(browser)
        assert followed == loaded_anew(browser)
        assert followed[0][0] == f"row-{hall.entry(19).key}"


def test_the_hall_turns_to_the_page_of_who_is_on_stage(
    hall: Hall, serving: Server, new_browser: NewBrowser
) -> None:
    call(hall, 18)
    screen = new_browser(1920, 1080)
    screen.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": TURNED})
    opened(screen, serving, hall, "/hall")
    # Pages are turned by themselves, too; the first is that of the entrant.
    assert screen.execute_script("return window.turned")[0] == "第 3 / 3 页 4"
    judge = Phone(hall, serving.url, 1)
    judge.mark(hall.entry(18).key, "performance", "9.99")
    judge.mark(hall.entry(18).key, "performance", "9.98")
    turned = "return window.turned.slice(-1)[0]"
    wait_until(lambda: screen.execute_script(turned) == "第 1 / 3 页 8", "the entrant's page")
    wait_until(lambda: screen.execute_script(turned) == "第 2 / 3 页 8", "the next page")


MOVING = """
window.moved = 0;
const animate = Element.prototype.animate;
Element.prototype.animate = function (...way) {
  if (way[0][0].transform) window.moved++;
  return animate.apply(this, way);
};
"""


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_rows_travel_unless_less_motion_is_asked_for(
    hall: Hall, serving: Server, new_browser: NewBrowser, motion: str
) -> None:
    browser = new_browser(1920, 1080)
    asked = {"features": [{"name": "prefers-reduced-motion", "value": motion}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", asked)
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": MOVING})
    opened(browser, serving, hall, "/hall")
    Phone(hall, serving.url, 1).mark(hall.entry(3).key, "performance", "9.99")
    wait_until(lambda: agrees(browser, hall), "the new order")
    moved = "return window.moved"
    if motion == "reduce":
        assert browser.execute_script(moved) == 0
    else:
        wait_until(lambda: browser.execute_script(moved) >= 1, "a row on its way")


def test_a_long_list_can_be_searched(hall: Hall, serving: Server, new_browser: NewBrowser) -> None:
    browser = opened(new_browser(390, 844), serving, hall)
    field = browser.find_element("id", "board-find")
    field.send_keys("A07")
    wait_until(lambda: browser.execute_script(SEEN) == ["郑示七"], "the one found")
    Phone(hall, serving.url, 1).mark(hall.entry(19).key, "performance", "9.99")
    wait_until(lambda: agrees(browser, hall), "the frame")
    wait_until(lambda: browser.execute_script(SEEN) == ["郑示七"], "the one found, and no other")
    assert field.get_attribute("value") == "A07"


def test_the_overlay_is_on_nothing(hall: Hall, serving: Server, new_browser: NewBrowser) -> None:
    call(hall, 0)
    browser = new_browser(1280, 720)
    browser.get(f"{serving.url}/board/{hall.round_id}/overlay")
    colours = browser.execute_script(
        "return [document.documentElement, document.body].map(e => getComputedStyle(e)."
        "backgroundColor).concat(getComputedStyle(document.documentElement).backgroundImage)"
    )
    assert colours == ["rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)", "none"]
    assert len(browser.execute_script(SEEN)) == 5


def test_nothing_sticks_out_sideways(hall: Hall, serving: Server, new_browser: NewBrowser) -> None:
    browser = new_browser()
    for width, height in ((390, 844), (768, 1024), (1024, 768), (1920, 1080)):
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        for view in ("", "/hall", "/overlay"):
            browser.get(f"{serving.url}/board/{hall.round_id}{view}")
            wide = browser.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, (view, width)
