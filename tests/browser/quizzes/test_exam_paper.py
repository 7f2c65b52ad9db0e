"""The paper on phones: saved while the server is away, after a crash, on another device."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.quizzes.queries.exam_paper import asked_on
from blueprints.quizzes.services import exams
from store import db, write
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.exams import Theory, make_theory
from tests.support.processes import wait_until
from tests.support.server import Server

PHONE = (390, 844)
LOSE_ANSWERS = """
  const through = window.fetch;
  window.fetch = (address, options) => String(address).endsWith("/answers")
    ? Promise.reject(new TypeError("lost")) : through(address, options);
"""


LEAVING = """
  const leaving = new Event("beforeunload", {cancelable: true});
  return !dispatchEvent(leaving);
"""


def test_a_paper_survives_server_page_and_phone(
    app: Flask, server: Server, new_browser: NewBrowser, now: datetime
) -> None:
    theory = make_theory(now, questions=4)
    server.start()
    first = new_browser(*PHONE)
    paper = _begin(first, server, theory)
    _pick(first, 1, 0)
    _wait(first, "saved")
    server.kill()
    _pick(first, 2, 1)
    _wait(first, "waiting")
    assert first.execute_script(LEAVING), "without the network it could not be loaded again"
    server.start()
    _wait(first, "saved")
    assert not first.execute_script(LEAVING), "nothing waits: it may be left"
    server.kill()
    _pick(first, 3, 2)
    _wait(first, "waiting")
    first.get("about:blank")  # the page is gone before its answer was sent
    server.start()
    first.get(paper)
    _wait(first, "saved")
    assert _picked(first) == [0, 1, 2]
    _go_on_elsewhere(first, new_browser(*PHONE), server, theory)
    db.session.rollback()
    assert [one.given for one in asked_on(theory.paper_ids[0])] == [[0], [1], [2], [3]]
    assert theory.paper(0).handed_in_by == "self"


def test_what_came_too_late_stays_on_the_phone_for_more_minutes(
    app: Flask, server: Server, new_browser: NewBrowser, now: datetime
) -> None:
    theory = make_theory(now, questions=2)
    server.start()
    phone = new_browser(*PHONE)
    paper = _begin(phone, server, theory)
    phone.execute_script(LOSE_ANSWERS)
    _pick(phone, 1, 2)
    _wait(phone, "waiting")
    late = datetime.now(UTC)
    with write():
        theory.paper(0).deadline_at = late - timedelta(minutes=5)
    phone.find_element(By.CSS_SELECTOR, ".exam-hand-in summary").click()
    phone.find_element(By.CSS_SELECTOR, "[data-hand-in]").click()
    wait_until(lambda: phone.find_elements(By.CSS_SELECTOR, ".exam-done"), "the time is up")
    wait_until(lambda: phone.find_element(By.ID, "left-here").is_displayed(), "what is left here")
    exams.give_minutes(SYSTEM, theory.exam_id, theory.paper_ids[0], 10, "断网", late)
    phone.get(paper)
    _wait(phone, "saved")
    db.session.rollback()
    assert [one.given for one in asked_on(theory.paper_ids[0])] == [[2], []]


def _go_on_elsewhere(first: Chrome, second: Chrome, server: Server, theory: Theory) -> None:
    paper = first.current_url
    assert _begin(second, server, theory) == paper
    assert _picked(second) == [0, 1, 2], "the same paper in the same order"
    _pick(first, 4, 0)
    wait_until(lambda: not first.find_elements(By.ID, "paper"), "the first phone is put out")
    left = first.find_element(By.ID, "left-here")
    wait_until(left.is_displayed, "what it could not send is told, and stays on it")
    _pick(second, 4, 3)
    _wait(second, "saved")
    second.find_element(By.CSS_SELECTOR, ".exam-hand-in summary").click()
    second.find_element(By.CSS_SELECTOR, "[data-hand-in]").click()
    wait_until(lambda: second.find_elements(By.CSS_SELECTOR, ".exam-done"), "it is handed in")


def _begin(phone: Chrome, server: Server, theory: Theory) -> str:
    """Come in with the typed code, and begin if it isn't yet; the paper's address."""
    phone.get(f"{server.url}/exam")
    phone.find_element(By.NAME, "code").send_keys(theory.codes[0].lower())
    _press(phone)
    wait_until(lambda: "/exam/join/" in phone.current_url, "the invitation")
    _press(phone)
    wait_until(lambda: "/join/" not in phone.current_url, "the paper")
    if not phone.find_elements(By.ID, "paper"):
        _press(phone)
        wait_until(lambda: phone.find_elements(By.ID, "paper"), "the questions")
    return phone.current_url


def _press(phone: Chrome) -> None:
    phone.find_element(By.CSS_SELECTOR, "main .btn-primary").click()


def _pick(phone: Chrome, number: int, place: int) -> None:
    option = phone.find_elements(By.CSS_SELECTOR, f"#q{number} .ask-option")[place]
    phone.execute_script("arguments[0].scrollIntoView({block: 'center'})", option)
    option.click()


def _picked(phone: Chrome) -> list[int]:
    found = phone.find_elements(By.CSS_SELECTOR, "[data-question] input:checked")
    return [int(one.get_attribute("value") or "") for one in found]


def _wait(phone: Chrome, state: str) -> None:
    def says() -> bool:
        return phone.find_element(By.ID, "saved").get_attribute("data-state") == state

    wait_until(says, f"the paper says {state}")
