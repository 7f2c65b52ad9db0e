"""From an empty installation to an open round of 39 entrants and five judges, by clicks alone.

The number of presses is what docs/contests.md promises; what is typed or chosen is counted, too.
"""

import time
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.contests.models import Contest, Judge, Round, RoundEntry, RoundState
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.server import Server
from tests.support.workbooks import book, entrants, xlsx

PRESSES, TYPED = 13, 2  # what docs/contests.md promises
PRESS = """
const found = [...document.querySelectorAll(".desk-head a, .desk-head button, main a, main button")]
  .find(one => one.checkVisibility() && one.innerText.trim() === arguments[0]);
found?.click();
return Boolean(found);
"""
ARRIVED = "return !window.before && document.readyState === 'complete'"


class Organiser:
    """Somebody at a laptop, whose presses and typing are counted."""

    def __init__(self, browser: Chrome, address: str) -> None:
        self.browser, self.address = browser, address
        self.presses = self.typed = 0

    def press(self, words: str) -> None:
        self.browser.execute_script("window.before = true")
        assert self.browser.execute_script(PRESS, words), (words, self.browser.current_url)
        wait_until(lambda: self.browser.execute_script(ARRIVED), "the next page")
        self.presses += 1

    def to_the_contest(self, contest_id: int) -> None:
        """Back to its page by the way at the top."""
        self.browser.get(f"{self.address}/contests/{contest_id}")
        self.presses += 1

    def type(self, field: str, text: str) -> None:
        self.browser.find_element(By.ID, field).send_keys(text)
        self.typed += 1


@pytest.fixture
def organiser(app: Flask, serving: Server, browser: Chrome, now: datetime) -> Organiser:
    data = people.OrganisationData("示例市总工会", "federation")
    holder = people.create_organisation(SYSTEM, data, parent_id=None, now=now)
    staff = Staff(app, Hall(holder, 0, 0, [], now), now)
    account = staff.account("newcomer")
    people.grant_role(SYSTEM, account, "organiser", organisation_id=holder, now=now)
    browser.get(f"{serving.url}/robots.txt")
    browser.add_cookie(staff.cookie("newcomer"))
    browser.get(f"{serving.url}/contests/")
    return Organiser(browser, serving.url)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The template, filled in."""
    file = tmp_path / "比武.xlsx"
    sheets = book(
        events=[["数控铣", "决赛", "theory_practical"]],
        units=[["示例精工工会", "东区", "", "39"]],
        entries=entrants(39),
        judges=[[f"评委示{n}", "示例技师学院", "", ""] for n in "一二三四五"],
    )
    file.write_bytes(xlsx(sheets))
    return file


def test_a_contest_stands_after_thirteen_presses(organiser: Organiser, workbook: Path) -> None:
    began = time.monotonic()
    organiser.press("新建竞赛")
    organiser.type("title", "2026 年示例市职工数控铣技能比武")
    organiser.press("创建竞赛")
    organiser.press("从电子表格导入")
    organiser.type("file", str(workbook))
    organiser.press("检查文件")
    organiser.press("全部添加")
    organiser.press("选手")
    organiser.press("抽定出场顺序")
    db.session.rollback()  # what the server has written since
    contest = db.session.scalars(sa.select(Contest)).one()
    organiser.to_the_contest(contest.id)
    organiser.press("评委席、PIN 码与二维码")
    organiser.press("补发 PIN")
    organiser.to_the_contest(contest.id)
    took = time.monotonic() - began
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RoundEntry)) == 39
    assert all(db.session.scalars(sa.select(Judge.pin)))
    organiser.press("开始本轮")
    organiser.press("开始本轮")
    assert (organiser.presses, organiser.typed) == (PRESSES, TYPED)
    db.session.rollback()
    assert db.session.scalars(sa.select(Round.state)).all() == [RoundState.OPEN]
    assert took < 300, f"{took:.0f} s of waiting"  # ten minutes less reading and typing
