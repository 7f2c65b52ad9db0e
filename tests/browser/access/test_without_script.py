"""A contest from opening to the published result in a browser that runs no script.

The forms that are filled here are not even shown where scripts run.
"""

from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.contests.services import seats
from blueprints.people import services as people
from store.actors import SYSTEM
from tests.support.browser import NewBrowser
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.server import Server


class Person:
    """Whoever sits at the browser: only links, fields and buttons."""

    def __init__(self, browser: Chrome, url: str, hall: Hall, staff: Staff) -> None:
        self.browser, self.url, self.hall, self._staff = browser, url, hall, staff

    def see(self, address: str) -> "Person":
        self.browser.get(self.url + address)
        return self

    def press(self, selector: str) -> None:
        """Press it, and be on the page after."""
        before = self._page()
        self.browser.find_element(By.CSS_SELECTOR, selector).click()
        wait_until(lambda: self._page() not in ([], before), f"the page after {selector}")

    def _page(self) -> list[str]:
        return [page.id for page in self.browser.find_elements(By.CSS_SELECTOR, "html:has(main)")]

    def fill(self, selector: str, text: str) -> None:
        field = self.browser.find_element(By.CSS_SELECTOR, selector)
        field.clear()
        field.send_keys(text)

    def sign_in(self, role: str) -> None:
        link = people.issue_sign_in_link(self._staff.account(role), datetime.now(UTC))
        self.see(f"/sign-in/{link}").press("main form button")

    def take(self, step: str) -> None:
        """A step of the round: its link on the desk, then the button on its page."""
        self.see(f"/contests/rounds/{self.hall.round_id}/desk")
        self.press(f'a[href$="/steps/{step}"]')
        self.press("#desk-dialog-body button.btn-primary")

    def sit_down(self, judge: int) -> None:
        pin = seats.issue_pin(SYSTEM, self.hall.judges[judge].id or 0, self.hall.now)
        self.see("/join").fill("#pin", pin)
        self.press("main form button")
        self.press("main form button.btn-danger")  # the seat is taken: take it over

    def mark(self, judge: int, entry: int, value: str) -> None:
        """Enter a mark, look the sheet over, lock it."""
        key = self.hall.entry(entry).key
        console = f"/judge/{self.hall.judges[judge].id}/rounds/{self.hall.round_id}/"
        self.see(f"{console}?entry={key}").fill(".line-form [name=value]", value)
        self.press(".line-form button")
        self.press(f'a[href$="/sheets/{key}"]')
        self.press("main form button.btn-primary")


@pytest.fixture
def person(app: Flask, now: datetime, serving: Server, new_browser: NewBrowser) -> Person:
    hall = make_hall(now, judges=3, entries=2, open_round=False)
    browser = new_browser(scripts=False)
    return Person(browser, serving.url, hall, Staff(app, hall, now))


def test_from_opening_to_the_published_result(person: Person) -> None:
    person.sign_in("organiser")
    person.take("open")
    for judge, values in enumerate((("9.10", "9.60"), ("9.20", "9.70"), ("9.30", "9.80"))):
        person.sit_down(judge)
        for entry, value in enumerate(values):
            person.mark(judge, entry, value)
    person.sign_in("chief_referee")
    person.take("close")
    person.sign_in("supervisor")
    person.take("confirm")
    person.sign_in("chief_referee")
    person.take("publish")
    person.browser.delete_all_cookies()
    person.see(f"/results/{person.hall.round_id}")
    rows = person.browser.find_elements(By.CSS_SELECTOR, ".results-table tbody tr")
    totals = [row.find_element(By.CLASS_NAME, "cell-total").text for row in rows]
    names = [row.find_element(By.CLASS_NAME, "cell-who").text for row in rows]
    assert totals == ["9.700", "9.200"]
    assert "钱示二" in names[0] and "赵示一" in names[1]
