"""Pages fit every window, also with large text; what is pressed with a thumb is large enough."""

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import PARTS, pages
from tests.support.scene import Scene
from tests.support.server import Server
from tests.support.visits import Visitor

WIDTHS = (320, 390, 768, 1920)
SIDEWAYS = """
document.documentElement.dataset.text = arguments[0];
const wide = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= wide) return null;
const cut = e => e && (getComputedStyle(e).overflowX !== "visible" || cut(e.parentElement));
return [...document.body.querySelectorAll("*")]
  .filter(e => e.getBoundingClientRect().right > wide + 1 && !cut(e.parentElement))
  .map(e => `${e.tagName.toLowerCase()}.${[...e.classList].join(".")}`).slice(0, 4).join(" > ");
"""
# A link in a line of text is as high as its line; a field with its label is one target.
SMALL = """
const box = e => e.getBoundingClientRect();
const inline = e => e.matches("a") && getComputedStyle(e).display === "inline"
  && e.parentElement.textContent.trim().length > e.textContent.trim().length;
const hidden = e => !e.checkVisibility({visibilityProperty: true}) || box(e).width < 2;
const target = e => e.matches("[type=checkbox], [type=radio]")
  ? e.closest(".form-check, label") ?? e : e;
return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(e => !hidden(e) && !inline(e) && !e.closest("[aria-hidden=true]"))
  .map(e => [e, box(target(e))])
  .filter(([, {width, height}]) => Math.round(width) < 44 || Math.round(height) < 44)
  .map(([e, {width, height}]) => `${e.tagName.toLowerCase()}.${[...e.classList].join(".")} `
    + `“${(e.ariaLabel ?? e.textContent).trim().slice(0, 20)}” `
    + `${Math.round(width)} × ${Math.round(height)}`);
"""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", PARTS)
def test_no_page_goes_sideways(scene: Scene, serving: Server, browser: Chrome, part: str) -> None:
    visitor, faults = Visitor(browser, serving.url, scene), []
    visitor.prefer(language="en", theme="light")  # the language with the longer words
    for page in pages(scene, part):
        visitor.look(width=WIDTHS[0])
        if not visitor.go(page):
            continue
        for width in WIDTHS:
            visitor.look(width=width)
            for text in ("normal", "large"):
                found = browser.execute_script(SIDEWAYS, text)
                if found is not None:
                    faults.append(f"{page.name} at {width}, {text} text: {found}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("part", PARTS)
def test_a_thumb_hits_what_it_aims_at(
    scene: Scene, serving: Server, browser: Chrome, part: str
) -> None:
    visitor, faults = Visitor(browser, serving.url, scene), []
    visitor.look(width=390, height=844)
    for page in pages(scene, part):
        if page.phone and visitor.go(page):
            faults += [f"{page.name}: {one}" for one in browser.execute_script(SMALL)]
    assert not faults, "\n".join(sorted(set(faults)))
