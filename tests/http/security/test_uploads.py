"""Files meant to break the server: it says what is wrong with them, soon, and keeps nothing."""

import io
import json
import re
import time
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import Workbook
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from blueprints.contests.models import Contest
from blueprints.people.models import Organisation
from scoring.contest_file import shapes
from store import db
from tests.http.permissions.cast import Scene

SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SOON_S = 20.0  # of one core that others use as well; unbounded, these took minutes
SCHEME = {
    "id": "s",
    "items": [{"id": "show", "kind": "judged", "max": "10"}],
    "parts": [{"id": "total", "kind": "panel", "items": ["show"], "panel": {"method": "trimmed"}}],
}


def _document(**changed: Any) -> dict[str, Any]:
    one = {"id": "f", "scheme": "s", "entries": ["a"], "judges": ["j"]}
    return {
        "format": "guildhall-contest/1",
        "title": "示例",
        "schemes": [SCHEME],
        "judges": [{"id": "j"}],
        "entries": [{"id": "a"}],
        "rounds": [one],
        **changed,
    }


def _many(key: str, count: int) -> dict[str, Any]:
    """A file that names so many `entries` or `judges`, all of them in its round."""
    ids = [f"x{n}" for n in range(count)]
    one = {"id": "f", "scheme": "s", "entries": ["a"], "judges": ["j"], key: ids}
    return _document(**{key: [{"id": name} for name in ids]}, rounds=[one])


def _grid() -> dict[str, Any]:
    """Small rounds, but of all of them together too much."""
    entries, judges = [f"e{n}" for n in range(500)], [f"j{n}" for n in range(100)]
    rounds = [
        {"id": f"r{n}", "scheme": "s", "entries": entries, "judges": judges} for n in range(20)
    ]
    return _document(
        entries=[{"id": one} for one in entries],
        judges=[{"id": one} for one in judges],
        rounds=rounds,
    )


BOMBS = {
    "deep": b'{"a":' * 200_000,
    "brackets": b'{"a":' + b"[" * 500_000,
    "huge number": b'{"a":' + b"9" * 3_000_000 + b"}",
    "exponent": b'{"format": 1e999999999}',
    "twice": b'{"format": "guildhall-contest/1", "format": "guildhall-contest/1"}',
    "not a number": b'{"a": NaN}',
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "broken character": b'{"format": "guildhall-contest/1", "title": "\\ud800"}',
    "a million marks": json.dumps(
        _document(rounds=[{"id": "f", "scheme": "s", "marks": [{}] * 300_000}])
    ).encode(),
    "a million entries": json.dumps(_many("entries", 300_000)).encode(),
    "5000 entries": json.dumps(_many("entries", 5_000)).encode(),
    "9000 judges": json.dumps(_many("judges", 9_000)).encode(),
    "a million places": json.dumps(_grid()).encode(),
}


