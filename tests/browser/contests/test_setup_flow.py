"""Set-up in a real browser: from a new contest to an open round, and following a rehearsal."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.contests.models import Contest, LedgerKind, LedgerRow, Round, RoundState
from blueprints.contests.replay import Pace, Player, open_doors, script_of
from blueprints.contests.services import plays, progress, setup
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.server import Server
from web import clock

NAMES = "return [...document.querySelectorAll('#entries tbody tr')].map(r => r.cells[2].innerText)"
PRESS = """
const found = [...document.querySelectorAll(".desk-head a, main a, main button")]
  .find(one => one.checkVisibility() && one.innerText.trim() === arguments[0]);
found?.click();
return Boolean(found);
"""
ARRIVED = "return !window.before && document.readyState === 'complete'"
PROGRESS = "return Number(document.querySelector('#playing progress')?.value ?? -1)"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, open_round=False)


@pytest.fixture
def organiser(app: Flask, hall: Hall, serving: Server, browser: Chrome, now: datetime) -> Chrome:
    """A laptop at which somebody sits who organises for the whole union."""
    staff = Staff(app, hall, now)
    people.grant_role(
        SYSTEM,
        staff.account("organiser"),
        "organiser",
        organisation_id=hall.organisation_id,
        now=now,
    )
    browser.get(f"{serving.url}/robots.txt")
    browser.add_cookie(staff.cookie("organiser"))
    return browser


def press(browser: Chrome, words: str) -> None:
    """Press the button or link with these words, and wait for the page that it leads to."""
    browser.execute_script("window.before = true")
    assert browser.execute_script(PRESS, words), words
    wait_until(lambda: browser.execute_script(ARRIVED), "the next page")


def fill(browser: Chrome, field: str, text: str) -> None:
    box = browser.find_element(By.ID, field)
    box.clear()
    box.send_keys(text)


def test_a_contest_is_set_up_and_opened(organiser: Chrome, serving: Server) -> None:
    organiser.get(f"{serving.url}/contests/")
    press(organiser, "新建竞赛")
    fill(organiser, "title", "职工焊接比武")
    press(organiser, "创建竞赛")
    fill(organiser, "new-event", "焊接")
    press(organiser, "添加赛项")
    press(organiser, "添加轮次")
    fill(organiser, "title", "决赛")
    organiser.find_element(By.ID, "preset-five_judges_trimmed").click()
    press(organiser, "添加轮次")
    fill(organiser, "lines", "A01, 赵示一, 示例精工工会\nA02, 钱示二, 示例重工工会\nA03, 孙示三")
    press(organiser, "添加名单")
    assert organiser.execute_script(NAMES) == ["赵示一", "钱示二", "孙示三"]
    organiser.find_element(By.CSS_SELECTOR, "#entries tr:nth-child(3) [id^='arrow-up']").click()
    wait_until(
        lambda: organiser.execute_script(NAMES) == ["赵示一", "孙示三", "钱示二"], "the new order"
    )
    made = db.session.scalar(sa.select(sa.func.max(Contest.id)))
    organiser.get(f"{serving.url}/contests/{made}")
    for number in range(3):
        fill(organiser, "new-judge", f"评委示{number + 1}")
        press(organiser, "添加评委")
    press(organiser, "开始本轮")
    press(organiser, "开始本轮")
    assert "/desk" in organiser.current_url
    db.session.rollback()
    states = db.session.scalars(sa.select(Round.state).where(Round.contest_id == made)).all()
    assert states == [RoundState.OPEN]


def test_the_contests_page_follows_a_rehearsal_to_its_end(
    organiser: Chrome, serving: Server, hall: Hall
) -> None:
    progress.open_round(SYSTEM, hall.round_id, hall.now)
    for judge in range(3):
        for entry in range(3):
            hall.mark(judge, entry, "performance", f"8.{judge}{entry}")
    played = plays.set_play_up(SYSTEM, hall.round_id, clock.now())
    rehearsal = db.session.get_one(Round, played).contest_id
    organiser.get(f"{serving.url}/contests/{hall.contest_id}")
    assert organiser.execute_script(PROGRESS) == 0
    source = plays.played_document(hall.round)
    stage = open_doors(rehearsal, clock.now())

    def seen(done: int, _of: int) -> None:
        if done == 3:
            wait_until(lambda: organiser.execute_script(PROGRESS) == 3, "the third mark")

    Player(serving.url, stage, script_of(source), progress=seen).play(Pace(1.0))
    wait_until(lambda: organiser.execute_script(PROGRESS) == -1, "the end on the page")
    db.session.rollback()
    kinds = db.session.scalars(sa.select(LedgerRow.kind).where(LedgerRow.round_id == played)).all()
    assert kinds.count(LedgerKind.MARK) == 9


def test_nothing_is_wider_than_a_phone(
    app: Flask, hall: Hall, serving: Server, new_browser: NewBrowser, now: datetime
) -> None:
    wide = [setup.EntryInput("买买提·" * 6, "示例长名称机械制造股份有限公司工会委员会" * 2)]
    setup.add_entries(SYSTEM, hall.round_id, wide, now)
    phone = new_browser(390, 844)
    phone.get(f"{serving.url}/robots.txt")
    phone.add_cookie(Staff(app, hall, now).cookie("organiser"))
    for address in (
        "/contests/",
        f"/contests/{hall.contest_id}",
        f"/contests/{hall.contest_id}/settings",
        f"/contests/rounds/{hall.round_id}",
        f"/contests/rounds/{hall.round_id}/scheme",
        f"/contests/rounds/{hall.round_id}/entries",
        f"/contests/rounds/{hall.round_id}/entries/file",
        f"/contests/events/{hall.round.event_id}/rounds/new",
    ):
        phone.get(serving.url + address)
        over = "const d = document.documentElement; return d.scrollWidth - d.clientWidth"
        assert phone.execute_script(over) == 0, address


def test_a_double_click_makes_one_contest(organiser: Chrome, serving: Server) -> None:
    organiser.get(f"{serving.url}/contests/new")
    organiser.find_element(By.ID, "title").send_keys("双击只建一个")
    organiser.execute_script("window.before = true")
    button = organiser.find_element(By.CSS_SELECTOR, "main form button[type=submit]")
    organiser.execute_script(
        "arguments[0].click(); setTimeout(() => arguments[0].click(), 30)", button
    )
    wait_until(lambda: organiser.execute_script(ARRIVED), "the new contest")
    db.session.rollback()
    found = db.session.scalars(sa.select(Contest).where(Contest.title == "双击只建一个")).all()
    assert len(found) == 1
