"""The desk in real browsers: what judges do appears, what is being typed stays."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.contests.models import RoundState
from blueprints.contests.services import desk, seats
from store import db, write
from store.actors import SYSTEM
from tests.support.browser import NewBrowser, click
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.phone import Phone
from tests.support.processes import wait_until
from tests.support.server import Server

STATE = "return document.querySelector('[data-connection]').dataset.state"
CELLS = """
return [...document.querySelectorAll("[data-line]")].map(line =>
  [...line.cells].map(cell => (cell.querySelector(".cell-mark") ?? cell).innerText.trim()
    + "|" + (cell.dataset.state ?? "") + ("waiting" in cell.dataset ? "!" : "")))
"""
WAITING = "return document.querySelector('.desk-waiting, .desk-complete').innerText.trim()"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="theory_practical", judges=3, entries=5)


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


@pytest.fixture
def sit(
    hall: Hall, staff: Staff, serving: Server, new_browser: NewBrowser
) -> Callable[..., Chrome]:
    """`sit("scorer")` opens the desk in a browser of that person's own."""

    def open_desk(role: str, query: str = "", width: int = 1440) -> Chrome:
        browser = new_browser(width, 900)
        browser.get(f"{serving.url}/robots.txt")
        browser.add_cookie(staff.cookie(role))
        browser.get(f"{serving.url}/contests/rounds/{hall.round_id}/desk{query}")
        wait_until(lambda: browser.execute_script(STATE) == "connected", "the connection")
        return browser

    return open_desk


def says(browser: Chrome, script: str) -> Any:
    return browser.execute_script(script)


def press(browser: Chrome, key: str) -> None:
    browser.find_element(By.TAG_NAME, "body").send_keys(key)


def state_now(hall: Hall) -> str:
    db.session.rollback()
    return hall.round.state


def test_marks_appear_as_they_come(hall: Hall, serving: Server, sit: Callable[..., Chrome]) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, hall.now)
    screen = sit("scorer")
    phones = [Phone(hall, serving.url, number) for number in range(3)]
    assert "等待评委 1、2、3" in says(screen, WAITING)
    phones[0].mark(hall.entry(0).key, "craft", "26.5")
    wait_until(lambda: "26.5|full!" in says(screen, CELLS)[0], "the mark")
    phones[0].lock(hall.entry(0).key)
    wait_until(lambda: "等待评委 2、3" in says(screen, WAITING), "who is still missing")
    phones[2].mark(hall.entry(4).key, "craft", "20")
    wait_until(lambda: "20|full!" in says(screen, CELLS)[4], "the other mark")
    followed = says(screen, CELLS)
    screen.refresh()
    assert says(screen, CELLS) == followed


def test_what_is_being_typed_stays(hall: Hall, serving: Server, sit: Callable[..., Chrome]) -> None:
    key = hall.entry(0).key
    screen = sit("scorer", f"?entry={key}")
    screen.find_element(By.ID, "deduct-reason").send_keys("超时三")
    screen.find_element(By.ID, "value-theory-1").send_keys("88")
    Phone(hall, serving.url, 1).mark(key, "craft", "25.5")
    facts = "return document.getElementById('entry-facts').innerText"
    wait_until(lambda: "25.5" in says(screen, facts), "the mark in the panel")
    typed = "return ['deduct-reason', 'value-theory-1'].map(i => document.getElementById(i).value)"
    assert says(screen, typed) == ["超时三", "88"]
    screen.find_element(By.ID, "value-theory-1").send_keys(Keys.ENTER)
    focus = "return document.activeElement.id"
    wait_until(lambda: says(screen, focus) == "value-measured-1", "the next field")
    assert says(screen, typed) == ["超时三", "88"]
    wait_until(lambda: "88" in says(screen, facts), "the value in the panel")


def test_two_people_at_the_desk_see_the_same_round(hall: Hall, sit: Callable[..., Chrome]) -> None:
    one, other = sit("scorer"), sit("chief_referee")
    onlooker = sit("supervisor")
    press(one, "n")
    stage = "return document.querySelector('.desk-entrant').innerText"
    for screen in (one, other, onlooker):
        wait_until(lambda s=screen: "A01" in says(s, stage), "the call")
    actions = "return document.getElementById('desk-actions').innerText"
    wait_until(lambda: "A02" in says(other, actions), "the next step on the other screen")
    assert says(onlooker, actions).strip() == ""
    press(other, "p")
    wait_until(lambda: "继续评分" in says(one, actions), "the pause on the first screen")
    assert state_now(hall) == RoundState.PAUSED


