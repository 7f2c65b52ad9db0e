"""Without a mouse: every control is reached, seen and left again; dialogs give focus back."""

from dataclasses import dataclass
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.pages import PARTS, Page, pages
from tests.support.processes import wait_until
from tests.support.scene import Scene
from tests.support.server import Server
from tests.support.visits import Visitor

MOST_STOPS = 400
# Where focus is: has it a ring, is it in the window, is anything over it, was it here before?
FOCUS = """
const e = document.activeElement;
if (!e || e === document.body || e === document.documentElement) return null;
const name = `${e.tagName.toLowerCase()}#${e.id}.${[...e.classList].join(".")}`;
const again = e.dataset.stopped === "1" && e !== window.stop; // a date has a stop per part
window.stop = e;
e.dataset.stopped = "1";
const box = e.getBoundingClientRect();
const ringed = one => one && getComputedStyle(one).outlineStyle !== "none"
  && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
const ring = ringed(e) || ringed(e.closest("label"));
const within = (at, most) => Math.min(Math.max(at, 0), most - 1);
const middle = (from, to, most) => within((within(from, most) + within(to, most)) / 2, most);
const over = document.elementFromPoint(
  middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
const seen = over && (e.contains(over) || over.contains(e) || over.closest("label")?.control === e);
const faults = [!ring && "no ring", !seen && `hidden by ${over?.tagName}.${over?.className}`];
return {name, again, faults: faults.filter(Boolean), indents: e.matches("[data-code-text]"),
  loads: Boolean(document.querySelector(".htmx-request"))};
"""
MISSED = """
const one = new Set();
const chosen = e => document.querySelector(`[type=radio][name="${e.name}"]:checked`) ?? e;
const group = e => e.type === "radio" && (chosen(e) !== e || one.has(e.name) || !one.add(e.name));
const modal = document.querySelector("dialog:modal"); // what lies behind it is nobody's
return [...(modal ?? document).querySelectorAll(
  'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true})
    && !group(e) && e.dataset.stopped !== "1")
  .map(e => `${e.tagName.toLowerCase()}#${e.id}.${[...e.classList].join(".")}`);
"""
LOADS = "return Boolean(document.querySelector('.htmx-request'))"
ON = "return document.activeElement.matches(arguments[0])"


@dataclass(frozen=True)
class Keyboard:
    """Keys go to whatever has the focus."""

    browser: Chrome

    def press(self, *keys: str) -> None:
        ActionChains(self.browser).send_keys(*keys).perform()

    def focus(self, selector: str) -> None:
        self.browser.execute_script("document.querySelector(arguments[0]).focus()", selector)

    def is_on(self, selector: str) -> bool:
        return bool(self.browser.execute_script(ON, selector))

    def shows(self, selector: str) -> bool:
        return any(e.is_displayed() for e in self.browser.find_elements(By.CSS_SELECTOR, selector))


@pytest.fixture
def visitor(scene: Scene, serving: Server, browser: Chrome) -> Visitor:
    visitor = Visitor(browser, serving.url, scene)
    visitor.look(width=1280, height=800)
    return visitor


def walk(browser: Chrome) -> list[str]:
    """Press Tab all the way round; what was wrong on the way."""
    keyboard, faults, leave = Keyboard(browser), [], [Keys.TAB]
    for _stop in range(MOST_STOPS):
        keyboard.press(*leave)
        focus: dict[str, Any] | None = browser.execute_script(FOCUS)
        if focus is None:  # past the last one: the next is the first
            continue
        if focus["again"]:
            break
        # Where Tab indents, as such a field says of itself, Escape lets it go on.
        leave = [Keys.ESCAPE, Keys.TAB] if focus["indents"] else [Keys.TAB]
        faults += [f"{focus['name']}: {one}" for one in focus["faults"]]
        if focus["loads"]:  # what focus brings comes next
            wait_until(lambda: not browser.execute_script(LOADS), f"what {focus['name']} brings")
    return faults + [f"{name}: never reached" for name in browser.execute_script(MISSED)]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", PARTS)