def _count(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def _send(scene: Scene, path: str, content: bytes, name: str, **fields: Any) -> TestResponse:
    boundary, body = encode_multipart({**fields, "file": FileStorage(io.BytesIO(content), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    return scene.visitor("administrator").post(path, data=body, content_type=kind)


def _contest(scene: Scene, content: bytes) -> TestResponse:
    return _send(scene, "/contests/import", content, "x.json", organisation_id=scene.west)


@pytest.mark.parametrize("name", BOMBS)
def test_no_contest_file_holds_the_server_up(scene: Scene, name: str) -> None:
    before, began = _count(Contest), time.process_time()
    answer = _contest(scene, BOMBS[name])
    assert answer.status_code in (413, 422)
    assert time.process_time() - began < SOON_S
    assert _count(Contest) == before


def test_a_contest_file_as_such_is_taken(scene: Scene) -> None:
    before = _count(Contest)
    assert _contest(scene, json.dumps(_document()).encode()).status_code == 303
    assert _count(Contest) == before + 1


@pytest.mark.parametrize("text", ["\x00", "x" * (shapes.MAX_TEXT + 1), "\ud800"])
def test_texts_that_no_column_holds_are_faults(scene: Scene, text: str) -> None:
    before = _count(Contest)
    for document in (
        _document(title=text),
        _document(entries=[{"id": "a", "name": text}]),
        _document(entries=[{"id": "a", "code": text}]),
        _document(units=[{"id": "u", "name": text}]),
        _document(judges=[{"id": "j", "name": text}]),
        _document(events=[{"id": "e", "title": text}]),
    ):
        assert _contest(scene, json.dumps(document).encode()).status_code == 422
    assert _count(Contest) == before


def _workbook(sheet: str) -> bytes:
    book = Workbook()
    packed = io.BytesIO()
    book.save(packed)
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for entry in source.infolist():
            is_sheet = entry.filename == "xl/worksheets/sheet1.xml"
            z.writestr(entry.filename, sheet if is_sheet else source.read(entry.filename))
    return out.getvalue()


def _cell(text: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<worksheet {SHEET}><sheetData><row r="1">'
        f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row></sheetData></worksheet>'
    )


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 10}">' for n in range(9))
SHEETS = {
    "outside entity": _cell("&e;", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "billion laughs": _cell("&l8;", f"<!DOCTYPE x [{LAUGHS}]>"),
    "one endless cell": _cell("x" * 90_000_000),
    "one endless row": _cell("x").replace(
        '<c r="A1" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>x</t></is></c>' * 600_000,
    ),
    "no xml": "\x00\x01",
}


@pytest.mark.parametrize("name", SHEETS)
def test_no_spreadsheet_reads_files_or_explodes(scene: Scene, name: str) -> None:
    before, began = _count(Organisation), time.process_time()
    for path in (
        "/people/organisations/import",
        f"/contests/rounds/{scene.hall.round_id}/entries/file",
    ):
        answer = _send(scene, path, _workbook(SHEETS[name]), "x.xlsx", below_id=scene.west)
        # The round has begun, so its entrants are refused for that, if for nothing else.
        assert answer.status_code in (409, 413, 422)
        assert "root:" not in answer.text
    assert time.process_time() - began < SOON_S
    assert _count(Organisation) == before


@pytest.mark.parametrize(
    "table",
    [
        "name,kind\n" + "x" * 200_000,
        'name,kind\n"' + "x" * 200_000,
        "name,kind\n" + "a,b\n" * 200_000,
        "name,kind\n\x00",
        "name" * 100_000,
        ",".join(["name"] * 100_000),
        "",
    ],
)
def test_a_table_that_comes_back_from_a_preview_is_checked_again(scene: Scene, table: str) -> None:
    client, before, began = (
        scene.visitor("administrator"),
        _count(Organisation),
        time.process_time(),
    )
    for path in (
        "/people/organisations/import/confirmation",
        f"/contests/rounds/{scene.hall.round_id}/entries/file/confirmation",
    ):
        answer = client.post(path, data={"table": table, "below_id": scene.west})
        assert answer.status_code in (303, 400, 409, 413, 422)
    assert time.process_time() - began < SOON_S
    assert _count(Organisation) == before


def test_pasted_blanks_take_no_squared_time(scene: Scene) -> None:
    client, began = scene.visitor("administrator"), time.process_time()
    path = f"/contests/rounds/{scene.hall.round_id}/entries/lines"
    client.post(path, data={"lines": "a" + " " * 300_000 + "b"})
    assert time.process_time() - began < SOON_S


def test_numbers_beyond_all_counting_are_refused(scene: Scene) -> None:
    client, hall = scene.visitor("administrator"), scene.hall
    many = "9" * 5_000
    for path, field in (
        (f"/contests/rounds/{hall.round_id}/judges", "judge"),
        (f"/contests/rounds/{hall.round_id}/prizes", "count"),
        (f"/contests/rounds/{hall.round_id}/entries/taken", "source"),
        (f"/contests/rounds/{hall.round_id}/entries/{hall.entry(0).key}/place", "to"),
        (f"/contests/{hall.contest_id}/play/end", "back"),
    ):
        answer = client.post(path, data={field: many, "title": "x"})
        assert answer.status_code < 500, path


def test_a_name_that_is_a_path_is_only_a_name(scene: Scene) -> None:
    answer = _send(
        scene, "/people/organisations/import", b"name,kind\n", "../../../etc/x.csv", below_id=1
    )
    assert answer.status_code == 422
    assert not re.search(r"\.\./", answer.text)
