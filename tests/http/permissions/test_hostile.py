"""Whatever is sent to whatever address: a clear answer, never a fault, nothing half-written."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from blueprints.contests.services.ledger import broken_rows
from store.audit import broken_links
from tests.http.permissions.cast import Scene, make_scene
from tests.http.permissions.requests import FIELDS, addresses, fields_of, path_of

HOSTILE = (
    "",
    "NaN",
    "Infinity",
    "-1e999",
    "9" * 10_000,
    "١٢",
    "１２．５",
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "=cmd|'/c calc'!A1",
    "{{7*7}}",
    "../../etc/passwd",
    "𠮷" * 500,
    "\u202eabc",
)
USUAL_NAMES = (
    "key", "entry", "item", "value", "attempt", "reason", "points", "status", "judge", "order",
    "title", "name", "username", "pin", "note", "made_at", "page", "find", "next", "language",
    "organisation", "role", "answer", "what", "kind", "release", "preset", "starts_on", "entries",
)  # fmt: skip
PLACES = ("0", "-1", "99999999999999999999999", "%00", "..%2f", "a" * 300, "１２")


@pytest.fixture
def scene(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return make_scene(app, now)


def _requests(scene: Scene, rule: Rule, endpoint: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(path, fields): hostile fields to the right path, then the right fields to hostile paths."""
    path, known = path_of(scene, endpoint, rule), FIELDS.get(endpoint, {})
    names = dict.fromkeys((*known, *USUAL_NAMES))
    for text in HOSTILE:
        yield path, dict.fromkeys(names, text)
    proper = fields_of(scene, endpoint)
    for name in known:
        for text in HOSTILE:
            yield path, {**proper, name: text}
    if "<" in rule.rule:
        for place in PLACES:
            yield path_of(scene, endpoint, rule, place), proper


def _faults(scene: Scene, client: FlaskClient) -> Iterator[str]:
    for endpoint, method, rule in addresses(scene.app):
        if endpoint in ("home.sign_out", "home.end_sessions", "people.end_sessions"):
            continue  # they would end the session that the rest of the addresses is asked in
        for path, fields in _requests(scene, rule, endpoint):
            if method == "GET":
                answer = client.get(path, query_string=fields)
            else:
                answer = client.open(path, method=method, data=fields)
            if answer.status_code >= 500:
                yield f"{method} {path[:80]} {str(fields)[:120]}: {answer.status_code}"


@pytest.mark.parametrize("role", ["administrator", "judge"])
def test_nothing_that_is_sent_makes_a_fault(scene: Scene, role: str) -> None:
    assert list(_faults(scene, scene.visitor(role))) == []
    assert broken_rows(scene.hall.round_id) == []
    assert broken_links() == []


def test_hostile_json_from_a_judge_is_refused(scene: Scene) -> None:
    client, hall = scene.visitor("judge"), scene.hall
    path = f"/judge/{hall.judges[0].id}/rounds/{hall.round_id}/marks"
    bodies = (
        b"", b"null", b"[]", b'"x"', b"1", b"{", b"{}", b"\xff\xfe", b"[" * 100_000,
        b'{"entry": {}, "item": [], "value": 1.5, "key": null}',
        b'{"entry": "x", "item": "content", "value": NaN, "key": "12345678"}',
        b'{"a": "' + b"x" * 200_000 + b'"}',
    )  # fmt: skip
    for body in bodies:
        answer = client.post(path, data=body, content_type="application/json")
        assert 400 <= answer.status_code < 500, (body[:40], answer.status_code)