def test_tab_reaches_everything_and_shows_where_it_is(
    scene: Scene, visitor: Visitor, part: str
) -> None:
    faults = []
    for page in pages(scene, part):
        if not page.opens and visitor.go(page):
            faults += [f"{page.name}: {one}" for one in walk(visitor.browser)]
    assert not faults, "\n".join(sorted(set(faults)))


@pytest.mark.parametrize("who", ["anyone", "staff"])
def test_the_first_stop_leads_past_the_navigation(visitor: Visitor, who: str) -> None:
    assert visitor.go(Page("", "/" if who == "anyone" else "/people/audit", who))
    keyboard = Keyboard(visitor.browser)
    keyboard.press(Keys.TAB)
    assert keyboard.is_on(".skip-link")
    keyboard.press(Keys.ENTER)
    wait_until(lambda: keyboard.is_on("#main"), "the way past the navigation")
    keyboard.press(Keys.TAB)
    assert keyboard.is_on("#main *")


def test_what_opens_gives_the_focus_back(scene: Scene, visitor: Visitor) -> None:
    organisation = f"/people/organisations/{scene.world.west}"
    desk = f"/contests/rounds/{scene.running.round_id}/desk"
    console = f"/judge/{scene.judge_id}/rounds/{scene.running.round_id}/"
    visitor.look(width=390, height=844)
    keyboard = Keyboard(visitor.browser)
    for address, who, opener, opened in (
        (console, "judge", '[data-dialog-open="menu"]', "#menu[open]"),
        (console, "judge", "#list-open", "#list[open]"),
        ("/people/audit", "staff", "[data-shortcuts-open]", "#shortcuts[open]"),
        ("/people/audit", "staff", ".nav-drawer > summary", ".nav-drawer[open]"),
        (
            organisation,
            "staff",
            ".confirm > summary",
            "[open] > form",
        ),
        (desk, "staff", '[hx-get$="/steps/close"]', "#desk-dialog[open] #step-title"),
    ):
        assert visitor.go(Page("", address, who))
        keyboard.focus(opener)
        keyboard.press(Keys.ENTER)
        wait_until(lambda opened=opened: keyboard.shows(opened), f"{opened} to open")
        keyboard.press(Keys.ESCAPE)
        wait_until(lambda opened=opened: not keyboard.shows(opened), f"{opened} to close")
        wait_until(lambda opener=opener: keyboard.is_on(opener), f"the focus on {opener}")


def test_a_judge_can_do_everything_from_a_keyboard(scene: Scene, visitor: Visitor) -> None:
    address = f"/judge/{scene.judge_id}/rounds/{scene.running.round_id}/"
    assert visitor.go(Page("", f"{address}?entry={scene.on_stage}", "judge"))
    keyboard = Keyboard(visitor.browser)
    wait_until(lambda: keyboard.shows('[data-connection][data-state="connected"]'), "a connection")
    down = Keys.ARROW_DOWN
    keyboard.press("38", Keys.BACKSPACE, "9", ".", "5", down, "8", down, "19", "+")
    keyboard.focus("#note-open")
    keyboard.press(Keys.ENTER)
    wait_until(lambda: keyboard.is_on("#note textarea"), "the note")
    keyboard.press("稳", Keys.TAB, Keys.ENTER)
    wait_until(lambda: keyboard.is_on("#note-open"), "the way back from the note")
    keyboard.focus("#next")
    keyboard.press(Keys.ENTER)
    wait_until(lambda: keyboard.shows("#review[open]"), "the sheet to look over")
    marks = visitor.browser.find_elements(By.CSS_SELECTOR, "#review-lines dd")
    assert [mark.text for mark in marks][:3] == ["39.5", "8.0", "19.5"]
    wait_until(lambda: keyboard.shows("#lock:enabled"), "the button to be safe to press")
    keyboard.focus("#lock")
    keyboard.press(Keys.ENTER)
    locked = f'[data-entrant="{scene.on_stage}"] [data-sheet="locked"]'
    wait_until(lambda: keyboard.shows(locked), "the locked sheet")
    keyboard.focus("#go-on")
    keyboard.press(Keys.ENTER)
    wait_until(lambda: not keyboard.shows("#closed"), "the next entrant")
