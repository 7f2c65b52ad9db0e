"""axe finds nothing on any page: both languages, light and dark, on a phone and on a desk."""

from collections.abc import Iterator

import pytest
from flask import Flask
from selenium.webdriver import Chrome

from tests.support.axe import bring_axe, violations
from tests.support.pages import PARTS, Page, pages, unlisted
from tests.support.scene import Scene
from tests.support.server import Server
from tests.support.visits import Visitor

PHONE, DESKTOP = 390, 1280
TURN_LIGHT = """
if (!("themeFixed" in document.documentElement.dataset)) {
  document.documentElement.dataset.theme = "light";
}
"""


def test_every_page_is_in_the_list(app: Flask, scene: Scene) -> None:
    assert not unlisted(app, scene), "add them to tests/support/pages.py"


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", PARTS)
def test_axe_finds_nothing(scene: Scene, serving: Server, browser: Chrome, part: str) -> None:
    bring_axe(browser)
    visitor = Visitor(browser, serving.url, scene)
    faults: dict[str, list[str]] = {}
    for page in pages(scene, part):
        for look, found in (*_by_device(visitor, page), *_by_choice(visitor, page)):
            for one in found:
                faults.setdefault(f"{page.name}: {one}", []).append(look)
    lines = [f"{one} [{', '.join(looks)}]" for one, looks in faults.items()]
    assert not lines, f"{len(lines)} faults:\n" + "\n".join(lines)


def _by_device(visitor: Visitor, page: Page) -> Iterator[tuple[str, list[str]]]:
    """A phone in Chinese; light and dark are as the device has them."""
    visitor.look(width=PHONE)
    visitor.prefer(language="zh_Hans_CN", theme="auto")
    if visitor.go(page):
        yield "zh phone light", violations(visitor.browser)
    if not page.opens:
        visitor.look(width=PHONE, dark=True)
        yield "zh phone dark", violations(visitor.browser, contrast_only=True)


def _by_choice(visitor: Visitor, page: Page) -> Iterator[tuple[str, list[str]]]:
    """A desktop in English; dark was chosen at the foot of a page, then light."""
    visitor.look(width=DESKTOP)
    visitor.prefer(language="en", theme="dark")
    if visitor.go(page):
        yield "en desktop dark", violations(visitor.browser)
    if not page.opens:
        visitor.browser.execute_script(TURN_LIGHT)
        yield "en desktop light", violations(visitor.browser, contrast_only=True)
