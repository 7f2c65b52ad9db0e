"""Judges' phones in real browsers: what is typed arrives, once, whatever the network does."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from blueprints.contests.models import LedgerKind, LedgerRow
from store import db
from tests.support.browser import NewBrowser
from tests.support.consoles import Console, DeskLine
from tests.support.contests import Hall, make_hall
from tests.support.processes import wait_until
from tests.support.server import Server

FIGURE = '[data-slot="content.1"] .line-figure'
WARNS = """
const leaving = new Event("beforeunload", {cancelable: true});
dispatchEvent(leaving);
return leaving.defaultPrevented
"""
# The sheet is shown to look over, and its button is dead for a moment.
NEXT = """
document.querySelector("#next").click();
return [document.querySelector("#review").open, document.querySelector("#lock").disabled];
"""
BOXES = "return [...document.querySelectorAll(arguments[0])].map(e => e.getBoundingClientRect())"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="five_judges_trimmed", judges=2)


@pytest.fixture
def sit(serving: Server, hall: Hall, new_browser: NewBrowser) -> Callable[[int], Console]:
    return lambda judge: Console(new_browser(390, 844), serving, hall, judge).sit()


def marks(hall: Hall, judge: int = 0) -> list[tuple[str | None, str | None]]:
    """(item, value) of a judge's mark rows, in order."""
    db.session.rollback()
    rows = db.session.scalars(
        sa.select(LedgerRow)
        .where(
            LedgerRow.round_id == hall.round_id,
            LedgerRow.kind == LedgerKind.MARK,
            LedgerRow.judge_id == hall.judges[judge].id,
        )
        .order_by(LedgerRow.seq)
    )
    return [(row.item, row.value) for row in rows]


def arrive(hall: Hall, expected: list[tuple[str, str]], judge: int = 0) -> None:
    wait_until(lambda: len(marks(hall, judge)) >= len(expected), f"{len(expected)} marks")
    assert marks(hall, judge) == expected


def test_two_judges_mark_and_lock(hall: Hall, sit: Callable[[int], Console]) -> None:
    one, two = sit(0), sit(1)
    for console, figures in ((one, ("36.5", "40", "18.5")), (two, ("35", "33.5", "19"))):
        for figure in figures:
            console.type(figure)
    arrive(hall, [("content", "36.5"), ("skill", "40.0"), ("effect", "18.5")])
    arrive(hall, [("content", "35.0"), ("skill", "33.5"), ("effect", "19.0")], judge=1)
    one.reads("#receipt", "18.5 已保存")
    assert re.search(r"已保存 \d\d:\d\d:\d\d", one.text("#receipt"))
    one.reads("#subtotal", "95.0")

    one.reads("#next", "检查并锁定")
    assert one.driver.execute_script(NEXT) == [True, True]  # a third tap locks nothing
    wait_until(lambda: not one.has("#lock[disabled]"), "the button to come alive")
    one.tap("#lock")
    one.reads("#receipt", "已锁定")
    wait_until(lambda: one.has(".line-face[disabled]"), "the lines to be locked")
    assert not two.has(".line-face[disabled]")


def test_dead_keys_and_a_keyboard(hall: Hall, sit: Callable[[int], Console]) -> None:
    console = sit(0)
    for key in "4":
        console.tap(f'[data-key="{key}"]')
    dead = console.driver.execute_script(
        "return [...document.querySelectorAll('#keys [data-key]:disabled')].map(k => k.dataset.key)"
    )
    assert set(dead) == {*"123456789", "-"}  # of 4 only 40 and 4.5 can come
    body = console.driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.BACKSPACE, "36", ".", "5", "7", Keys.ENTER, "12", Keys.ENTER)
    arrive(hall, [("content", "36.5"), ("skill", "12.0")])


def test_marks_wait_through_a_dead_network_and_are_entered_once(
    hall: Hall, sit: Callable[[int], Console]
) -> None:
    console = sit(0)
    console.type("36.5")
    arrive(hall, [("content", "36.5")])
    console.network(on=False)
    console.type("30")
    console.type("18")
    console.reads("#waiting", "2 项在本机等待发送")
    wait_until(lambda: console.connection == "offline", "the sign to say so")
    console.tap('[data-slot="skill.1"] .line-face')
    console.type("31.5")  # instead of 30, which was tried already and so is sent first
    console.network(on=True)
    wait_until(lambda: not console.text("#waiting"), "the outbox to be empty")
    arrive(hall, [("content", "36.5"), ("skill", "30.0"), ("effect", "18.0"), ("skill", "31.5")])


