"""Taking pictures of pages: a browser per person, and small PNG files."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

PATIENCE_S = 30
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
    # Nothing beyond this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)
# Live pages are connected, fonts and pictures are there, nothing is on its way to its place.
_SETTLED = """
const sign = document.querySelector("[data-connection]");
return document.readyState === "complete" && document.fonts.status === "loaded"
  && (!sign || sign.dataset.state === "connected")
  && [...document.images].every(
    (one) => one.complete || one.getBoundingClientRect().top > innerHeight)
  && !document.getAnimations().some((one) => one.playState === "running");
"""


@dataclass(frozen=True)
class Screen:
    """A size in CSS pixels; `scale` is how many of the picture's make one of them."""

    width: int
    height: int
    scale: int = 1


HALL = Screen(1920, 1080)
DESK = Screen(1440, 900)
PHONE = Screen(390, 844, 2)


class Visitor:
    """Somebody with a browser of their own at `base`."""

    def __init__(self, driver: Chrome, base: str, screen: Screen) -> None:
        self.driver, self._base = driver, base
        self.look_through(screen)

    def look_through(self, screen: Screen) -> None:
        """Make the present tab this big."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {
                "width": screen.width,
                "height": screen.height,
                "deviceScaleFactor": screen.scale,
                "mobile": screen == PHONE,
            },
        )

    def put_behind(self, red: int, green: int, blue: int) -> None:
        """A colour behind transparent pages, where the camera's picture would be."""
        colour = {"r": red, "g": green, "b": blue, "a": 1}
        self.driver.execute_cdp_cmd(
            "Emulation.setDefaultBackgroundColorOverride", {"color": colour}
        )

    def open(self, path: str) -> None:
        """Go to a path, or to a whole address, and wait until the page is settled."""
        self.driver.get(path if path.startswith("http") else self._base + path)
        self.settle()

    def settle(self) -> None:
        self.wait(lambda: self.driver.execute_script(_SETTLED))

    def wait(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self.driver, PATIENCE_S, 0.05).until(lambda _driver: condition())

    def has(self, selector: str) -> bool:
        return bool(self.driver.find_elements(By.CSS_SELECTOR, selector))

    def tap(self, selector: str) -> None:
        self.wait(lambda: self.has(selector))
        self.driver.execute_script("document.querySelector(arguments[0]).click()", selector)

    def type(self, selector: str, text: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).send_keys(text)

    def choose(self, selector: str, value: str) -> None:
        """An option of a chooser, by its value."""
        Select(self.driver.find_element(By.CSS_SELECTOR, selector)).select_by_value(value)

    def follow(self, selector: str) -> None:
        """Press what leads to another page, and wait for that."""
        before = self.driver.current_url
        self.tap(selector)
        self.wait(lambda: self.driver.current_url != before)
        self.settle()

    def reads(self, selector: str, words: str) -> bool:
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return bool(found) and words in found[0].text

    def new_tab(self, screen: Screen) -> None:
        self.driver.switch_to.new_window("tab")
        self.look_through(screen)

    def to_tab(self, number: int) -> None:
        self.driver.switch_to.window(self.driver.window_handles[number])

    def sign_in(self, link: str) -> None:
        """Use a one-time link."""
        self.open(link)
        self.follow("main form [type=submit]")

    def shoot(self, target: Path) -> None:
        """Take the picture of what the window shows."""
        self.settle()
        self.driver.execute_script("document.activeElement?.blur()")
        save(self.driver.get_screenshot_as_png(), target)


@contextmanager
def visitor(base: str, screen: Screen) -> Iterator[Visitor]:
    """A browser with an empty profile."""
    options = ChromeOptions()
    options.binary_location = _installed("chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        agent = (f"--user-agent={ANDROID}",) if screen == PHONE else ()
        for switch in (*SWITCHES, *agent, f"--user-data-dir={profile}"):
            options.add_argument(switch)
        driver = Chrome(options=options, service=Service(_installed("chromedriver")))
        try:
            yield Visitor(driver, base, screen)
        finally:
            driver.quit()


@contextmanager
def staff(base: str, link: str) -> Iterator[Visitor]:
    """A browser at a desk, signed in by a one-time link."""
    with visitor(base, DESK) as one:
        one.sign_in(link)
        yield one


def save(picture: bytes, target: Path) -> None:
    """Write it with at most 256 colours where nobody would see a difference."""
    pngquant = [_installed("pngquant"), "--quality=75-95", "--speed=1", "--strip", "-"]
    target.write_bytes(
        subprocess.run(pngquant, input=picture, capture_output=True, check=True).stdout
    )


def _installed(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise SystemExit(f"{program} is not installed: run script/screenshots")
    return path
