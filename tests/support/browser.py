"""A real browser: Debian's Chromium, driven by Selenium.

`browser` is a fresh one per test; `new_browser()` opens another (a second person, or a phone
with `new_browser(390, 844)`). A JavaScript error, a refused resource (content policy) or a
missing file in any of them fails the test.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.support.processes import DEADLINE_S, wait_until

SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--lang=zh-CN",
    # Nothing beyond this machine, whatever a page or the browser itself asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
WITHOUT_SCRIPTS = {"profile.managed_default_content_settings.javascript": 2}
# Refusals that tests provoke on purpose, and servers that they stop.
_EXPECTED = re.compile(r"status of 4(?!04)\d\d|status of 503|net::ERR_|WebSocket connection to")

INTO_VIEW = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})"

NewBrowser = Callable[..., Chrome]


@pytest.fixture
def new_browser(tmp_path: Path) -> Iterator[NewBrowser]:
    """`new_browser(width=1280, height=800)` opens a browser with an empty profile.

    With `scripts=False` it runs none of a page's; with `camera=True` it has a made-up camera and
    microphone, which any page may use.
    """
    opened: list[Chrome] = []

    def make(
        width: int = 1280, height: int = 800, *, scripts: bool = True, camera: bool = False
    ) -> Chrome:
        options = ChromeOptions()
        if not scripts:
            options.add_experimental_option("prefs", WITHOUT_SCRIPTS)
        options.binary_location = _installed("chromium")
        profile = tmp_path / f"profile-{len(opened)}"
        size = f"--window-size={width},{height}"
        own = (f"--user-data-dir={profile}", size, *(CAMERA if camera else ()))
        for switch in (*SWITCHES, *own):
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = Chrome(options=options, service=Service(_installed("chromedriver")))
        driver.set_page_load_timeout(DEADLINE_S)
        opened.append(driver)
        return driver

    yield make
    faults = [fault for driver in opened for fault in _faults(driver)]
    for driver in opened:
        driver.quit()
    assert not faults, "the browser complained:\n" + "\n".join(faults)


@pytest.fixture
def browser(new_browser: NewBrowser) -> Chrome:
    """A laptop's browser with an empty profile."""
    return new_browser()


def click(driver: Chrome, selector: str) -> None:
    """Press what the selector finds, as soon as it is there and stays."""

    def pressed() -> bool:
        button = driver.find_element("css selector", selector)
        driver.execute_script(INTO_VIEW, button)  # type: ignore[no-untyped-call]
        button.click()
        return True

    wait_until(pressed, f"{selector} to be pressed")


def _faults(driver: Chrome) -> list[str]:
    entries: list[dict[str, Any]] = driver.get_log("browser")  # type: ignore[no-untyped-call]
    severe = [str(entry["message"]) for entry in entries if entry["level"] == "SEVERE"]
    return [message for message in severe if not _EXPECTED.search(message)]


def _installed(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.fail(f"{program} is not installed: run script/test, or apt install chromium-driver")
    return path
