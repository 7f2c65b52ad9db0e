"""A judge's phone as a browser that has sat down, and the desk beside it over plain HTTP."""

import urllib.request
from urllib.parse import urlencode

from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.contests.services import seats
from blueprints.people.models import Account
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall
from tests.support.desk import Staff
from tests.support.judging import token_of
from tests.support.processes import DEADLINE_S, wait_until
from tests.support.server import Server

OFFLINE = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


class Console:
    """A judge's phone: a browser that has sat down."""

    def __init__(self, driver: Chrome, server: Server, hall: Hall, judge: int) -> None:
        self.driver, self.server, self.hall = driver, server, hall
        self.judge_id = hall.judges[judge].id or 0
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
        )

    def sit(self) -> "Console":
        pin = seats.issue_pin(SYSTEM, self.judge_id, self.hall.now)
        self.driver.get(f"{self.server.url}/join")
        self.driver.find_element(By.ID, "pin").send_keys(pin, Keys.ENTER)
        wait_until(lambda: self.has("input[name=take_over]"), "the question about the taken seat")
        self.tap(".btn-danger")
        return self.wait()

    def wait(self) -> "Console":
        wait_until(lambda: self.has("main[data-ready]"), "the console")
        wait_until(lambda: self.connection == "connected", "the connection")
        return self

    def has(self, selector: str) -> bool:
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def tap(self, selector: str) -> None:
        self.driver.execute_script("document.querySelector(arguments[0]).click()", selector)

    def type(self, text: str) -> None:
        """On the keypad, digit by digit, then the big key."""
        for key in text:
            self.tap(f'[data-key="{key}"]')
        self.tap("#next")

    def text(self, selector: str) -> str:
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found[0].text if found else ""

    @property
    def connection(self) -> str:
        return str(
            self.driver.find_element(By.CSS_SELECTOR, "[data-connection]").get_attribute(
                "data-state"
            )
        )

    def network(self, *, on: bool) -> None:
        conditions = {**OFFLINE, "offline": not on}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)

    def reads(self, selector: str, words: str) -> None:
        wait_until(lambda: words in self.text(selector), f"{words!r} in {selector}")


class DeskLine:
    """The desk, calling entrants over the server's own HTTP, so that its sockets hear of it."""

    def __init__(self, app: Flask, hall: Hall, server: Server) -> None:
        staff = Staff(app, hall, hall.now)
        stamp = db.session.get_one(Account, staff.account("chief_referee")).session_stamp
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{staff.account('chief_referee')}.{stamp}"
            session["_fresh"] = True
        cookie = client.get_cookie("guildhall")
        assert cookie is not None
        self._headers = {"Cookie": f"guildhall={cookie.value}"}
        self._server, self._hall = server, hall

    def post(self, step: str, **fields: str) -> None:
        page, cookie = self._open("/account", None)
        if cookie:
            self._headers = {"Cookie": cookie}
        body = urlencode({"csrf_token": token_of(page), **fields}).encode()
        self._open(f"/contests/rounds/{self._hall.round_id}/desk/{step}", body)

    def call(self, position: int) -> None:
        self.post("call", entry=self._hall.entry(position).key)

    def _open(self, path: str, body: bytes | None) -> tuple[str, str]:
        request = urllib.request.Request(self._server.url + path, body, self._headers)
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as answer:
            cookies = answer.headers.get_all("Set-Cookie") or []
            session = [c.split(";")[0] for c in cookies if c.startswith("guildhall=")]
            return answer.read().decode(), session[0] if session else ""
