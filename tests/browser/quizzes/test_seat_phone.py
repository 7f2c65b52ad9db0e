"""A contestant's phone in a real browser: the buzzer, what it says, and answers through a gap."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.quizzes.models import Press, SeatAnswer, Segment
from blueprints.quizzes.services import seats
from blueprints.quizzes.services.play import turns
from store import db, write
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.processes import wait_until
from tests.support.quiz_phones import Desk, scorer
from tests.support.quizzes import Show, make_show
from tests.support.server import Server

REQUIRED, BUZZER = 0, 1


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def show(app: Flask) -> Show:
    return make_show(clock())


@pytest.fixture
def desk(show: Show, serving: Server) -> Desk:
    return Desk(serving.url, show.quiz_id, scorer(show.hall.organisation_id, clock()))


@pytest.fixture
def sit(show: Show, serving: Server, new_browser: NewBrowser) -> Callable[[int], Chrome]:
    """The first seat of a team, in a browser of a phone's size, ready."""

    def at(team: int) -> Chrome:
        phone = new_browser(390, 844)
        code = seats.issue_join_code(SYSTEM, show.contestant_ids[team][0], clock())
        phone.get(f"{serving.url}/quiz/join/{code}")
        phone.find_element(By.CSS_SELECTOR, "form [type=submit].btn-primary").click()
        wait_until(lambda: phone.find_elements(By.CSS_SELECTOR, "dialog[open]"), "the dialog")
        wait_until(lambda: "ms" in _line(phone) or "毫秒" in _line(phone), "the line's measure")
        phone.find_element(By.CSS_SELECTOR, "dialog[open] .btn-primary").click()
        return phone

    return at


def _line(phone: Chrome) -> str:
    return phone.find_element(By.ID, "seat-line").text


def state(phone: Chrome) -> str:
    return str(phone.find_element(By.ID, "seat-screen").get_attribute("data-state"))


def shows(phone: Chrome, wanted: str) -> None:
    wait_until(lambda: state(phone) == wanted, f"{wanted} on the phone")


def test_the_buzzer_through_a_race_and_a_foul(
    show: Show, desk: Desk, sit: Callable[[int], Chrome]
) -> None:
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[BUZZER], clock())
    mine, other = sit(0), sit(1)
    turn = desk.next()
    for phone in (mine, other):
        shows(phone, "reading")
    other.find_element(By.ID, "buzzer").click()
    shows(other, "early")
    desk.act("open", turn=turn)
    shows(mine, "armed")
    shows(other, "early")
    mine.find_element(By.ID, "buzzer").click()
    shows(mine, "yours")
    assert "请您作答" in mine.find_element(By.ID, "seat-state").text
    db.session.rollback()
    rows = db.session.scalars(sa.select(Press).order_by(Press.id)).all()
    assert [(one.verdict, one.by) for one in rows] == [("early", "socket"), ("first", "socket")]
    assert rows[1].samples >= 4
    assert rows[1].claimed_us is not None
    desk.act("rule-right", turn=turn)
    shows(mine, "right")
    shows(other, "over")
    mine.refresh()
    shows(mine, "right")
    assert not mine.find_elements(By.CSS_SELECTOR, "dialog[open]"), "it was ready before"


def _answered_on_phones(show: Show, *, answer_s: int) -> None:
    with write():
        segment = db.session.get_one(Segment, show.segment_ids[REQUIRED])
        rules = {**segment.rules, "answer_by": "phone", "answer_s": answer_s}
        segment.kind, segment.rules = "together", rules


def test_the_form_closes_with_its_clock_and_opens_with_more_time(
    show: Show, desk: Desk, sit: Callable[[int], Chrome]
) -> None:
    _answered_on_phones(show, answer_s=12)
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[REQUIRED], clock())
    phone = sit(0)
    turn = desk.next()
    desk.act("open", turn=turn)
    shows(phone, "answer")
    phone.find_element(By.CSS_SELECTOR, '[name="option"][value="2"]').click()
    _says(phone, "时间到")
    _has(phone, '.seat-sign use[href$="clock"]')
    assert not phone.find_element(By.CSS_SELECTOR, ".seat-form [type=submit]").is_displayed()
    assert not _is_chosen(phone), "the server doesn't have it"
    desk.act("add-time", turn=turn, seconds=30)
    _says(phone, "请作答")
    _has(phone, '.seat-sign use[href$="pencil"]')
    assert phone.find_element(By.CSS_SELECTOR, ".seat-form [type=submit]").is_displayed()
    assert _is_chosen(phone)


def _says(phone: Chrome, words: str) -> None:
    wait_until(lambda: words in phone.find_element(By.ID, "seat-state").text, words)


def _has(phone: Chrome, selector: str) -> None:
    wait_until(lambda: phone.find_elements(By.CSS_SELECTOR, selector), selector)


def _is_chosen(phone: Chrome) -> bool:
    return phone.find_element(By.CSS_SELECTOR, '[name="option"][value="2"]').is_selected()


def test_an_answer_waits_on_the_phone_until_the_server_is_back(
    show: Show, desk: Desk, sit: Callable[[int], Chrome], server: Server
) -> None:
    _answered_on_phones(show, answer_s=120)
    turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[REQUIRED], clock())
    phone = sit(0)
    desk.act("open", turn=desk.next())
    shows(phone, "answer")
    server.kill()
    phone.find_element(By.CSS_SELECTOR, '[name="option"][value="2"]').click()
    phone.find_element(By.CSS_SELECTOR, ".seat-form [type=submit]").click()
    wait_until(lambda: phone.find_element(By.ID, "seat-unsent").is_displayed(), "it says so")
    server.start()
    shows(phone, "answered")
    db.session.rollback()
    assert [one.given for one in db.session.scalars(sa.select(SeatAnswer))] == [[2]]
    assert phone.find_element(By.CSS_SELECTOR, '[name="option"][value="2"]').is_selected()
