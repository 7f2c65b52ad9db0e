"""The fonts page: administrators only, and what can't be used is told at the field."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from blueprints.certificates.studio import studio
from tests.support.desk import Browser
from tests.support.made_up_font import font
from tests.support.people import World, make_world, signed_in

PAGE = "/certificates/fonts"


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    """One set of child processes for all tests here: each start costs seconds."""
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def browser(app: Flask, username: str) -> Browser:
    return Browser(signed_in(app, username))


def test_a_font_is_added_shown_and_retired(app: Flask, world: World) -> None:
    boss = browser(app, "zhao")
    assert "尚未添加字体" in boss.get(PAGE).text
    file = (io.BytesIO(font()), "仿宋.ttf")
    assert boss.post(PAGE, file=file, role="fangsong", licence="OFL 1.1").status_code == 303
    page = boss.get(PAGE).text
    assert "GB 2312 6763 / 6763" in page
    assert boss.get(f"{PAGE}/1/sample.png").mimetype == "image/png"
    assert boss.post(f"{PAGE}/1/retire").status_code == 303
    assert "已停用" in boss.get(PAGE).text


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"OTTO" + bytes(100), b"ttcf" + bytes(100)])
def test_what_is_no_usable_font_is_told(app: Flask, world: World, content: bytes) -> None:
    answer = browser(app, "zhao").post(
        PAGE, file=(io.BytesIO(content), "a.ttf"), role="", licence="OFL"
    )
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_a_form_without_file_licence_or_role_is_told(app: Flask, world: World) -> None:
    boss = browser(app, "zhao")
    assert boss.post(PAGE, role="", licence="OFL").status_code == 422
    assert boss.post(PAGE, role="comic", licence="").status_code == 422


def test_nobody_else_gets_in(app: Flask, world: World) -> None:
    for username, status in (("qian", 403), ("nobody", 303)):
        found = browser(app, username)
        assert found.get(PAGE).status_code == status
    assert browser(app, "qian").post(f"{PAGE}/1/retire").status_code == 403


@pytest.mark.parametrize(("taken", "told"), [(16, 16), (90, 30)])
def test_the_limit_that_is_told_is_the_one_that_holds(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, taken: int, told: int
) -> None:
    settings = replace(app.extensions["settings"], upload_mb=taken)
    monkeypatch.setitem(app.extensions, "settings", settings)
    assert f"不超过 {told} MB" in browser(app, "zhao").get(PAGE).text
