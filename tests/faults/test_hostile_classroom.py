"""Files and pictures meant to break a classroom: refused in words, nothing kept, others go on.

What only a parser has to refuse is tried in tests/unit/classroom (EPUB) and
tests/http/classroom/test_video.py (parts of a picture).
"""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from blueprints.classroom import jobs, video
from blueprints.classroom.models import Broadcast, Excerpt, ExcerptPage, Material
from blueprints.classroom.queries import reading
from blueprints.classroom.queries import video as pictures
from blueprints.classroom.services import broadcasts, excerpts
from documents import leaves
from documents.limits import Limits
from documents.plain_pdf import one_page
from store import db
from tests.support.classroom import Room, add_session, make_room, staff_browser
from tests.support.epubs import CONTAINER, an_epub, packed
from tests.support.packaging import PackagerProcess
from tests.support.people import csrf
from tests.support.processes import wait_until
from tests.support.recordings import WEBM_H264, digest, parts, recording
from tests.support.uploading import post_form, sent_file

SECONDS = 12
MEGABYTE = 1024 * 1024


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    app.extensions["clock"] = lambda: now
    return make_room(now)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are given up after two seconds, not twenty."""
    monkeypatch.setattr(leaves, "LIMITS", Limits(memory_mib=1024, cpu_seconds=2))


def _stored(app: Flask) -> set[str]:
    folder = app.extensions["settings"].data_dir / "files"
    return {str(file) for file in folder.rglob("*") if file.is_file()}


def _count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _bomb_of_zeros() -> bytes:
    return packed({"META-INF/container.xml": CONTAINER, "book.opf": b"0" * 60_000_000})


def _many_entries() -> bytes:
    more = {f"OEBPS/{number}": b"" for number in range(6_000)}
    return an_epub(more=more)


# What is sent as an excerpt: name and content; by status.
AT_THE_DOOR: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "a zip bomb": ("book.epub", _bomb_of_zeros, 422),
    "thousands of entries": ("book.epub", _many_entries, 422),
    "a spreadsheet": ("book.epub", lambda: packed({"xl/workbook.xml": b"<workbook/>"}), 422),
    "half a zip": ("book.epub", lambda: an_epub()[:400], 422),
    "a picture": ("book.pdf", lambda: _png(10, 10), 422),
    "a page with scripts": ("book.pdf", lambda: b"<html><script>alert(1)</script>", 422),
    "nothing": ("book.pdf", lambda: b"", 422),
    "too many bytes": ("book.pdf", lambda: b"%PDF-1.7" + b"0" * (30 * MEGABYTE), 413),
}


@pytest.mark.parametrize("name", AT_THE_DOOR)
def test_no_hostile_excerpt_comes_in(app: Flask, room: Room, name: str) -> None:
    file, make, status = AT_THE_DOOR[name]
    host, place = staff_browser(app, "host"), f"/classroom/sessions/{room.session_id}/excerpts"
    before = _stored(app)
    answer = post_form(
        host,
        f"{place}/file",
        csrf_token=csrf(host, place),
        title="书",
        file=sent_file(make(), file),
    )
    assert answer.status_code == status
    assert "form-errors" in answer.text or "alert" in answer.text
    assert _count(Excerpt) == 0
    assert _stored(app) == before


def _png(width: int, height: int) -> bytes:
    """A PNG that claims this size; its pixels are never unpacked before that is looked at."""
    out = io.BytesIO()
    Image.new("1", (1, 1)).save(out, "PNG")
    content = bytearray(out.getvalue())
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize("address", ["cover", "guests", "materials"])
def test_no_picture_of_a_billion_pixels_is_drawn(app: Flask, room: Room, address: str) -> None:
    host, place = staff_browser(app, "host"), f"/classroom/sessions/{room.session_id}"
    before, token = _stored(app), csrf(host, place)
    for content in (_png(60_000, 60_000), b"\x89PNG\r\n\x1a\n" + b"\0" * 100):
        answer = post_form(
            host, f"{place}/{address}", csrf_token=token, name="钱示二", title="图",
            file=sent_file(content, "x.png"),
        )  # fmt: skip
        assert answer.status_code in (413, 422)
    assert room.session.cover == ""
    assert room.session.guests == []
    assert _count(Material) == 0
    assert _stored(app) == before


def _pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out = b"%PDF-1.7\n"
    for number, content in enumerate(objects, 1):
        out += b"%d 0 obj %s endobj\n" % (number, content)
    return out + b"trailer << /Root 1 0 R /Size %d >>\n%%%%EOF" % (len(objects) + 1)


def _page(contents: bytes, *more: bytes, resources: bytes = b"") -> bytes:
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R "
        b"/Resources << %s >> >>" % resources,
        contents,
        *more,
    )


def _stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< %s /Length %d >> stream\n%s\nendstream" % (head, len(content), content)


def _unpacking_forever() -> bytes:
    """A page whose words are some gigabytes once unpacked."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"0 0 m 9 9 l S " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return _page(_stream(head + block * 300 + packer.flush(), b"/Filter /FlateDecode"))