def test_a_round_is_closed_by_one_and_confirmed_by_another(
    hall: Hall, sit: Callable[..., Chrome]
) -> None:
    with write():
        first = {"id": "first", "title": "一等奖", "count": 1}
        hall.round.document = {"prizes": {"tiers": [first]}}
        hall.round.contest.version += 1
    closer, second = sit("organiser"), sit("supervisor")
    take(closer, "close")
    wait_until(lambda: state_now(hall) == "review", "the close")
    tasks = "return document.getElementById('desk-tasks').innerText"
    wait_until(lambda: "须由第二人确认" in says(closer, tasks), "who has to confirm")
    take(second, "confirm")
    wait_until(lambda: state_now(hall) == "confirmed", "the confirmation")
    take(closer, "publish")
    wait_until(lambda: state_now(hall) == "published", "the publication")
    take(closer, "prizes")
    wait_until(lambda: "奖项已确认" in closer.page_source, "the prizes")


def take(browser: Chrome, step: str) -> None:
    """Open the step's dialog, and press its button."""
    link = f"#desk-actions a[href$='/steps/{step}']"
    click(browser, link)
    shown = "return document.getElementById('desk-dialog').open"
    wait_until(lambda: says(browser, shown), "the dialog")
    click(browser, "#desk-dialog .btn-primary")
    wait_until(lambda: not says(browser, shown), "the dialog to close")


def test_the_keyboard_reaches_every_entrant(hall: Hall, sit: Callable[..., Chrome]) -> None:
    screen = sit("scorer")
    screen.find_element(By.CSS_SELECTOR, "[data-line] a").send_keys(Keys.ARROW_DOWN)
    focus = "return document.activeElement.closest('[data-line]')?.dataset.line"
    assert says(screen, focus) == hall.entry(1).key
    screen.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert says(screen, "return document.activeElement.dataset.judgeNumber") == "1"
    screen.switch_to.active_element.send_keys(Keys.ENTER)
    panel = "return document.getElementById('desk-side').dataset.entry ?? ''"
    wait_until(lambda: says(screen, panel) == hall.entry(1).key, "the panel")
    screen.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait_until(lambda: says(screen, panel) == "", "the panel to close")
    press(screen, "/")
    screen.switch_to.active_element.send_keys("A04")
    lines = "return [...document.querySelectorAll('[data-line]')].map(l => l.dataset.line)"
    wait_until(lambda: says(screen, lines) == [hall.entry(3).key], "the one found")
    assert says(screen, "return document.getElementById('find').value") == "A04"


def test_after_a_cut_the_desk_shows_the_truth(
    hall: Hall, serving: Server, sit: Callable[..., Chrome]
) -> None:
    screen = sit("chief_referee")
    serving.may_fail = True
    serving.kill()
    wait_until(lambda: says(screen, STATE) != "connected", "the sign of the cut")
    hall.mark(0, 2, "craft", "21.5")
    hall.lock(0, 2)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(2).key, hall.now)
    serving.start()
    wait_until(lambda: "21.5|locked" in says(screen, CELLS)[2], "the mark after the cut")
    actions = "return document.getElementById('desk-actions').innerText"
    wait_until(lambda: "A04" in says(screen, actions), "the next step after the cut")
    followed = says(screen, CELLS)
    screen.refresh()
    assert says(screen, CELLS) == followed


def test_judges_are_seen_to_come_and_go(
    hall: Hall, serving: Server, sit: Callable[..., Chrome], new_browser: NewBrowser
) -> None:
    screen = sit("scorer")
    signs = "return [...document.querySelectorAll('.presence')].map(s => s.dataset.state)"
    assert says(screen, signs) == ["offline", "offline", "offline"]
    judge_id = hall.judges[1].id
    assert judge_id is not None
    pin = seats.issue_pin(SYSTEM, judge_id, hall.now)
    judge = new_browser(390, 844)
    judge.get(f"{serving.url}/robots.txt")
    seat = seats.sit_down_by_pin(pin, "phone", hall.now, take_over=True)
    judge.add_cookie(
        {"name": f"seat_{judge_id}", "value": seat.token, "path": f"/judge/{judge_id}"}
    )
    judge.get(f"{serving.url}/judge/{judge_id}/")
    wait_until(lambda: says(screen, signs)[1] == "connected", "the judge to be seen")
    judge.get("about:blank")
    wait_until(lambda: says(screen, signs)[1] == "offline", "the judge to be missed")
