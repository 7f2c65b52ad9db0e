"""What the editor's preview and the calibration sheet show: really rendered."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from blueprints.certificates import studio
from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import AwardList, Source
from blueprints.certificates.queries.calibration import calibration_pdf
from blueprints.certificates.queries.templates.pictures import (
    picture_of_ready_made,
    sample_pdf,
)
from blueprints.certificates.queries.templates.preview import Asked, Preview, preview
from blueprints.certificates.services import lists
from documents import Template, gallery
from documents.gallery import read_package
from store import db
from store.actors import SYSTEM
from tests.support.people import World, make_world
from tests.support.template_packages import BODY, package_files


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    """One set of child processes for all tests here: each start costs seconds."""
    yield
    _app.extensions["studio"].close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def small(tmp_path: Path) -> Template:
    for name, content in package_files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(str(content))
    return read_package(tmp_path)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_examples_are_shown_and_nothing_is_wrong(world: World, small: Template) -> None:
    shown = preview(small, Asked())
    assert (shown.picture or b"").startswith(b"\x89PNG")
    assert [(one.name, one.findings) for one in shown.people] == [("赵示一", ())]
    assert shown.problem is None


def test_up_to_five_people_of_a_list_each_with_their_findings(
    world: World, small: Template, now: datetime
) -> None:
    names = ["钱示二", "长" * 100, "\U0002ebe0" * 3, "李示四", "周示五", "吴示六"]
    rows = [AwardRow(name=name) for name in names]
    list_id = lists.create_from_rows(
        SYSTEM, world.west, Source.HAND, None, "", "名单", "示例大赛", rows, now
    )
    found = db.session.get_one(AwardList, list_id)
    shown = preview(small, Asked(found, at=1))
    assert [one.name for one in shown.people] == names[:5]
    assert shown.at == 1
    assert [bool(one.findings) for one in shown.people] == [False, True, True, False, False]
    assert shown.problem is not None  # the second's name runs over several sheets
    last = preview(small, Asked(found, at=99))
    assert (last.at, last.problem) == (4, None)


def test_all_names_without_a_value_are_listed_and_the_sheet_still_shown(
    world: World, small: Template
) -> None:
    body = BODY + "\n{{ first_missing }}\n{{ second_missing }}"
    shown = preview(replace(small, body=body, under="<p>{{ third_missing }}</p>"), Asked())
    assert {(one.name, one.line) for one in shown.undefined} == {
        ("first_missing", 2), ("second_missing", 3), ("third_missing", 1),
    }  # fmt: skip
    assert shown.picture


def fault(template: Template) -> Preview:
    shown = preview(template, Asked())
    assert shown.picture is None
    assert shown.problem is not None
    return shown


@pytest.mark.parametrize(
    ("part", "source", "line"),
    [
        ("body", "<p>ok</p>\n{% if %}", 2),
        ("under", "\n\n{{ issuer.", 3),
        ("over", "{% include 'x' %}", 1),
        ("css", "p { }\n@import url(http://x.example/);", 2),
        ("body", '<img src="file:///etc/passwd">', 0),
    ],
)
def test_a_mistake_is_told_with_its_part_and_line(
    world: World, small: Template, part: str, source: str, line: int
) -> None:
    problem = fault(replace(small, **{part: source})).problem
    assert problem is not None
    assert (problem.part, problem.line) == (part, line)


def test_endless_templates_end_and_the_next_preview_works(world: World, small: Template) -> None:
    loops = "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}"
    body = loops + "{% endfor %}{% endfor %}{% endfor %}"
    fault(replace(small, body=body))
    assert preview(small, Asked()).picture


def test_text_only_leaves_out_what_is_printed_already(world: World, small: Template) -> None:
    layered = replace(small, under="<p>边框</p>", over="<p>印章</p>")
    assert {"边框", "印章"} <= set(text_of(sample_pdf(layered, "zh")).split())
    only = text_of(sample_pdf(layered, "zh", text_only=True))
    assert "赵示一" in only
    assert "边框" not in only
    assert "印章" not in only


def place_of(pdf: bytes, words: str) -> tuple[float, float]:
    """Where a text stands, in mm from the left and the bottom."""
    found: list[tuple[float, float]] = []

    def look(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        if words in text:
            x, y = text_matrix[4], text_matrix[5]
            a, b, c, d, e, f = matrix
            found.append((a * x + c * y + e, b * x + d * y + f))

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=look)
    return found[0][0] / 72 * 25.4, found[0][1] / 72 * 25.4


def test_the_calibration_sheet_moves_the_text_and_not_the_grid(
    world: World, small: Template
) -> None:
    still = calibration_pdf(small, 0, 0, "zh")
    moved = calibration_pdf(small, 3.5, -2, "zh")
    (x, y), (to_x, to_y) = (place_of(pdf, "赵示一") for pdf in (still, moved))
    assert (to_x - x, to_y - y) == pytest.approx((3.5, 2), abs=0.05)
    assert place_of(still, "40") == place_of(moved, "40")
    words = text_of(moved).replace(" ", "")
    assert "3.5毫米" in words
    assert "Printat100%" in words
    page = PdfReader(io.BytesIO(moved)).pages[0].mediabox
    assert (page.width / 72 * 25.4, page.height / 72 * 25.4) == pytest.approx((90, 60), abs=0.1)


def test_a_picture_is_made_once_and_kept(world: World) -> None:
    ready = gallery.find("honor-landscape-red")
    first = picture_of_ready_made(ready, "card", "zh")
    studio.studio().close()
    assert picture_of_ready_made(ready, "card", "zh") == first
    assert "drafts" not in vars(studio.studio())
    assert picture_of_ready_made(ready, "card", "en") != first
