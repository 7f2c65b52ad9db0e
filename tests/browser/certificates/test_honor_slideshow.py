"""The slideshow in a real browser: by keys, by itself, and without whoever withdrew."""

from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.certificates.models import HonorRoll
from blueprints.certificates.services import rolls
from store import db
from store.actors import SYSTEM
from tests.support.honors import hide, honored_list, public_roll
from tests.support.people import make_world
from tests.support.processes import wait_until
from tests.support.server import Server

SHOWN = "return document.querySelector('.slide.is-on').innerText"
COUNT = "return document.querySelector('[data-count]').textContent"
ASK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def list_id(app: Flask, now: datetime) -> int:
    return honored_list(make_world(now).west, now)


@pytest.fixture
def roll(list_id: int, now: datetime) -> HonorRoll:
    return db.session.get_one(HonorRoll, public_roll(list_id, now, people=1, pace=60))


@pytest.fixture
def show(browser: Chrome, serving: Server, roll: HonorRoll) -> Chrome:
    browser.get(f"{serving.url}/honor/{roll.slug}/slideshow")
    wait_until(lambda: browser.execute_script(COUNT) == "1 / 4", "the first slide")
    return browser


def press(browser: Chrome, key: str) -> None:
    browser.find_element(By.TAG_NAME, "body").send_keys(key)


def test_arrows_turn_it_and_space_holds_it(show: Chrome) -> None:
    assert "光荣榜" in show.execute_script(SHOWN)
    press(show, Keys.ARROW_RIGHT)
    assert "赵示一" in show.execute_script(SHOWN)
    press(show, Keys.ARROW_LEFT)
    press(show, Keys.ARROW_LEFT)
    assert "孙示" in show.execute_script(SHOWN)  # round and round
    play = show.find_element(By.CSS_SELECTOR, "[data-play]")
    before = play.get_attribute("aria-pressed")
    press(show, Keys.SPACE)
    assert play.get_attribute("aria-pressed") != before


def test_it_goes_on_by_itself_at_its_pace(
    browser: Chrome, serving: Server, list_id: int, now: datetime
) -> None:
    quick = db.session.get_one(HonorRoll, public_roll(list_id, now, people=6, pace=4))
    browser.get(f"{serving.url}/honor/{quick.slug}/slideshow")
    wait_until(lambda: browser.execute_script(COUNT) == "2 / 3", "the second slide")


def test_who_withdrew_leaves_the_wall_without_a_reload(
    show: Chrome, roll: HonorRoll, list_id: int, now: datetime
) -> None:
    roll_id = roll.id
    press(show, Keys.ARROW_RIGHT)
    hide(list_id, 0, now)
    show.execute_script(ASK)
    wait_until(lambda: show.execute_script(COUNT) == "2 / 3", "the list without them")
    assert "赵示一" not in show.page_source
    rolls.withdraw_roll(SYSTEM, roll_id, "", now)
    show.execute_script(ASK)
    gone = show.find_element(By.CSS_SELECTOR, "[data-gone]")
    wait_until(gone.is_displayed, "the word that it is gone")
    assert "钱示二" not in show.page_source
    complaints = [one["message"] for one in show.get_log("browser")]  # read, and so forgotten
    assert all("status of 404" in one for one in complaints)
