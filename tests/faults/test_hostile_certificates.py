"""Packages and pictures made by an attacker: said in words, nothing kept, nobody waits."""

import io
import json
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import BatchState, CertificateTemplate
from blueprints.certificates.queries.templates import newest
from blueprints.certificates.queries.templates.pictures import sample_pdf
from blueprints.certificates.queries.templates.preview import Asked, preview
from blueprints.certificates.services import lists, packages
from blueprints.certificates.services.authority import seals as authority_seals
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.services.issuing import CHUNK
from blueprints.certificates.services.issuing.run import issue
from blueprints.certificates.studio import studio
from config import ROOT
from documents import Sheet, Template
from documents.errors import Refused
from documents.sandbox import Environment, Source
from store import UserError, db
from store.actors import SYSTEM
from store.files import files
from tests.support.award_lists import filled_list, rows_of
from tests.support.issuing import batch_now, certificates_of, made, passed, people, seal
from tests.support.people import World, make_world
from tests.support.template_packages import manifest, package_files, zipped

SCRIPTED = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    '<script>alert(1)</script><path d="M0 0h9" onclick="alert(1)"/></svg>'
)


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def bring_in(world: World, now: datetime, content: bytes) -> int:
    return packages.import_package(world.actor(world.west_admin), world.west, content, now)


@pytest.mark.parametrize("name", ["./assets/x.svg", ".//assets//x.svg", "assets/./x.svg"])
def test_no_spelling_of_its_path_saves_a_drawing_from_being_cleaned(
    world: World, now: datetime, name: str
) -> None:
    made = bring_in(world, now, zipped({**package_files(), name: SCRIPTED}))
    kept = newest(db.session.get_one(CertificateTemplate, made)).assets
    drawing = files().read(kept["x.svg"])
    assert b"path" in drawing
    assert b"script" not in drawing
    assert b"onclick" not in drawing


def test_a_file_under_two_spellings_is_a_file_twice(world: World, now: datetime) -> None:
    sent = {**package_files(), "assets/x.svg": SCRIPTED, "./assets/x.svg": SCRIPTED}
    assert_refused(world, now, zipped(sent))


