"""A session in browsers that run no script: what can't be heard live is there on the next page."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from blueprints.classroom.services import checks
from blueprints.classroom.services.polls import course, editing
from tests.support.browser import NewBrowser
from tests.support.classroom import Room, make_room
from tests.support.processes import wait_until
from tests.support.server import Server
from tests.support.studio_camera import open_studio


class Person:
    """Whoever sits at the browser: only links, fields and buttons."""

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser

    def fill(self, selector: str, text: str) -> None:
        field = self.browser.find_element(By.CSS_SELECTOR, selector)
        assert field.is_displayed(), selector
        field.send_keys(text)

    def press(self, selector: str) -> None:
        """Press it, and be on the page after."""
        before = self._page()
        self.browser.find_element(By.CSS_SELECTOR, selector).click()
        wait_until(lambda: self._page() not in ([], before), f"the page after {selector}")

    def _page(self) -> list[str]:
        return [page.id for page in self.browser.find_elements(By.CSS_SELECTOR, "html:has(main)")]

    def sees(self, selector: str, text: str) -> bool:
        found = self.browser.find_elements(By.CSS_SELECTOR, selector)
        return any(one.is_displayed() and text in one.text for one in found)


@pytest.fixture
def room(app: Flask) -> Room:
    """Live, with a poll and a check-in open; one thing to say a minute."""
    now = datetime.now(UTC)
    made = make_room(now, slow_seconds=60)
    host = made.actor(made.host)
    draft = editing.Draft("single", "你最常在什么时候读书？", ("睡前", "午休"))
    poll_id = editing.create(host, made.session_id, draft, now)
    course.open_poll(host, made.session_id, poll_id, now)
    checks.open_check_in(host, made.session_id, "签到", 10, now)
    return made


def test_a_viewer_takes_part_and_the_host_sees_it(
    room: Room, serving: Server, new_browser: NewBrowser
) -> None:
    viewer = Person(new_browser(390, 844, scripts=False))
    viewer.browser.get(f"{serving.url}/class/{room.key}")
    viewer.fill("#nickname", "晴空")
    viewer.press("form:has(#nickname) [type=submit]")
    assert viewer.browser.current_url.endswith("/room")
    viewer.press(".check form button")
    viewer.browser.find_element(By.CSS_SELECTOR, ".poll-option input[value='1']").click()
    viewer.press(".poll-send")
    viewer.fill("#ask-text", "怎样读长篇？")
    viewer.press("#ask [type=submit]")
    viewer.press("#hand button")
    viewer.fill("#composer-text", "大家好")
    viewer.press("#composer-send")  # too soon after the question: told in words, in the room
    assert viewer.sees(".toast-error", "秒后可再次发送")
    kept = viewer.browser.find_element(By.ID, "composer-text").get_attribute("value")
    assert kept == "大家好"
    host = Person(open_studio(new_browser(1440, 900, scripts=False), serving, room))
    assert host.sees(".studio-part", "怎样读长篇？")
    assert host.sees("[data-voters]", "1")
    host.fill("#announce-text", "十点开始")
    host.press("form:has(#announce-text) button")
    viewer.browser.get(f"{serving.url}/class/{room.key}/room")
    assert viewer.sees("main", "十点开始")
