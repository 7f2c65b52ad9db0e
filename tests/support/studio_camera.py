"""A host's camera in the studio, and what moves in a viewer's picture."""

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.support.classroom import Room
from tests.support.people import PASSWORD
from tests.support.processes import wait_until
from tests.support.server import Server

# A hash of a small drawing of the picture: it changes when the picture moves.
FRAME = """
const video = document.getElementById("player-video");
const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
const context = canvas.getContext("2d");
context.drawImage(video, 0, 0, 64, 36);
const bytes = context.getImageData(0, 0, 64, 36).data;
return [...bytes].reduce((sum, value, i) => (sum * 31 + value + i) % 1e9, 7);
"""


def open_studio(browser: Chrome, server: Server, room: Room) -> Chrome:
    """The host signs in and opens the studio."""
    browser.get(f"{server.url}/sign-in?next=/classroom/sessions/{room.session_id}/studio")
    browser.find_element(By.NAME, "username").send_keys("host")
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    browser.find_element(By.NAME, "password").submit()
    wait_until(lambda: "/studio" in browser.current_url, "the studio")
    return browser


def go_live(camera: Chrome) -> None:
    """Two clicks."""
    camera.find_element(By.ID, "camera-open").click()
    start = camera.find_element(By.ID, "camera-start")
    wait_until(start.is_displayed, "the preview")
    start.click()
    wait_until(camera.find_element(By.ID, "camera-live").is_displayed, "the picture being sent")


def position(browser: Chrome) -> float:
    script = "return document.getElementById('player-video').currentTime"
    return float(browser.execute_script(script))  # type: ignore[no-untyped-call]


def frame(browser: Chrome) -> int:
    return int(browser.execute_script(FRAME))  # type: ignore[no-untyped-call]