def packed_by(method: int, marker: bytes, harm: bytes) -> bytes:
    """A package whose template.json is damaged inside the zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in package_files().items():
            archive.writestr(name, content)
    content = bytearray(out.getvalue())
    start = content.index(marker) + len(marker)
    content[start : start + len(harm)] = harm
    return bytes(content)


def named_in_no_language() -> bytes:
    content = bytearray(zipped(package_files()).replace(b"style.css", b"\xff\xfeyle.css"))
    for signature, flags in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = content.find(signature)
        while at >= 0:
            content[at + flags] |= 8  # the name is said to be UTF-8
            at = content.find(signature, at + 1)
    return bytes(content)


DAMAGED = {
    "deflated": packed_by(zipfile.ZIP_DEFLATED, b"template.json", b"\xff" * 20),
    "lzma": packed_by(zipfile.ZIP_LZMA, b"template.json", b"\t\x04\x05\x00" + b"\xff" * 30),
    "bzip2": packed_by(zipfile.ZIP_BZIP2, b"template.json", b"BZh9" + b"\xff" * 20),
    "name": named_in_no_language(),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_of_every_sort_is_told(world: World, now: datetime, damage: str) -> None:
    assert_refused(world, now, DAMAGED[damage])


@pytest.mark.parametrize(
    "change",
    [
        {"title": {"zh": "\ud800", "en": "x"}},
        {"title": {"zh": "赵\0一", "en": "x"}},
        {"fields": [{"name": "a", "kind": "text", "label": {"zh": "\udfff", "en": "x"}}]},
    ],
    ids=["half a character", "NUL", "half a character in a field"],
)
def test_what_no_database_keeps_is_refused_in_a_manifest(
    world: World, now: datetime, change: dict[str, Any]
) -> None:
    sent = package_files(**{"template.json": json.dumps(manifest(**change))})
    assert_refused(world, now, zipped(sent))


def test_a_nul_is_refused_in_a_source(world: World, now: datetime) -> None:
    assert_refused(world, now, zipped(package_files(**{"body.html": "<p>\0</p>"})))


def assert_refused(world: World, now: datetime, content: bytes) -> None:
    with pytest.raises(UserError) as refused:
        bring_in(world, now, content)
    assert refused.value.code == "package"
    assert db.session.scalar(sa.select(sa.func.count(CertificateTemplate.id))) == 0


def large_picture(side: int, depth: int) -> bytes:
    """A sound PNG of one colour: a few hundred kilobytes for hundreds of megabytes of pixels."""
    packer = zlib.compressobj(9)
    line = bytes(1 + side * 4 * depth // 8)
    pixels = b"".join(packer.compress(line) for _row in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, depth, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def test_a_huge_photograph_takes_none_of_the_time_of_this_process(
    world: World, now: datetime
) -> None:
    """One event loop carries marks and boards too: what it unpacks, everybody waits for."""
    list_id = filled_list(world.west, [AwardRow("赵示一")], now)
    picture = large_picture(7000, 16)
    before = time.process_time()
    lists.set_photo(SYSTEM, list_id, rows_of(list_id)[0].id, picture, now)
    assert time.process_time() - before < 0.4
    assert rows_of(list_id)[0].photo


def test_no_power_of_ten_is_hidden_in_rounding() -> None:
    with pytest.raises(Refused) as refused:
        Source(Environment(), "{{ 1|round(100000, 'ceil') }}", "body").expand({})
    assert refused.value.code == "too_large"
    assert Source(Environment(), "{{ 2.345|round(2) }}", "body").expand({}) == "2.35"


def test_previews_hold_up_nothing_but_previews(world: World) -> None:
    """A drawing that uses itself ten times nine times over takes as long as it is let."""
    studio().close()  # another test may have drawn here already
    doubled = "".join(f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 10}</g>' for n in range(9))
    endless = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><g id="a0">'
        f'<rect width="1" height="1"/></g>{doubled}</defs><use href="#a9"/></svg>'
    )
    hostile = Template("", "恶", "", "honor", Sheet(90, 60), endless, "")
    began = time.monotonic()
    shown = preview(hostile, Asked())
    assert shown.picture is None
    assert time.monotonic() - began < 120  # on a machine that is busy with other things
    assert sample_pdf(replace(hostile, body="<p>好</p>"), "zh").startswith(b"%PDF")
    assert "renderer" not in vars(studio())


def test_a_seal_that_is_retired_while_a_batch_runs_is_used_no_further(
    world: World, now: datetime
) -> None:
    kept = seal(world.west, now)
    batch_id = passed(made(world.west, people(CHUNK + 5), now, seal_id=kept), now)
    batches_steps.submit(world.actor(world.west_admin), batch_id, now)
    batches_steps.approve(SYSTEM, batch_id, now)
    asked = 0

    def clock() -> datetime:
        """The seal is retired after the first chunk, before the second is begun."""
        nonlocal asked
        asked += 1
        if asked == 5:
            authority_seals.retire_seal(SYSTEM, kept, now)
        return now

    assert issue(batch_id, "worker", clock)
    assert (batch_now(batch_id).state, batch_now(batch_id).fault) == (BatchState.PAUSED, "retired")
    states = [one.status for one in certificates_of(batch_id)]
    assert (states.count("valid"), states.count("reserved")) == (CHUNK, 5)


TICKING = """
from gevent import monkey; monkey.patch_all()
import gevent
from flask import Flask
from flask_babel import Babel
from blueprints.certificates.queries.outputs import as_xlsx
ticks = 0
def tick():
    global ticks
    while True:
        ticks += 1
        gevent.sleep(0)
app = Flask("x")
Babel(app)
gevent.spawn(tick)
with app.test_request_context():
    as_xlsx(["a"] * 12, (["b"] * 12 for _row in range(2000)))
print(ticks)
"""


def test_others_are_answered_while_a_large_register_is_written() -> None:
    made = subprocess.run(
        [sys.executable, "-c", TICKING], capture_output=True, check=True, cwd=ROOT
    )
    assert int(made.stdout) >= 20
