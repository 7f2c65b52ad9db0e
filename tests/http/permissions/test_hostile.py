"""Whatever is sent to whatever address: a clear answer, never a fault, nothing half-written.

Where somebody is let in, each field is tried by itself; where they are not, all at once.
PostgreSQL is sent what it takes otherwise than SQLite does, and once what is right.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from blueprints.contests.services.ledger import broken_rows
from store import db
from store.audit import broken_links
from tests.http.permissions.cast import ROLES, Scene, make_scene
from tests.http.permissions.class_things import things
from tests.http.permissions.kept import kept
from tests.http.permissions.quiz_things import quiz_things
from tests.http.permissions.requests import FIELDS, addresses, asked_of, fields_of, path_of
from tests.http.permissions.test_matrix import written

SURROGATE = "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")
HOSTILE = (
    "",
    "NaN",
    "Infinity",
    "-1e999",
    "9" * 10_000,
    "١٢",
    "１２．５",
    "\x00",
    SURROGATE,
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "=cmd|'/c calc'!A1",
    "{{7*7}}",
    "../../etc/passwd",
    "𠮷" * 500,
    "\u202eabc",
)
TO_POSTGRESQL = ("\x00", "9" * 10_000, SURROGATE)
USUAL_NAMES = (
    "key", "entry", "item", "value", "attempt", "reason", "points", "status", "judge", "order",
    "title", "name", "username", "pin", "note", "made_at", "page", "find", "next", "language",
    "organisation", "role", "answer", "what", "kind", "release", "preset", "starts_on", "entries",
    "list", "batch", "show", "code", "to", "size", "dx", "action", "row", "q", "year", "version",
)  # fmt: skip
# Forms that another address takes too, and that are drawn each time: sent there field by field.
SAME_FORM = {
    "certificates.batch_edit",
    "certificates.notice_pictures_page",
    "certificates.templates_preview",
}
PLACES = ("0", "-1", "99999999999999999999999", "%00", "..%2f", "a" * 300, "１２")

Part = set[tuple[str, bool]]  # (the feature, is it a GET)
PARTS: dict[str, Part] = {
    "contests": {("contests", False), ("contests", True)},
    "papers asked for": {("certificates", True)},
    "papers written": {("certificates", False)},
    "classroom asked for": {("classroom", True)},
    "classroom written": {("classroom", False)},
    "quizzes asked for": {("quizzes", True)},
    "quizzes written": {("quizzes", False)},
}


@pytest.fixture
def scene(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return make_scene(app, now)


def _requests(
    scene: Scene, rule: Rule, endpoint: str, *, is_let_in: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(path, fields): hostile fields to the right path, the right fields to hostile paths."""
    path, known = path_of(scene, endpoint, rule), FIELDS.get(endpoint, {})
    texts = HOSTILE if db.engine.name == "sqlite" else TO_POSTGRESQL
    for text in texts:
        yield path, dict.fromkeys((*known, *USUAL_NAMES), text)
    for name in known if is_let_in and endpoint not in SAME_FORM else ():
        for text in texts:
            yield path, {**fields_of(scene, endpoint), name: text}
    if "<" in rule.rule:
        for place in PLACES:
            yield path_of(scene, endpoint, rule, place), fields_of(scene, endpoint)
    yield path, fields_of(scene, endpoint)


def _is_let_in(role: str, address: str) -> bool:
    """As far as the table knows; a new address has no line yet."""
    signs = written().get(address)
    return signs is None or signs[ROLES.index(role)] == "."


def _faults(scene: Scene, role: str, part: Part) -> Iterator[str]:
    """What is asked of one address is found by the next as it was before."""
    scene.settle()
    things(scene)
    quiz_things(scene)
    with kept() as put_back:
        for endpoint, method, rule in addresses(scene.app):
            if (_feature(endpoint), method == "GET") not in part:
                continue
            is_let_in = _is_let_in(role, f"{endpoint} {method}")
            for path, fields in _requests(scene, rule, endpoint, is_let_in=is_let_in):
                answer = _send(scene, role, method, endpoint, path, fields)
                if answer.status_code >= 500:
                    yield f"{method} {path[:80]} {str(fields)[:120]}: {answer.status_code}"
            assert broken_rows(scene.hall.round_id) == [], endpoint
            assert broken_links() == [], endpoint
            if method != "GET":
                put_back()


def _feature(endpoint: str) -> str:
    """Those with parts of their own; everything else is looked at with the contests."""
    feature = endpoint.partition(".")[0]
    return feature if feature in ("certificates", "classroom", "quizzes") else "contests"


def _send(
    scene: Scene, role: str, method: str, endpoint: str, path: str, fields: dict[str, Any]
) -> TestResponse:
    query = asked_of(scene, endpoint, fields if method == "GET" else {})
    sent = None if method == "GET" else fields
    return scene.visitor(role).open(path, method=method, query_string=query, data=sent)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", ["administrator", "judge"])
@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_nothing_that_is_sent_makes_a_fault(scene: Scene, role: str, part: Part) -> None:
    if role == "judge" and db.engine.name != "sqlite":
        pytest.skip("the database's own refusals don't depend on who asks")
    assert list(_faults(scene, role, part)) == []


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
