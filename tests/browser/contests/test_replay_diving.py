"""A real final through the real endpoints: the board ends with the ranks that were published."""

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import Chrome

from blueprints.contests.models import Round
from blueprints.contests.replay import Pace, Player, prepare, script_of
from blueprints.people import services as people
from store import db
from store.actors import SYSTEM
from tests.official import diving_contest_file, diving_ranks, needs_official_results
from tests.support.browser import NewBrowser
from tests.support.processes import wait_until
from tests.support.server import Server
from web import clock

EVENT, FINAL = "M3mSB", "Final"
AT_ONCE = 100_000.0
SEQ = "return Number(document.querySelector('#board').dataset.seq)"
PLACES = """
return Object.fromEntries([...document.querySelectorAll("#board-rows .board-row")].map(row => [
  row.querySelector(".row-name > b").textContent,
  Number(row.querySelector(".row-place > b").firstChild.textContent)]))
"""
ORDER = """
return [...document.querySelectorAll("#board-rows .row-name > b")].map(name => name.textContent)
"""
TITLE = "return document.querySelector('#board-head h1').textContent"
STATE = "return document.querySelector('#board-head').dataset.state"


@needs_official_results
@pytest.mark.timeout(600)
def test_the_board_ends_with_the_official_ranks(
    app: Flask, serving: Server, new_browser: NewBrowser
) -> None:
    document = diving_contest_file(EVENT)
    official = diving_ranks(EVENT, FINAL)
    data = people.OrganisationData("示例市总工会", "federation")
    union = people.create_organisation(SYSTEM, data, parent_id=None, now=clock.now())
    stage = prepare(SYSTEM, union, document, clock.now(), frozenset({FINAL}))
    final = stage.rounds[FINAL]
    boards = [opened(new_browser(w, h), serving, final, view) for w, h, view in SCREENS]
    assert all("演练" in board.execute_script(TITLE) for board in boards)
    Player(serving.url, stage, script_of(document, {FINAL})).play(Pace(AT_ONCE))
    db.session.rollback()
    last = db.session.scalar(sa.select(Round.seq).where(Round.id == final))
    for board in boards:
        wait_until(lambda b=board: b.execute_script(SEQ) == last, "the last frame")
        assert board.execute_script(STATE) == "review"
        assert board.execute_script(PLACES) == official
        assert board.execute_script(ORDER) == sorted(official, key=lambda name: official[name])


SCREENS = ((1920, 1080, "/hall"), (390, 844, ""))


def opened(browser: Chrome, server: Server, round_id: int, view: str) -> Chrome:
    browser.get(f"{server.url}/board/{round_id}{view}")
    return browser
