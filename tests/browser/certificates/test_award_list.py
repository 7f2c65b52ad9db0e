"""An award list at the desk, in a real browser: rows are changed and moved where they stand."""

from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.certificates.award_rows import AwardRow
from tests.support.award_lists import filled_list, rows_of
from tests.support.people import PASSWORD, make_world
from tests.support.processes import wait_until
from tests.support.server import Server

NAMES = ("赵示一", "钱示二", "孙示三")
FOCUS = "return document.activeElement.id"
# The browser itself gives a new field the focus, a moment before htmx takes its form over.
TAKEN_OVER = "return !document.querySelector('.htmx-added, .htmx-settling')"


@pytest.fixture
def list_id(app: Flask, now: datetime) -> int:
    return filled_list(make_world(now).west, [AwardRow(name) for name in NAMES], now)


@pytest.fixture
def desk(browser: Chrome, serving: Server, list_id: int) -> Chrome:
    browser.get(f"{serving.url}/sign-in?next=/certificates/lists/{list_id}")
    browser.find_element(By.NAME, "username").send_keys("qian")
    browser.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
    wait_until(lambda: bool(browser.find_elements(By.ID, "recipients")), "the list")
    return browser


def shown(browser: Chrome) -> list[str]:
    rows = "return [...document.querySelectorAll('#recipients tbody td:nth-child(3) a')]"
    found: list[str] = browser.execute_script(f"{rows}.map(a => a.textContent)")
    return found


def begin_to_change(desk: Chrome, row: int) -> None:
    desk.find_element(By.ID, f"change-{row}").send_keys(Keys.ENTER)
    wait_until(lambda: desk.execute_script(FOCUS) == f"name-{row}", "the form")
    wait_until(lambda: bool(desk.execute_script(TAKEN_OVER)), "the form to be htmx's")


def test_a_row_is_changed_by_keyboard_where_it_stands(desk: Chrome, list_id: int) -> None:
    one = rows_of(list_id)[0].id
    begin_to_change(desk, one)
    desk.find_element(By.ID, f"name-{one}").send_keys(Keys.END, Keys.BACKSPACE, "怡")
    desk.find_element(By.ID, f"award-{one}").send_keys("一等奖", Keys.ENTER)
    wait_until(lambda: shown(desk) == ["赵示怡", *NAMES[1:]], "the changed row")
    wait_until(lambda: desk.execute_script(FOCUS) == f"change-{one}", "the focus")
    assert (rows_of(list_id)[0].name, rows_of(list_id)[0].award) == ("赵示怡", "一等奖")


def test_a_name_that_is_missing_is_said_in_the_row(desk: Chrome, list_id: int) -> None:
    one = rows_of(list_id)[0].id
    begin_to_change(desk, one)
    desk.execute_script(
        "document.querySelector('.line-form [required]')?.removeAttribute('required')"
    )
    name = desk.find_element(By.ID, f"name-{one}")
    name.clear()
    name.send_keys(Keys.ENTER)
    wait_until(lambda: "缺少姓名" in desk.find_element(By.ID, "recipients").text, "the fault")
    desk.find_element(By.CSS_SELECTOR, f"#recipient-{one} [type=button]").click()
    wait_until(lambda: shown(desk) == list(NAMES), "the row as it was")
    assert rows_of(list_id)[0].name == "赵示一"


def test_a_row_is_moved_and_keeps_the_focus(desk: Chrome, list_id: int) -> None:
    one = rows_of(list_id)[0].id
    down = f"arrow-down-{one}"
    desk.find_element(By.ID, down).send_keys(Keys.ENTER)
    wait_until(lambda: shown(desk) == ["钱示二", "赵示一", "孙示三"], "the new order")
    wait_until(lambda: desk.execute_script(FOCUS) == down, "the focus")
    assert [row.name for row in rows_of(list_id)] == shown(desk)
