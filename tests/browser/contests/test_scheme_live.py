"""The scheme editor in a real browser: the example follows typing, and keeps the focus."""

from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.processes import wait_until
from tests.support.server import Server

TOTAL = "return document.querySelector('#trial-A01 .trial-sum')?.innerText"
FOCUSED = "return document.activeElement.id"
CHOOSE = """
const [id, value] = arguments, chooser = document.getElementById(id);
chooser.value = value;
chooser.dispatchEvent(new Event("change", {bubbles: true}));
"""


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, open_round=False)


@pytest.fixture
def editor(app: Flask, hall: Hall, serving: Server, browser: Chrome, now: datetime) -> Chrome:
    browser.get(f"{serving.url}/robots.txt")
    browser.add_cookie(Staff(app, hall, now).cookie("organiser"))
    browser.get(f"{serving.url}/contests/{hall.contest_id}/schemes/new?from=theory_practical")
    return browser


def retype(browser: Chrome, field: str, text: str) -> None:
    browser.find_element(By.ID, field).send_keys(Keys.CONTROL, "a", Keys.NULL, text)


def test_the_example_follows_a_mark_and_a_weight(editor: Chrome) -> None:
    marks = {"theory/1/": "88", "measured/1/": "61.5"}
    judged = ("26.5", "27", "25.5", "26", "28.5")
    marks |= {f"craft/1/J{n}": text for n, text in enumerate(judged, 1)}
    for name, text in marks.items():
        retype(editor, f"mark/A01/{name}", text)
    wait_until(lambda: editor.execute_script(TOTAL) == "88.00", "the oracle's total")
    focused = "mark/A01/craft/1/J5"  # the example was swapped since
    wait_until(lambda: editor.execute_script(FOCUSED) == focused, "the focus where it was")
    retype(editor, "parts-2-factor-theory", "40%")
    retype(editor, "parts-2-factor-practical", "0.6")
    retype(editor, "mark/A01/theory/1/", "78")
    wait_until(lambda: editor.execute_script(TOTAL) == "84.00", "another weight")
    retype(editor, "mark/A01/theory/1/", "101")
    wait_until(
        lambda: editor.find_elements(By.ID, "mark/A01/theory/1/-error"), "what is wrong with it"
    )


def test_a_button_adds_a_step_and_what_was_typed_stays(editor: Chrome) -> None:
    retype(editor, "scheme-title", "自定方案")
    editor.find_element(By.CSS_SELECTOR, "[value='add-items:judged']").send_keys(Keys.ENTER)
    wait_until(lambda: editor.find_elements(By.ID, "items-3"), "the new item")
    assert editor.find_element(By.ID, "scheme-title").get_attribute("value") == "自定方案"
    editor.execute_script(CHOOSE, "parts-0-method", "clip")
    wait_until(lambda: editor.find_elements(By.ID, "parts-0-limit"), "what this rule needs")
    wait_until(
        lambda: editor.find_elements(By.CSS_SELECTOR, ".trial-faults a[href='#parts-0']"),
        "what is missing",
    )
