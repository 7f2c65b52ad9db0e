"""The job that makes pages of files: real PDFs and EPUBs, sound and hostile."""

from datetime import datetime, timedelta
from io import BytesIO

import pypdfium2
import pytest
from flask import Flask
from PIL import Image

from blueprints.classroom import jobs
from blueprints.classroom.models import Excerpt
from blueprints.classroom.queries import reading as queries
from blueprints.classroom.services import excerpts
from store import db
from store.files import files
from tests.support.classroom import Room, make_room
from tests.support.epubs import an_epub


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def a_pdf(pages: int, width: float = 420, height: float = 595) -> bytes:
    out = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(pages):
            document.new_page(width, height).close()
        document.save(out)
    return out.getvalue()


def prepared(room: Room, now: datetime, kind: str, content: bytes) -> Excerpt:
    host = room.actor(room.host)
    made = excerpts.add_file(host, room.session_id, "书", kind, content, now)
    jobs.prepare_excerpt(made)
    db.session.rollback()
    return db.session.get_one(Excerpt, made)


def test_a_pdf_becomes_pictures(room: Room, now: datetime) -> None:
    excerpt = prepared(room, now, "pdf", a_pdf(3))
    assert (excerpt.state, excerpt.problem, len(excerpt.pages)) == ("ready", "", 3)
    for number, page in enumerate(excerpt.pages, 1):
        assert page.number == number
        with Image.open(BytesIO(files().read(page.picture))) as picture:
            assert picture.format == "JPEG"
            assert picture.size == (page.width, page.height) == (1200, 1700)


def test_an_epub_becomes_pages(room: Room, now: datetime) -> None:
    excerpt = prepared(room, now, "epub", an_epub())
    assert excerpt.state == "ready"
    leaf = queries.leaf(excerpt.id, 2)
    assert leaf is not None
    assert (leaf.of, leaf.heading, leaf.paragraphs[0][0].text) == (2, "第二章", "汉字注音。")


@pytest.mark.parametrize(
    ("kind", "content", "problem"),
    [
        ("pdf", b"%PDF-1.7 nothing of it", "broken"),
        ("pdf", a_pdf(201), "too_many"),
        ("pdf", a_pdf(1, 2, 14000), "too_large"),
        ("epub", an_epub(chapter=b"<html><body/></html>", more={"OEBPS/text/two.xhtml": b"<a/>"}),
         "empty"),
        ("epub", an_epub(chapter=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "broken"),
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_cant_be_read_says_why(
    room: Room, now: datetime, kind: str, content: bytes, problem: str
) -> None:
    excerpt = prepared(room, now, kind, content)
    assert (excerpt.state, excerpt.problem, excerpt.pages) == ("failed", problem, [])
    assert queries.listed(room.session_id)[0].problem


def test_a_job_that_was_cut_off_is_taken_up(room: Room, now: datetime) -> None:
    host = room.actor(room.host)
    made = excerpts.add_file(host, room.session_id, "书", "pdf", a_pdf(1), now)
    assert excerpts.left_behind(now + timedelta(minutes=4)) == []
    assert excerpts.left_behind(now + timedelta(minutes=6)) == [made]
    for _again in range(2):
        excerpts.prepare(made, lambda: now)
    assert excerpts.left_behind(now + timedelta(minutes=6)) == []
    assert queries.count(made) == 1


def test_what_was_removed_meanwhile_stays_away(room: Room, now: datetime) -> None:
    host = room.actor(room.host)
    made = excerpts.add_file(host, room.session_id, "书", "pdf", a_pdf(1), now)
    excerpts.remove(host, room.session_id, made, now)
    jobs.prepare_excerpt(made)
    assert queries.listed(room.session_id) == []