def test_answers_that_are_lost_double_nothing(
    hall: Hall, sit: Callable[[int], Console], serving: Server
) -> None:
    """The server takes the mark and dies before the phone hears of it."""
    console = sit(0)
    serving.kill()
    console.type("36.5")
    console.reads("#waiting", "1 项")
    serving.start()
    arrive(hall, [("content", "36.5")])
    wait_until(lambda: not console.text("#waiting"), "the receipt")


def test_unsent_marks_survive_leaving_the_page(
    hall: Hall, sit: Callable[[int], Console], serving: Server
) -> None:
    console = sit(0)
    address = console.driver.current_url
    console.network(on=False)
    console.type("36.5")
    console.reads("#waiting", "1 项")
    console.tap('[data-key="7"]')  # typed, not entered
    assert console.driver.execute_script(WARNS)
    console.driver.get("about:blank")
    assert marks(hall) == []
    console.network(on=True)
    console.driver.get(address)
    console.wait()
    arrive(hall, [("content", "36.5")])
    console.reads('[data-slot="skill.1"] [data-figure]', "7")
    console.reads('[data-slot="skill.1"] [data-line-state]', "尚未保存")


def test_another_device_takes_over_and_gives_way_again(
    hall: Hall, sit: Callable[[int], Console]
) -> None:
    first = sit(0)
    first.network(on=False)
    first.type("36.5")
    first.reads("#waiting", "1 项")
    second = sit(0)
    second.type("20")
    arrive(hall, [("content", "20.0")])
    first.network(on=True)
    wait_until(lambda: first.has("#replaced[open]"), "the notice")
    first.reads("#replaced-kept", "1 项")
    assert marks(hall) == [("content", "20.0")]  # a replaced device enters nothing

    first.tap("#replaced form button")
    wait_until(lambda: second.has("#replaced[open]"), "the notice on the other one")
    arrive(hall, [("content", "20.0"), ("content", "36.5")])


def test_the_call_is_followed_but_never_out_of_the_middle(
    app: Flask, hall: Hall, sit: Callable[[int], Console], serving: Server
) -> None:
    desk = DeskLine(app, hall, serving)
    waiting, typing = sit(0), sit(1)
    typing.type("36.5")
    desk.call(1)
    waiting.reads("#label", "A02")
    waiting.reads("#receipt", "A02 上场")
    typing.reads("#called", "A02 已上场")
    assert typing.text("#label") == "A01"
    typing.tap("#called")
    typing.reads("#label", "A02")


def test_in_a_pause_marks_wait_and_go_out_by_themselves(
    app: Flask, hall: Hall, sit: Callable[[int], Console], serving: Server
) -> None:
    desk = DeskLine(app, hall, serving)
    console = sit(0)
    desk.post("pause")
    console.reads("#round-state", "本轮已暂停")
    console.type("36.5")
    console.reads("#waiting", "1 项")
    assert marks(hall) == []
    desk.post("resume")
    arrive(hall, [("content", "36.5")])
    wait_until(lambda: not console.text("#round-state"), "the notice to go")


def test_figures_are_hidden_until_touched(hall: Hall, sit: Callable[[int], Console]) -> None:
    console = sit(0)
    console.type("36.5")
    arrive(hall, [("content", "36.5")])
    size = f"return getComputedStyle(document.querySelector('{FIGURE}')).fontSize"
    shown: Any = console.driver.execute_script(size)
    console.tap("#privacy")
    assert console.driver.execute_script(size) == "0px"
    console.driver.execute_script(
        "document.querySelector('[data-slot=\"content.1\"]')"
        ".dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))"
    )
    assert console.driver.execute_script(size) == shown
    console.driver.refresh()
    console.wait()
    assert console.driver.execute_script(size) == "0px"  # it is remembered


def test_sheets_fit_a_phone_without_scrolling(hall: Hall, sit: Callable[[int], Console]) -> None:
    console = sit(0)
    boxes = console.driver.execute_script(BOXES, ".line, #keys button:not([hidden])")
    for box in boxes:
        assert box["top"] >= 0 and box["bottom"] <= 844, box
        assert box["left"] >= 0 and box["right"] <= 390, box
    keys = console.driver.execute_script(BOXES, "#keys button:not([hidden])")
    assert min(box["height"] for box in keys) >= 58
