"""Packages to download, and the public page that works one out again, hostile files included."""

import io
import json
import zipfile
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.certificates.services.authority import keys
from blueprints.contests import recomputing
from scoring.package import LIST, SIGNATURE, opened, packed
from scoring.package.archive import sums_of
from store import write
from store.actors import SYSTEM
from tests.support.contest_files import preset_contest
from tests.support.contests import NAMES as PEOPLE
from tests.support.contests import make_hall
from tests.support.desk import Staff
from tests.support.packages import content_of, package_of, published, tampered
from tests.support.uploading import post_form, sent_file


def send(client: FlaskClient, content: bytes, name: str = "package.zip") -> TestResponse:
    return post_form(client, "/recompute/file", file=sent_file(content, name))


@pytest.fixture(autouse=True)
def _no_limits(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "RATELIMIT_ENABLED", False)


def test_every_version_stays_and_is_found_on_the_page(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = published(make_hall(now, entries=4))
    package = package_of(hall.contest_id, now)
    page = client.get(f"/contests/{hall.contest_id}/packages")
    assert page.status_code == 200 and package.file in page.text
    answer = client.get(f"/results/packages/{package.id}.zip")
    assert answer.data == content_of(package)
    assert answer.headers["ETag"].strip('"') == package.file
    with write():
        hall.round.contest.public = False
    for address in (f"/contests/{hall.contest_id}/packages", f"/results/packages/{package.id}.zip"):
        assert client.get(address).status_code == 404
    assert Staff(app, hall, now).browser("announcer").get(address).status_code == 200


def test_a_forgery_that_agrees_in_itself_is_told_from_what_was_published(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    """Marks and results changed, every sum taken anew, and the signature thrown away."""
    hall = published(make_hall(now, entries=4))
    keys.make_key(SYSTEM, hall.organisation_id, now)
    content = content_of(package_of(hall.contest_id, now))
    unsigned = repacked(content, {})
    answer = send(client, unsigned).text
    assert "这不是已公布的文件" in answer
    assert "与在此公布的第 1 版不同的文件：SHA256SUMS.p7s" in answer
    names = {PEOPLE[0].encode(): "冒名者".encode()}
    answer = send(client, repacked(content, names)).text
    assert "与在此公布的第 1 版不同的文件：contest.json" in answer
    with write():
        hall.round.contest.public = False  # whoever has no right to it learns nothing of it
    assert "这不是已公布的文件" not in send(client, unsigned).text


def repacked(content: bytes, changes: dict[bytes, bytes]) -> bytes:
    """The package with its contest file changed and the sums taken anew, without a signature."""
    found = opened(content)
    for before, after in changes.items():
        found["contest.json"] = found["contest.json"].replace(before, after)
    found.pop(SIGNATURE, None)
    return packed({**found, LIST: sums_of(found).encode()}, None)


def test_the_desk_may_ask_for_it(app: Flask, now: datetime) -> None:
    hall = published(make_hall(now, entries=4))
    staff, address = Staff(app, hall, now), f"/contests/{hall.contest_id}/packages"
    assert staff.browser("scorer").post(address).status_code == 403
    assert staff.browser("organiser").post(address).status_code == 303
    assert "SHA-256" in staff.browser("organiser").get(address).text


def test_a_published_package_comes_out_and_is_signed(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = published(make_hall(now, entries=4))
    keys.make_key(SYSTEM, hall.organisation_id, now)
    package = package_of(hall.contest_id, now)
    for answer in (
        client.post(f"/recompute/{package.id}"),
        send(client, content_of(package)),
    ):
        assert answer.status_code == 200
        assert "verdict-genuine" in answer.text and package.signed_fingerprint in answer.text
        assert "赵示一" in answer.text and "<s>" not in answer.text


def test_differences_are_listed(client: FlaskClient, now: datetime, app: Flask) -> None:
    content = content_of(package_of(published(make_hall(now, entries=4)).contest_id, now))
    raised = tampered(content, "contest.json", lambda text: text.replace(b'"8.80"', b'"9.90"'))
    answer = send(client, raised)
    assert "verdict-revoked" in answer.text and "contest.json" in answer.text
    assert "<s>4</s>" in answer.text and "<b>1</b>" in answer.text


def test_a_contest_file_alone_is_worked_out(client: FlaskClient, now: datetime, app: Flask) -> None:
    document = json.dumps(preset_contest("speech")).encode()
    answer = send(client, document, "contest.json")
    assert answer.status_code == 200 and "verdict-waiting" in answer.text
    answer = send(client, b'{"format": "guildhall-contest/1"}', "contest.json")
    assert "verdict-unknown" in answer.text


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


NAMES = (
    "manifest.json",
    "contest.json",
    "results.json",
    "chains.json",
    "amendments.json",
    "SHA256SUMS",
)
MANIFEST = b'{"format": "guildhall-package/1"}'


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and no zip",
        _zip({"a.txt": b"1"}),
        _zip({**dict.fromkeys(NAMES, b"{}"), "../../evil": b"1"}),
        _zip({**dict.fromkeys(NAMES, b"{}"), "contest.json": b"0" * 120_000_000}),
        _zip(dict.fromkeys(NAMES, b"[" * 100_000)),
        _zip({**dict.fromkeys(NAMES, b"{}"), "manifest.json": b'{"format": "other/9"}'}),
    ],
    ids=["junk", "other zip", "stray file", "bomb", "deep", "other format"],
)
def test_hostile_packages_are_refused_in_words(
    client: FlaskClient, app: Flask, content: bytes
) -> None:
    answer = send(client, content)
    assert answer.status_code == 422 and 'id="file-error"' in answer.text


def test_wrong_shapes_inside_are_differences_not_crashes(
    client: FlaskClient, app: Flask, now: datetime
) -> None:
    content = content_of(package_of(published(make_hall(now, entries=4)).contest_id, now))
    for name in ("results.json", "chains.json", "amendments.json"):
        for shape in (b'{"rounds": 5}', b'{"rounds": [5, {"id": ["a"]}, null]}', b"{}"):
            answer = send(client, tampered(content, name, lambda _text, shape=shape: shape))
            assert answer.status_code == 200, (name, shape)
            assert "verdict-revoked" in answer.text


def test_too_much_work_is_ended(
    client: FlaskClient, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputing, "PATIENCE", 0.01)
    answer = send(client, json.dumps(preset_contest("speech")).encode(), "contest.json")
    assert answer.status_code == 422 and "python -m scoring" in answer.text


def test_when_many_wait_others_are_told(
    client: FlaskClient, app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _place in range(recomputing.AT_ONCE + recomputing.WAITING):
        assert recomputing._places.acquire(blocking=False)
    try:
        assert send(client, b"{}", "contest.json").status_code == 503
    finally:
        for _place in range(recomputing.AT_ONCE + recomputing.WAITING):
            recomputing._places.release()
