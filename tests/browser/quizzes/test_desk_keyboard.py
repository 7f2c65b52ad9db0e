"""The quiz desk in a browser: a show run without a mouse, another desk that follows, the card."""

from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from blueprints.quizzes.services import play_along
from blueprints.quizzes.services.play import turns
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.quizzes import Show, make_show
from tests.support.server import Server

STATE = "return document.querySelector('[data-connection]').dataset.state"
STANDS = """
const desk = document.getElementById("quiz-desk-now").dataset;
return [desk.turn, desk.phase, desk.newest.split(":")[1] ?? ""]
"""
TOTALS = """
const rows = [...document.querySelectorAll(".quiz-teams-now tbody tr")];
return rows.map(row => row.lastElementChild.innerText);
"""
AIR = "return document.querySelector('.quiz-air-number')?.innerText"
CUE = "return document.documentElement.dataset.lastCue ?? ''"
COUNTS = "return [...document.querySelectorAll('#quiz-crowd li > .num')].map(one => one.innerText)"
WAITING = """
const clock = document.querySelector("[data-quiz-clock]");
if (clock) clock.dataset.deadline = arguments[0];
return document.querySelector(".quiz-wait")?.innerText ?? "";
"""
DIALOG = "return document.getElementById('desk-dialog').open"
FORM = "return Boolean(document.querySelector('#desk-dialog[open] #quiz-points'))"


@pytest.fixture
def show(app: Flask, now: datetime) -> Show:
    return make_show(now)


class DeskInBrowser:
    """A person at a desk who only types."""

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser

    def type(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()

    def begin(self) -> None:
        """The first segment's title card."""
        self.type(" ")
        wait_until(lambda: self.browser.execute_script(AIR) == "必答题", "the segment")

    def stands(self, phase: str, ruling: str | None = None) -> None:
        """Wait until the desk shows this."""

        def there() -> bool:
            _turn, now, newest = self.browser.execute_script(STANDS)
            return now == phase and ruling in (None, newest)

        wait_until(there, f"{phase} on the desk")

    def waiting(self, deadline: float) -> str:
        """What is said while nobody presses, with the clock set so."""
        return self.browser.execute_script(WAITING, str(deadline))

    def shows_totals(self, wanted: list[str]) -> None:
        wait_until(lambda: self.browser.execute_script(TOTALS) == wanted, f"the totals {wanted}")


def open_as(
    role: str, page: str, show: Show, staff: Staff, server: Server, new_browser: NewBrowser
) -> Chrome:
    browser = new_browser(1440, 900)
    browser.get(f"{server.url}/robots.txt")
    browser.add_cookie(staff.cookie(role))
    browser.get(f"{server.url}/quizzes/{show.quiz_id}/{page}")
    wait_until(lambda: browser.execute_script(STATE) == "connected", "the connection")
    return browser


def test_the_show_is_run_by_keys_alone(
    app: Flask, show: Show, serving: Server, new_browser: NewBrowser, now: datetime
) -> None:
    staff = Staff(app, show.hall, now)
    desk = DeskInBrowser(open_as("scorer", "desk", show, staff, serving, new_browser))
    card = open_as("announcer", "card", show, staff, serving, new_browser)
    desk.begin()
    for phase in ("ready", "shown", "open"):
        desk.type(" ")
        desk.stands(phase)
    wait_until(lambda: "第一项" in card.page_source, "the answer on the card")
    desk.type("r")
    desk.stands("ruled", "right")
    desk.shows_totals(["110", "100", "100"])
    wait_until(lambda: desk.browser.execute_script(CUE) == "right", "the sound")
    desk.type("m")
    wait_until(lambda: desk.browser.execute_script(FORM), "the form")
    desk.type(Keys.TAB, "-5", Keys.TAB, "改判", Keys.ENTER)
    desk.stands("ruled", "override")
    wait_until(lambda: not desk.browser.execute_script(DIALOG), "the form's end")
    desk.shows_totals(["95", "100", "100"])
    desk.type("u")
    desk.stands("ruled", "undo")
    desk.shows_totals(["110", "100", "100"])
    desk.type("s")
    wait_until(lambda: "积分榜" in desk.browser.find_element("css selector", ".quiz-air-sign").text,
               "the standings on the hall's screen")  # fmt: skip
    desk.browser.find_element("css selector", '[data-shortcut="q"]').click()
    desk.type(" ")
    desk.stands("revealed")


def test_when_nobody_pressed_in_time_the_desk_says_what_can_be_done(
    app: Flask, show: Show, serving: Server, new_browser: NewBrowser, now: datetime
) -> None:
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[1], now)
    desk = DeskInBrowser(open_as("scorer", "desk", show, Staff(app, show.hall, now), serving,
                                 new_browser))  # fmt: skip
    for phase in ("ready", "shown", "open"):
        desk.type(" ")
        desk.stands(phase)
    for deadline, words in ((9e15, "等待抢答"), (1, "请按 V 流题"), (9e15, "等待抢答")):
        wait_until(lambda at=deadline, words=words: words in desk.waiting(at), words)
    desk.type("v")
    desk.stands("void")


def test_what_is_typed_into_a_form_stays_while_the_show_goes_on(
    app: Flask, show: Show, serving: Server, new_browser: NewBrowser, now: datetime
) -> None:
    staff = Staff(app, show.hall, now)
    first, second = (
        DeskInBrowser(open_as(role, "desk", show, staff, serving, new_browser))
        for role in ("scorer", "chief_referee")
    )
    first.begin()
    for phase in ("ready", "shown", "open"):
        first.type(" ")
        first.stands(phase)
    second.stands("open")
    second.type("m")
    wait_until(lambda: second.browser.execute_script(FORM), "the form")
    second.type(Keys.TAB, "7")
    first.type("w")
    second.stands("ruled", "wrong")
    typed = second.browser.find_element("css selector", "#quiz-points")
    assert typed.get_attribute("value") == "7"


def test_the_desk_watches_the_audience_s_answers_come_in(
    app: Flask, show: Show, serving: Server, new_browser: NewBrowser, now: datetime
) -> None:
    staff = Staff(app, show.hall, now)
    desk = DeskInBrowser(open_as("scorer", "desk", show, staff, serving, new_browser))
    desk.begin()
    for phase in ("ready", "shown", "open"):
        desk.type(" ")
        desk.stands(phase)
    desk.type("w")
    desk.stands("ruled", "wrong")
    desk.type("a")
    desk.stands("audience")
    for player, option in enumerate((0, 0, 2)):
        play_along.guess(show.quiz, 1, f"phone-{player}", [option], now)
    wait_until(lambda: desk.browser.execute_script(COUNTS) == ["2", "0", "1", "0"], "the counts")
    desk.type(" ")
    desk.stands("revealed")
    desk.shows_totals(["100", "100", "100"])
