"""A viewer's phone in the room of a session, in a real browser."""

from typing import Any

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.classroom import Room
from tests.support.consoles import OFFLINE
from tests.support.processes import wait_until
from tests.support.server import Server


class RoomPhone:
    """A viewer's phone in the room."""

    def __init__(self, driver: Chrome, server: Server, room: Room, nickname: str) -> None:
        self.driver = driver
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
        )
        driver.get(f"{server.url}/class/{room.key}")
        driver.find_element(By.NAME, "nickname").send_keys(nickname, Keys.ENTER)
        wait_until(lambda: self.has("#composer-text"), "the room")
        wait_until(lambda: self.connection == "connected", "the connection")

    def has(self, selector: str) -> bool:
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    @property
    def connection(self) -> str:
        found = self.driver.find_element(By.CSS_SELECTOR, "[data-connection]")
        return str(found.get_attribute("data-state"))

    def say(self, text: str) -> None:
        self.driver.find_element(By.ID, "composer-text").send_keys(text, Keys.ENTER)

    def type(self, text: str) -> None:
        self.driver.find_element(By.ID, "composer-text").send_keys(text)

    @property
    def typed(self) -> str:
        return str(self.script("return document.getElementById('composer-text').value"))

    def texts(self) -> list[str]:
        selector = "[data-messages] > .message:not(.is-pending) [data-part=text]"
        return list(
            self.script(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)",
                selector,
            )
        )

    def text(self, selector: str) -> str:
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found[0].text if found else ""

    def script(self, source: str, *arguments: object) -> Any:
        return self.driver.execute_script(source, *arguments)

    def network(self, *, on: bool) -> None:
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions", {**OFFLINE, "offline": not on}
        )
