"""The workbook over HTTP: template, preview, correction, import, and hostile files."""

import io
import re
import zipfile
from datetime import datetime
from html import unescape

import pytest
from flask import Flask
from openpyxl import load_workbook

from blueprints.contests.models import Entry
from store import db
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff
from tests.support.workbooks import book, xlsx


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, entries=1, open_round=False)


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


@pytest.fixture
def path(hall: Hall) -> str:
    return f"/contests/{hall.contest_id}/workbook"


def carried(page: str) -> str:
    found = re.search(r'name="book" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def names() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(db.select(Entry.name)))


def test_the_template_comes_back_filled_in(hall: Hall, organiser: Browser, path: str) -> None:
    answer = organiser.get(f"{path}/template.xlsx")
    made = load_workbook(io.BytesIO(answer.data))
    assert made.sheetnames == ["赛项", "参赛单位", "选手", "参赛队", "评委", "可选值"]
    made["选手"].append(["数控铣", "钱示二", "示例电气工会"])
    made["评委"].append(["冯示九", "示例重工工会"])
    out = io.BytesIO()
    made.save(out)
    page = organiser.post(path, file=(io.BytesIO(out.getvalue()), "比武.xlsx"), sheet="entries")
    assert page.status_code == 200
    assert "钱示二" not in names()  # only shown so far
    done = organiser.post(f"{path}/confirmation", book=carried(page.text))
    assert (done.status_code, names()) == (303, {"赵示一", "钱示二"})


def test_a_faulty_cell_is_mended_on_the_preview(organiser: Browser, path: str) -> None:
    content = xlsx(book(entries=[["数控洗", "=HYPERLINK(1)", "", "B01"]]))
    page = organiser.post(path, file=(io.BytesIO(content), "a.xlsx"), sheet="entries")
    assert page.status_code == 422
    assert 'name="cell/entries/2/event"' in page.text
    sent = {"book": carried(page.text), "cell/entries/2/event": "数控铣"}
    refused = organiser.post(f"{path}/confirmation", book=sent["book"])  # not by skipping the page
    assert (refused.status_code, names()) == (422, {"赵示一"})
    assert 'name="cell/entries/2/event"' in refused.text  # the same cells to be mended
    mended = organiser.post(f"{path}/correction", **sent)
    assert mended.status_code == 422  # a formula without a value is an empty name
    again = {"book": carried(mended.text), "cell/entries/2/name": "钱示二"}
    sound = organiser.post(f"{path}/correction", **again)
    assert sound.status_code == 200
    organiser.post(f"{path}/confirmation", book=carried(sound.text))
    assert names() == {"赵示一", "钱示二"}


def test_one_choice_corrects_the_same_fault_of_many_rows(organiser: Browser, path: str) -> None:
    rows = [["数控洗", name, "", f"B0{n}"] for n, name in enumerate(("钱示二", "孙示三"))]
    content = xlsx(book(entries=rows))
    page = organiser.post(path, file=(io.BytesIO(content), "a.xlsx"), sheet="entries").text
    assert 'name="alike" value="entries/event/数控洗"' in page
    assert "（2 行）" in page
    assert '<option value="数控铣"></option>' in page  # offered at the cell, too
    sent = {"book": carried(page), "alike": "entries/event/数控洗", "alike_to": "数控铣"}
    assert organiser.post(f"{path}/correction", **sent).status_code == 200


def test_a_sheet_as_csv(organiser: Browser, path: str) -> None:
    head = organiser.get(f"{path}/judges.csv").data.decode("utf-8-sig")
    sent = (head + "冯示九,示例工会\r\n").encode("gb18030")
    page = organiser.post(path, file=(io.BytesIO(sent), "评委.csv"), sheet="judges")
    assert page.status_code == 200
    assert organiser.get(f"{path}/nothing.csv").status_code == 404


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", b"0" * 40_000_000)
    return out.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + "]><workbook>&m;</workbook>"
)


def laughs() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", LAUGHS)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", bomb(), laughs(), b"PK\x03\x04broken", xlsx({"选手": [["x"] * 3] * 2003})],
)
def test_hostile_files_get_an_answer_in_words(
    organiser: Browser, path: str, content: bytes
) -> None:
    answer = organiser.post(path, file=(io.BytesIO(content), "a.xlsx"), sheet="entries")
    assert answer.status_code == 422
    assert "form-errors" in answer.text


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"选手": 3}', '{"选手": [[1], 2]}', "[" * 5000, '{"选手": [["姓名"]]}']
)
def test_a_forged_preview_adds_nothing(organiser: Browser, path: str, text: str) -> None:
    for step in ("correction", "confirmation"):
        answer = organiser.post(f"{path}/{step}", book=text, **{"cell/entries/2/name": "x"})
        assert answer.status_code in (303, 422)
    assert names() == {"赵示一"}
