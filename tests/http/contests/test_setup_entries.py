"""Entrants by form, lines and spreadsheet; their order; what broken files get as an answer."""

import io
import re
import zipfile
from datetime import datetime
from html import unescape

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from blueprints.contests.models import Round
from blueprints.contests.queries.setup import round_setup
from blueprints.contests.services import setup
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, open_round=False)


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


@pytest.fixture
def path(hall: Hall) -> str:
    return f"/contests/rounds/{hall.round_id}/entries"


def names(hall: Hall) -> list[str]:
    db.session.rollback()
    return [line.name for line in round_setup(db.session.get_one(Round, hall.round_id)).entries]


def xlsx(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def sent(content: bytes, name: str = "选手.xlsx") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def carried(page: str) -> str:
    found = re.search(r'name="table"[^>]* value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def test_one_is_added_by_form(hall: Hall, organiser: Browser, path: str) -> None:
    answer = organiser.post(path, name="李示四", unit="示例港务工会", station="4")
    assert answer.status_code == 303
    assert names(hall)[-1] == "李示四"
    assert "已添加 李示四" in organiser.get(path).text


def test_faulty_lines_are_shown_and_kept_for_correction(
    hall: Hall, organiser: Browser, path: str
) -> None:
    answer = organiser.post(f"{path}/lines", lines="B1, 李示四\nA01, 周示五\nB2,")
    assert answer.status_code == 422
    assert answer.text.count("cell-fault") == 2
    assert "B1, 李示四" in answer.text
    assert len(names(hall)) == 3
    assert organiser.post(f"{path}/lines", lines="B1, 李示四\nB2, 周示五").status_code == 303
    assert names(hall)[3:] == ["李示四", "周示五"]


def test_a_spreadsheet_is_shown_and_then_added(hall: Hall, organiser: Browser, path: str) -> None:
    content = xlsx(["编码", "选手姓名", "单位", "工位"], ["B1", "李示四", "示例港务工会", 4])
    preview = organiser.post(f"{path}/file", file=sent(content))
    assert preview.status_code == 200
    assert "可以添加 1 位选手" in preview.text
    assert len(names(hall)) == 3
    done = organiser.post(f"{path}/file/confirmation", table=carried(preview.text))
    assert done.status_code == 303
    assert names(hall)[-1] == "李示四"


def test_faulty_cells_are_marked_and_nothing_can_be_confirmed(
    hall: Hall, organiser: Browser, path: str
) -> None:
    content = xlsx(["编码", "选手姓名"], ["A01", "李示四"], ["B2", None], ["B3", "周示五"])
    preview = organiser.post(f"{path}/file", file=sent(content))
    assert preview.status_code == 422
    assert preview.text.count("cell-fault") == 2
    assert 'name="table"' not in preview.text
    forged = "编码,选手姓名\nA01,李示四\n"
    organiser.post(f"{path}/file/confirmation", table=forged)
    assert len(names(hall)) == 3


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_from_any_spreadsheet_program(
    hall: Hall, organiser: Browser, path: str, encoding: str
) -> None:
    content = "编码,选手姓名\r\nB1,李示四\r\n".encode(encoding)
    preview = organiser.post(f"{path}/file", file=sent(content, "选手.csv"))
    assert "李示四" in preview.text
    assert preview.status_code == 200


def bomb() -> bytes:
    """A spreadsheet of a few kilobytes that would unpack to 300 megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _megabyte in range(300):
                sheet.write(b" " * 1_000_000)
    return out.getvalue()


def damaged() -> bytes:
    """A real spreadsheet whose sheet is cut off in the middle."""
    source, out = zipfile.ZipFile(io.BytesIO(xlsx(["编码"], ["B1"]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, content[:40] if "sheet" in name else content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.xlsx"),
        (b"PK\x03\x04 no zip at all", "broken.xlsx"),
        (b"\x89PNG\r\n\x1a\n", "picture.xlsx"),
        (xlsx(["编码", "选手姓名"], ["B1", "李示四"])[:900], "cut.xlsx"),
        (damaged(), "damaged.xlsx"),
        (b'"never closed,\n', "quote.csv"),
        ("编码,单位\nB1,x\n".encode(), "no-names.csv"),
        ("选手姓名\n".encode(), "head-only.csv"),
        (("选手姓名\n" + "选手\n" * 2001).encode(), "too-long.csv"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(
    hall: Hall, organiser: Browser, path: str, content: bytes, name: str
) -> None:
    answer = organiser.post(f"{path}/file", file=sent(content, name))
    assert answer.status_code == 422
    assert "form-error" in answer.text
    assert len(names(hall)) == 3


def test_a_zip_bomb_is_refused_in_words(organiser: Browser, path: str) -> None:
    answer = organiser.post(f"{path}/file", file=sent(bomb()))
    assert answer.status_code == 422
    assert "异常" in answer.text or "损坏" in answer.text


def test_no_file_at_all_is_refused(organiser: Browser, path: str) -> None:
    assert organiser.post(f"{path}/file").status_code == 422


def test_the_template_can_be_filled_in_and_sent(hall: Hall, organiser: Browser, path: str) -> None:
    template = organiser.get(f"{path}/template.xlsx").data
    book = load_workbook(io.BytesIO(template))
    head = [cell.value for cell in book.worksheets[0][1]]
    assert head[:4] == ["编码", "选手姓名", "单位", "工位"]
    book.worksheets[0].append(["B1", "李示四", "示例港务工会", "4"])
    out = io.BytesIO()
    book.save(out)
    preview = organiser.post(f"{path}/file", file=sent(out.getvalue()))
    assert "可以添加 1 位选手" in preview.text


def test_moving_swaps_the_list_alone(hall: Hall, organiser: Browser, path: str) -> None:
    key = hall.entry(0).key
    part = organiser.post(f"{path}/{key}/place", htmx=True, to="2")
    assert part.status_code == 200
    assert part.text.startswith('<section class="card" id="entries"')
    assert names(hall) == ["钱示二", "赵示一", "孙示三"]
    assert organiser.post(f"{path}/{key}/place", to="1").status_code == 303
    assert names(hall)[0] == "赵示一"
    for odd in ("", "-1", "9" * 12, "x"):
        organiser.post(f"{path}/{key}/place", to=odd)
        assert names(hall)[0] == "赵示一"


def test_a_draw_shows_its_seed(hall: Hall, organiser: Browser, path: str) -> None:
    organiser.post(f"{path}/order", seed="骰子 6-1-5")
    organiser.post(f"{path}/codes", prefix="K", seed="骰子 2-2-4")
    page = organiser.get(path).text
    assert "骰子 6-1-5" in page
    assert "骰子 2-2-4" in page
    assert "K01" in page


def test_an_entrant_is_removed(hall: Hall, organiser: Browser, path: str) -> None:
    key = hall.entry(1).key
    assert organiser.post(f"{path}/{key}/removal").status_code == 303
    assert names(hall) == ["赵示一", "孙示三"]
    assert organiser.post(f"{path}/{key}/removal").status_code == 404
    assert organiser.get(f"{path}/{key}").status_code == 404


def test_names_are_never_taken_for_markup(hall: Hall, organiser: Browser, path: str) -> None:
    organiser.post(f"{path}/lines", lines="<script>alert(1)</script>")
    page = organiser.get(path).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_teams_are_formed_on_the_page(hall: Hall, organiser: Browser, now: datetime) -> None:
    teams = setup.add_round(
        SYSTEM, hall.round.event_id, "集体", "team", "each", now, earlier_id=hall.round_id
    )
    path = f"/contests/rounds/{teams}/entries"
    assert "组成队伍" in organiser.get(path).text
    organiser.post(f"{path}/teams")
    page = organiser.get(path).text
    assert "赵示一" in page
    organiser.post(path, name="二队", members="A01，A02 A03", code="T2")
    key = round_setup(db.session.get_one(Round, teams)).entries[1].key
    assert 'value="A01 A02 A03"' in organiser.get(f"{path}/{key}").text
