"""A judge signs with a finger: drawn on the pad, sent, kept, and the console asks no more."""

from datetime import datetime

import pytest
from flask import Flask
from selenium.webdriver import Chrome

from blueprints.contests.queries.signing import signings
from store import db
from store.files import files
from tests.support.browser import NewBrowser
from tests.support.consoles import Console
from tests.support.contests import Hall, make_hall
from tests.support.judging_defended import judge_everything, with_steps
from tests.support.processes import wait_until
from tests.support.server import Server

PAD = """
const box = document.getElementById("sign-canvas").getBoundingClientRect();
return [box.x, box.y, box.width, box.height];
"""
SHOW = "document.getElementById('sign-canvas').scrollIntoView({block: 'center'})"


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = with_steps(make_hall(now, judges=3, entries=1), "signing")
    judge_everything(hall)
    return hall


def draw(driver: Chrome, *strokes: list[tuple[float, float]]) -> None:
    """Touch the pad and move; points are shares of its width and height."""
    driver.execute_script(SHOW)
    x, y, width, height = driver.execute_script(PAD)
    for stroke in strokes:
        points = [{"x": x + a * width, "y": y + b * height} for a, b in stroke]
        _touch(driver, "touchStart", points[:1])
        for point in points[1:]:
            _touch(driver, "touchMove", [point])
        _touch(driver, "touchEnd", [])


def _touch(driver: Chrome, kind: str, points: list[dict[str, float]]) -> None:
    driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_a_finger_signs(hall: Hall, serving: Server, new_browser: NewBrowser) -> None:
    console = Console(new_browser(390, 844), serving, hall, 0).sit()
    console.reads("#signing", "请签字确认评分表")
    console.tap("#signing")
    wait_until(lambda: console.has("#sign-canvas"), "the pad")
    console.tap('#sign-form [type="submit"]')
    console.reads("#sign-error", "请先在签字区签写姓名")
    line = [(0.1 + n * 0.04, 0.3 + (n % 3) * 0.1) for n in range(20)]
    draw(console.driver, line, [(a, b + 0.25) for a, b in line])
    console.tap('#sign-form [type="submit"]')
    console.reads(".notice-success", "签字")
    db.session.rollback()
    signed = signings(hall.round)[0]
    assert signed.state == "signed" and signed.signature is not None
    assert files().read(signed.signature.image or "").startswith(b"\x89PNG")
    console.driver.get(f"{serving.url}/judge/{console.judge_id}/rounds/{hall.round_id}/")
    console.wait()
    signing = console.driver.find_element("id", "signing")
    wait_until(lambda: not signing.is_displayed(), "nothing to sign any more")