def _drawn_a_billion_times() -> bytes:
    """Ten pictures each of ten pictures each, nine deep."""
    forms = []
    for depth in range(9):
        inner = b"/X Do " * 10 if depth < 8 else b"0 0 300 300 re f "
        head = b"/Type /XObject /Subtype /Form /BBox [0 0 400 600]"
        if depth < 8:
            head += b" /Resources << /XObject << /X %d 0 R >> >>" % (6 + depth)
        forms.append(_stream(inner, head))
    return _page(_stream(b"/X Do"), *forms, resources=b"/XObject << /X 5 0 R >>")


def _in_a_circle() -> bytes:
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"
    )


def _corrupt_chapter() -> bytes:
    """The packed bytes of a chapter are overwritten: its checksum is never even come to."""
    content = bytearray(an_epub())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo("OEBPS/text/one .xhtml")
    begins = entry.header_offset + 30 + len(entry.filename.encode())
    content[begins : begins + 40] = b"\xff" * 40
    return bytes(content)


IN_THE_JOB: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page that unpacks forever": ("pdf", _unpacking_forever),
    "a page drawn a billion times": ("pdf", _drawn_a_billion_times),
    "pages in a circle": ("pdf", _in_a_circle),
    "a chapter of noise": ("epub", _corrupt_chapter),
}


@pytest.mark.parametrize("name", IN_THE_JOB)
def test_a_hostile_excerpt_ends_in_words(app: Flask, room: Room, now: datetime, name: str) -> None:
    """The job gives up, keeps no page, and makes the next one's as if nothing had been."""
    kind, make = IN_THE_JOB[name]
    host = room.actor(room.host)
    bad = excerpts.add_file(host, room.session_id, "书", kind, make(), now)
    good = excerpts.add_file(host, room.session_id, "好书", "pdf", one_page(), now)
    before = _stored(app)
    jobs.prepare_excerpt(bad)
    db.session.rollback()
    assert db.session.get_one(Excerpt, bad).state == "failed"
    assert reading.listed(room.session_id)[0].problem
    assert _count(ExcerptPage) == 0
    assert _stored(app) == before
    jobs.prepare_excerpt(good)
    db.session.rollback()
    assert db.session.get_one(Excerpt, good).state == "ready"


class Sender:
    """A host's browser that sends what it likes, by the service."""

    def __init__(self, room: Room, session_id: int, content: list[bytes]) -> None:
        self._host, self._session, self._parts = room.actor(room.host), session_id, content
        self.key = broadcasts.begin(self._host, session_id, WEBM_H264, _present())

    def send(self, number: int) -> None:
        content = self._parts[number]
        part = broadcasts.Part(number, digest(content), WEBM_H264, content)
        broadcasts.add_part(self._host, self._session, self.key, part, _present())

    def end(self) -> None:
        count = len(self._parts)
        broadcasts.end(self._host, self._session, self.key, count, _present())

    def kept_ms(self) -> int:
        db.session.rollback()
        return sum(row[2] for row in pictures.timeline(self._session))


def _present() -> datetime:
    return datetime.now(UTC)


def _noise() -> Iterator[bytes]:
    chance = random.Random(5)
    yield b"\x1a\x45\xdf\xa3" + chance.randbytes(4_000)  # begins as a recording does
    for _ in range(9):
        yield chance.randbytes(20_000)


@pytest.mark.parametrize("seed", [1, 2])
def test_noise_in_one_room_leaves_the_other_its_picture(
    app: Flask, packager: PackagerProcess, seed: int
) -> None:
    """Noise is said to be unreadable; parts in any order, each twice, make the whole recording."""
    room = make_room(_present())
    more = {"key": "test-room-0002"}
    other, _key = add_session(room.world.west, _present(), {room.host: "host"}, **more)
    packager.start()
    bad = Sender(room, room.session_id, list(_noise()))
    good = Sender(room, other, parts(recording(WEBM_H264, SECONDS)))
    for number in range(10):
        bad.send(number)
    bad.end()
    numbers = [*range(len(good._parts))] * 2
    random.Random(seed).shuffle(numbers)
    assert len(good._parts) <= 64, "all within the window"
    for number in numbers:
        good.send(number)
    good.end()
    wait_until(lambda: good.kept_ms() == SECONDS * 1000, "the sound recording")
    wait_until(lambda: _problem(bad.key), "the word about the noise")
    assert _problem(bad.key) == "unreadable"
    assert bad.kept_ms() == 0
    wait_until(lambda: not video.folders().spool(bad.key).exists(), "its parts to be removed")


def _problem(key: str) -> str:
    db.session.rollback()
    return db.session.scalars(sa.select(Broadcast.problem).where(Broadcast.key == key)).one()
