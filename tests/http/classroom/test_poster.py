"""The poster: one sheet, whose QR code opens the session's page."""

from datetime import datetime

import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from blueprints.classroom.queries.setup.poster import title_lines
from tests.support.classroom import make_room, staff_browser


@pytest.fixture(autouse=True)
def _clock(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now


@pytest.mark.parametrize(("size", "width"), [("a3", 297), ("a4", 210)])
def test_its_code_leads_to_the_session(app: Flask, now: datetime, size: str, width: int) -> None:
    room = make_room(now, state="scheduled", place="示例书屋", host_name="示例书屋")
    base = f"/classroom/sessions/{room.session_id}"
    answer = staff_browser(app, "host").get(f"{base}/poster.pdf?size={size}")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pypdfium2.PdfDocument(answer.data) as document:
        assert len(document) == 1
        page = document[0]
        assert page.get_width() / 72 * 25.4 == pytest.approx(width, abs=0.5)
        picture = page.render(scale=2).to_pil()
        text = page.get_textpage().get_text_bounded()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == f"http://localhost/class/{room.key}"
    for words in ("阅读的力量", "阅读与工匠精神", "扫码进入云课堂"):
        assert words in text


def test_other_sizes_are_not_there(app: Flask, now: datetime) -> None:
    room = make_room(now)
    base = f"/classroom/sessions/{room.session_id}"
    assert staff_browser(app, "host").get(f"{base}/poster.pdf?size=a0").status_code == 404


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("阅读的力量", ["阅读的力量"]),
        ("匆匆：把日子读慢一点", ["匆匆：", "把日子读慢一点"]),
        ("书香阅读季：阅读的力量", ["书香阅读季：", "阅读的力量"]),
        ("和孩子一起朝花夕拾", ["和孩子一起", "朝花夕拾"]),
    ],
)
def test_long_titles_are_broken_in_the_middle(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines
