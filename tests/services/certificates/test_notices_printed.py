"""The printed notice, measured against GB/T 9704-2012: where things stand on the sheet."""

import io
import itertools
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pypdfium2
import pytest
from flask import Flask

from blueprints.certificates.models import Notice
from blueprints.certificates.queries.notices import document as notices_document
from blueprints.certificates.queries.notices.content import content_of
from blueprints.certificates.queries.notices.document import notice_pdf
from blueprints.certificates.services import notices
from store import db
from store.actors import SYSTEM
from tests.support.certificates import text_of
from tests.support.honors import honored_list, notice_input, seal_of
from tests.support.people import make_world

MM = 25.4 / 72
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0  # the type area, mm
CHARACTER = 156 / 28
SENTENCE = "各级工会要以他们为榜样，立足本职岗位，勇于创新创造。"
NOT_FIRST = "，。、；：！？）》”"


@pytest.fixture
def content(app: Flask, now: datetime) -> dict[str, Any]:
    """A decision with a seal and three names."""
    world = make_world(now)
    list_id = honored_list(world.west, now)
    given = notice_input(seal_id=seal_of(world.west, now).id)
    notice_id = notices.create_notice(SYSTEM, list_id, given, now)
    return content_of(db.session.get_one(Notice, notice_id))


def characters(pdf: bytes, page: int) -> list[tuple[str, float, float, float]]:
    """(character, left, right, middle) in mm from the left and the top edge, in reading order."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        sheet = document[page]
        text = sheet.get_textpage()
        found = []
        for index in range(text.count_chars()):
            letter = text.get_text_range(index, 1)
            left, bottom, right, top = text.get_charbox(index, loose=True)
            if letter.strip():
                middle = 297 - (top + bottom) / 2 * MM
                found.append((letter, left * MM, right * MM, middle))
        text.close()
        sheet.close()
    return found


def lines(pdf: bytes, page: int) -> Iterator[str]:
    """The page's lines from top to bottom."""
    rows: dict[int, list[tuple[float, str]]] = {}
    for letter, left, _right, middle in characters(pdf, page):
        rows.setdefault(round(middle / 3), []).append((left, letter))
    for _height, row in sorted(rows.items()):
        yield "".join(letter for _left, letter in sorted(row))


def at(pdf: bytes, page: int, words: str) -> tuple[float, float, float]:
    """(left, right, middle) of the words' first occurrence on the page."""
    found = characters(pdf, page)
    start = "".join(one[0] for one in found).index(words)
    part = found[start : start + len(words)]
    return part[0][1], part[-1][2], part[0][3]


def test_the_head_the_title_and_the_signature_stand_where_they_should(
    content: dict[str, Any],
) -> None:
    pdf = notice_pdf(content, draft=False).pdf
    head = at(pdf, 0, "示例西区总工会文件")
    assert abs((head[0] + head[1]) / 2 - 106) < 2  # in the middle of the type area
    assert TOP + 35 < head[2] < TOP + 35 + 22
    number = at(pdf, 0, "示西工发")
    assert TOP + 92.04 - 4 - 10.3 < number[2] < TOP + 92.04 - 4
    last = 1
    date = at(pdf, last, "2026年5月12日")
    issuer = at(pdf, last, "示例西区总工会")
    assert abs(RIGHT - 4 * CHARACTER - date[1]) < 1
    assert abs((issuer[0] + issuer[1]) - (date[0] + date[1])) < 2  # above each other's middle
    assert abs(date[2] - issuer[2] - 225 / 22) < 0.3


def test_lines_have_28_characters_and_pages_22_lines(content: dict[str, Any]) -> None:
    pdf = notice_pdf({**content, "opening": ["一二三四五六七八九十" * 100]}, draft=False).pdf
    rows = [row for row in characters(pdf, 1) if TOP < row[3] < BOTTOM]
    heights = sorted({round(row[3], 1) for row in rows})
    assert len(heights) == 22
    assert len(rows) == 22 * 28
    assert all(abs(b - a - 225 / 22) < 0.2 for a, b in itertools.pairwise(heights))
    assert min(row[1] for row in rows) > LEFT - 0.1
    assert max(row[2] for row in rows) < RIGHT + 0.2  # the last box has its full 16 pt


def test_page_numbers_stand_outside_odd_right_even_left(content: dict[str, Any]) -> None:
    pdf = notice_pdf({**content, "opening": ["字" * 1300]}, draft=False).pdf
    first, second, third = (at(pdf, page, f"—{page + 1}—") for page in range(3))
    for right_hand in (first, third):
        assert abs(RIGHT - 14 * MM - right_hand[1]) < 1.5
    assert abs(LEFT + 14 * MM - second[0]) < 1.5
    assert all(BOTTOM + 6 < one[2] < BOTTOM + 13 for one in (first, second, third))


def test_no_line_begins_with_what_belongs_to_the_one_before(content: dict[str, Any]) -> None:
    for shift in range(3):
        opening = ["甲" * (shift * 7) + SENTENCE * 12]
        made = notice_pdf({**content, "opening": opening}, draft=False)
        found = [line for page in range(made.pages) for line in lines(made.pdf, page)]
        assert len(found) > 14
        assert [line for line in found if line[0] in NOT_FIRST] == []


@pytest.mark.parametrize("annex", [False, True])
def test_the_signature_is_never_alone_on_its_page(content: dict[str, Any], annex: bool) -> None:
    """However long the text is, some of it stands above issuer and date."""
    ends = set()
    for sentences in range(6, 16, 2):
        closing = [SENTENCE * sentences]
        made = notice_pdf({**content, "annex": annex, "closing": closing}, draft=False)
        page = next(n for n in range(made.pages) if "2026年5月12日" in "".join(lines(made.pdf, n)))
        above = "".join(lines(made.pdf, page)).partition("2026年5月12日")[0]
        assert "本职岗位" in above
        ends.add((page, len(above) // 200))
    assert len(ends) > 1  # the breaks were really at different places


def test_the_annex_is_a_table_on_sheets_of_its_own(content: dict[str, Any]) -> None:
    people = [{"name": f"示例{n}", "unit": "示例机床厂工会"} for n in range(60)]
    group = {"award": "一等奖", "heading": "一、一等奖（60名）", "people": people}
    made = notice_pdf({**content, "annex": True, "groups": [group]}, draft=False)
    first = "".join(lines(made.pdf, 0)) + "".join(lines(made.pdf, 1))
    assert "附件：表彰名单" in first
    assert "示例59" not in first
    pages = ["".join(lines(made.pdf, n)) for n in range(made.pages)]
    tables = [page for page in pages if "序号奖项姓名单位" in page]
    assert len(tables) == 4  # the head stands on every sheet
    assert tables[0].startswith("附件表彰名单")
    assert "示例59" in tables[-1]
    assert not [page for page in pages if "此页无正文" in page]


def test_a_draft_is_marked_and_bears_no_seal(content: dict[str, Any]) -> None:
    draft, issued = (notice_pdf(content, draft=kind).pdf for kind in (True, False))
    assert "样张" in text_of(draft)
    assert "样张" not in text_of(issued)
    strokes = [len(pdf) for pdf in (draft, issued)]
    assert strokes[0] != strokes[1]
    assert red_on(draft) == 0
    assert red_on(issued) > 500


def red_on(pdf: bytes) -> int:
    """Pixels in the colour of a seal on the lower half of the signature's page."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        picture = document[1].render(scale=1).to_pil().convert("RGB")
    return sum(
        red > 170 and green < 90 and blue < 90 for red, green, blue in picture.get_flattened_data()
    )


def test_the_same_content_gives_the_same_file(content: dict[str, Any]) -> None:
    made = [notice_pdf(content, draft=False, created="2026-05-12T01:10:00+00:00") for _ in "ab"]
    assert made[0].pdf == made[1].pdf


def test_pictures_show_the_first_pages(content: dict[str, Any]) -> None:
    made = notice_pdf(content, draft=True)
    pictures = notices_document.notice_pictures(made)
    assert len(pictures) == made.pages == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
