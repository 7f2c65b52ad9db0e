"""The poster: one sheet, whose QR code opens the session's page."""

import io
from datetime import datetime

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageStat

from blueprints.classroom.queries.setup import poster
from blueprints.classroom.queries.setup.poster import title_lines
from store import db
from store.files import files
from tests.support.classroom import make_room, staff_browser
from tests.support.people import csrf


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


def test_a_cover_is_the_ground_of_the_title(app: Flask, now: datetime) -> None:
    room = make_room(now, state="scheduled", title="书")
    browser = staff_browser(app, "host")
    base = f"/classroom/sessions/{room.session_id}"
    without = title_ground(browser.get(f"{base}/poster.pdf").data)
    cover = Image.new("RGB", (1200, 675), "#fff")
    cover.paste("#000", (0, 0, 600, 675))  # its left half
    file = io.BytesIO()
    cover.save(file, "JPEG")
    file.seek(0)
    sent = {"csrf_token": csrf(browser, "/account"), "file": (file, "c.jpg")}
    answer = browser.post(f"{base}/cover", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    db.session.rollback()  # read anew
    left, right = title_ground(browser.get(f"{base}/poster.pdf").data)
    assert left < min(without) <= max(without) < right
    files().path(room.session.cover).unlink()
    lost = title_ground(_drawn_anew(browser, base))
    assert lost == pytest.approx(without, abs=3), "a lost file leaves the ground as it was"


def _drawn_anew(browser: FlaskClient, base: str) -> bytes:
    poster._drawn.clear()  # as after a start of the server
    return browser.get(f"{base}/poster.pdf").data


def title_ground(pdf: bytes) -> tuple[int, int]:
    """How bright the sheet is beside the title, at its left and at its right."""
    with pypdfium2.PdfDocument(pdf) as document:
        grey = document[0].render(scale=1).to_pil().convert("L")
    boxes = [(x, 150, x + 80, 250) for x in (20, grey.width - 100)]
    left, right = (round(ImageStat.Stat(grey.crop(box)).mean[0]) for box in boxes)
    return left, right


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
