"""Desk, two contestants’ phones, the hall’s screen and an observer, in real browsers at once."""

from datetime import UTC, datetime

from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from blueprints.quizzes.services import seats
from blueprints.quizzes.services.play import turns
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.quizzes import make_show
from tests.support.server import Server

BUZZER = 1
CONNECTED = "return document.querySelector('[data-connection]').dataset.state === 'connected'"
PHASE = "return document.getElementById('quiz-desk-now').dataset.phase"
STATE = "return document.getElementById('seat-screen').dataset.state"
TEXT = "return document.body.innerText"


class Stage:
    """Everybody at their places, at a buzzer segment that has begun."""

    def __init__(self, app: Flask, server: Server, new_browser: NewBrowser) -> None:
        self.now = datetime.now(UTC)
        self.show = make_show(self.now, teams=2, seats=1)
        self._url, self._new = server.url, new_browser
        turns.begin_segment(SYSTEM, self.show.quiz_id, self.show.segment_ids[BUZZER], self.now)
        key = self.show.quiz.key
        self.desk = self._desk(Staff(app, self.show.hall, self.now))
        self.phones = [self._phone(team) for team in range(2)]
        self.hall = self._open(f"/quiz/{key}/hall", 1920, 1080)
        self.observer = self._open(f"/quiz/{key}", 390, 844)

    def type(self, key: str, phase: str) -> None:
        """A key at the desk, and where the show stands then."""
        ActionChains(self.desk).send_keys(key).perform()
        wait_until(lambda: self.desk.execute_script(PHASE) == phase, f"{phase} at the desk")

    def phone(self, team: int, state: str) -> None:
        """Wait until a phone shows this."""
        phone = self.phones[team]
        wait_until(lambda: phone.execute_script(STATE) == state, f"{state} on phone {team}")

    def all_read(self, words: str) -> None:
        """Wait until hall and observer show the words."""
        for name, screen in (("hall", self.hall), ("observer", self.observer)):
            wait_until(lambda s=screen: words in s.execute_script(TEXT), f"{words} in {name}")

    def nobody_reads(self, *words: str) -> None:
        """Not in the source of any page but the desk's."""
        for screen in (*self.phones, self.hall, self.observer):
            assert not [one for one in words if one in screen.page_source]

    def _desk(self, staff: Staff) -> Chrome:
        desk = self._new(1440, 900)
        desk.get(f"{self._url}/robots.txt")
        desk.add_cookie(staff.cookie("scorer"))
        return self._connected(desk, f"/quizzes/{self.show.quiz_id}/desk")

    def _phone(self, team: int) -> Chrome:
        phone = self._new(390, 844)
        code = seats.issue_join_code(SYSTEM, self.show.contestant_ids[team][0], self.now)
        phone.get(f"{self._url}/quiz/join/{code}")
        phone.find_element(By.CSS_SELECTOR, "form [type=submit].btn-primary").click()
        wait_until(lambda: phone.find_elements(By.CSS_SELECTOR, "dialog[open]"), "the dialog")
        wait_until(lambda: phone.execute_script(CONNECTED), "the phone's connection")
        phone.find_element(By.CSS_SELECTOR, "dialog[open] .btn-primary").click()
        return phone

    def _open(self, path: str, width: int, height: int) -> Chrome:
        return self._connected(self._new(width, height), path)

    def _connected(self, browser: Chrome, path: str) -> Chrome:
        browser.get(self._url + path)
        wait_until(lambda: browser.execute_script(CONNECTED), f"the connection of {path}")
        return browser


def test_one_race_on_every_screen(app: Flask, serving: Server, new_browser: NewBrowser) -> None:
    stage = Stage(app, serving, new_browser)
    stage.type(" ", "ready")
    stage.nobody_reads("测试题101", "解析101")
    stage.type(" ", "shown")
    stage.all_read("测试题101")
    stage.phone(0, "reading")
    stage.nobody_reads("解析101", "示例条例第101条")
    stage.type(" ", "open")
    stage.phone(1, "armed")
    stage.phones[1].find_element(By.ID, "buzzer").click()
    stage.phone(1, "yours")
    stage.phone(0, "others")
    stage.all_read(stage.show.hall.entry(1).name)
    wait_until(lambda: stage.desk.execute_script(PHASE) == "answering", "the word at the desk")
    stage.type("r", "ruled")
    stage.phone(1, "right")
    stage.all_read("110")
    stage.nobody_reads("解析101")
    stage.type(" ", "revealed")
    stage.all_read("示例条例第101条")
