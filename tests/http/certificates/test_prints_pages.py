"""Prints over HTTP: who gets which, what is refused; every paper is drawn for real."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from pypdfium2 import PdfDocument
from werkzeug.test import TestResponse

from blueprints.certificates.services.prints import MOST_ROWS
from blueprints.certificates.studio import studio
from blueprints.contests.services import progress
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.limits import with_limits

SECOND = Actor("system", 2, "another person")
STAFF = ("organiser", "chief_referee", "scorer", "announcer", "supervisor")
RUNNING = ("organiser", "chief_referee", "scorer")
PUBLIC = "https://hall.example"


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def hall(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    settings = replace(app.extensions["settings"], public_url=PUBLIC)
    monkeypatch.setitem(app.extensions, "settings", settings)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return judged(now)


def judged(now: datetime, **settings: bool) -> Hall:
    hall = make_hall(now, **settings)  # type: ignore[arg-type]
    for entry in range(3):
        for judge in range(3):
            hall.mark(judge, entry, "performance", f"9.{7 - entry}{judge}")
            hall.lock(judge, entry)
    return hall


def publish(hall: Hall) -> None:
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)


def prints(hall: Hall, name: str = "") -> str:
    return f"/certificates/prints/rounds/{hall.round_id}" + (f"/{name}.pdf" if name else "")


def text_of(answer: TestResponse) -> str:
    """The words of a PDF without blanks: titles are spaced out."""
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("role", STAFF)
def test_staff_see_the_page_and_those_who_run_the_contest_the_filled_sheets(
    app: Flask, hall: Hall, now: datetime, role: str
) -> None:
    browser = Staff(app, hall, now).browser(role)
    page = browser.get(prints(hall))
    assert page.status_code == 200
    assert (prints(hall, "filled") in page.text) is (role in RUNNING)
    if role not in RUNNING:
        assert browser.get(prints(hall, "filled")).status_code == 403


@pytest.mark.parametrize("name", ["", "result", "scores", "filled", "programme", "signs"])
def test_nobody_else_learns_that_there_is_a_round(
    app: Flask, hall: Hall, client: FlaskClient, now: datetime, name: str
) -> None:
    assert client.get(prints(hall, name)).status_code == 303
    assert Staff(app, hall, now).browser("stranger").get(prints(hall, name)).status_code == 404


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("result?marks=y", ("成绩单", "赵示一", "9.710", "评委3")),
        ("result?language=en", ("Resultsheet", "Page1of1")),
        ("scores?judge=2", ("评委2", "评委示2", "评委签字")),
        ("filled?layout=each", ("09:10:00", "A03")),
        ("programme?starts=9:30&minutes=10", ("秩序册", "09:50")),
        ("signs?who=both&seats=y", ("评委示1", "钱示二")),
    ],
)
def test_every_paper_is_a_pdf_that_says_so(
    app: Flask, hall: Hall, now: datetime, name: str, wanted: tuple[str, ...]
) -> None:
    paper, _, choices = name.partition("?")
    browser = Staff(app, hall, now).browser("organiser")
    answer = browser.get(f"{prints(hall, paper)}?{choices}")
    text = text_of(answer)
    assert [words for words in wanted if words not in text] == []
    assert f'filename="{paper}-{hall.round_id}.pdf"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "choices",
    ["starts=25:00", "starts=nine", "starts=9:00&minutes=0", "minutes=many", "language=fr"],
)
def test_bad_choices_are_told_on_the_page(
    app: Flask, hall: Hall, now: datetime, choices: str
) -> None:
    browser = Staff(app, hall, now).browser("organiser")
    answer = browser.get(f"{prints(hall, 'programme')}?{choices}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_without_judges_there_are_no_signs_for_them(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="timed", judges=0)
    answer = Staff(app, hall, now).browser("organiser").get(prints(hall, "signs"))
    assert answer.status_code == 409
    assert "没有可打印的内容" in answer.text


def test_a_file_has_an_end(app: Flask, hall: Hall, now: datetime) -> None:
    hall = make_hall(now, preset="timed", judges=0, entries=MOST_ROWS + 1, open_round=False)
    browser = Staff(app, hall, now).browser("organiser")
    answer = browser.get(f"{prints(hall, 'signs')}?who=entrants")
    assert answer.status_code == 422
    assert "请分批打印" in answer.text


def test_the_public_gets_the_result_sheet_only_once_it_is_published(
    app: Flask, hall: Hall, client: FlaskClient
) -> None:
    address = f"/results/{hall.round_id}.pdf"
    assert client.get(address).status_code == 404
    publish(hall)
    assert address in client.get(f"/results/{hall.round_id}").text
    answer = client.get(address)
    assert "赵示一" in text_of(answer)
    page = PdfDocument(answer.data)[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text == f"{PUBLIC}/results/{hall.round_id}"


def test_the_tag_of_a_sheet_changes_with_the_result(
    app: Flask, hall: Hall, client: FlaskClient, now: datetime
) -> None:
    publish(hall)
    address = f"/results/{hall.round_id}.pdf"
    first = client.get(address)
    assert client.get(address).data == first.data
    unchanged = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert unchanged.status_code == 304
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    changed = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_blind_result_is_published_with_codes(
    app: Flask, now: datetime, client: FlaskClient
) -> None:
    hall = judged(now, blind=True)
    publish(hall)
    text = text_of(client.get(f"/results/{hall.round_id}.pdf"))
    assert "A01" in text
    assert "赵示一" not in text


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    with with_limits(app) as made:
        yield made


def test_one_reader_gets_thirty_a_minute(limited: Flask, hall: Hall) -> None:
    visitor, address = limited.test_client(), f"/results/{hall.round_id}.pdf"
    assert [visitor.get(address).status_code for _ in range(31)] == [404] * 30 + [429]
