"""Going through pages in one browser: as a visitor, then as a judge, then as staff.

`Visitor` keeps one browser; `go` opens a page and whatever is to be open on it.
"""

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.support.pages import Page
from tests.support.processes import wait_until
from tests.support.scene import Scene

READY = """
const judge = document.querySelector("main.judge");
const minutes = document.querySelector(".class-page [data-minutes]"); // come soon
return document.readyState === "complete"
  && !document.querySelector(".htmx-request, #preview[aria-busy=true]")
  && (!judge || "ready" in judge.dataset)
  && !minutes?.hidden
"""
STATUS = "return performance.getEntriesByType('navigation')[0].responseStatus"
OPENED = """
const tabs = "[role=tab][aria-selected=true]:not(:first-child)";
return [...document.querySelectorAll(`dialog[open], details[open], .form-errors, ${tabs}`)]
  .some(e => e.offsetParent || e.matches("dialog"))
"""


class Visitor:
    """One browser and who sits at it."""

    def __init__(self, browser: Chrome, url: str, scene: Scene) -> None:
        self.browser, self.url, self._scene = browser, url, scene
        self._who = "anyone"
        browser.get(f"{url}/robots.txt")
        for cookie in (*scene.seats, *scene.classes.cookies):
            browser.add_cookie(cookie)

    def look(self, *, width: int, height: int = 900, dark: bool = False) -> None:
        """The size of the window, and what its system prefers; nothing moves."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def prefer(self, *, language: str, theme: str) -> None:
        """What the switch at the foot of pages sets."""
        for name, value in (("language", language), ("theme", theme)):
            self.browser.add_cookie({"name": name, "value": value, "path": "/"})

    def go(self, page: Page) -> bool:
        """Open the page; False where what should be opened can't be seen at this width."""
        if page.who == "staff" and self._who != "staff":
            self._sign_in()
        self.browser.get(self.url + page.address)
        wait_until(lambda: self.browser.execute_script(READY), f"{page.name} to be ready")
        assert self.browser.execute_script(STATUS) == page.status, page.name
        if page.status >= 400:  # noted by the browser as an error, and expected here
            self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return not page.opens or self._open(page)

    def _open(self, page: Page) -> bool:
        element = self.browser.find_element(By.CSS_SELECTOR, page.opens)
        if not element.is_displayed():
            return False
        self.browser.execute_script("arguments[0].click()", element)
        wait_until(lambda: self.browser.execute_script(OPENED), f"{page.name} to open")
        return True

    def _sign_in(self) -> None:
        self.browser.get(f"{self.url}/sign-in/{self._scene.sign_in_link}")
        self.browser.find_element(By.CSS_SELECTOR, "main form button").click()
        wait_until(lambda: self.browser.find_elements(By.CLASS_NAME, "desk"), "the sign-in")
        self._who = "staff"
