"""Requests that another site sends through somebody's browser, and addresses it gives out."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.people import services
from tests.http.permissions.cast import Scene, make_scene
from tests.support.people import PASSWORD, csrf, make_world, send, sign_in
from web.paging import page_url

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "javascript:alert(1)",
    "https:evil.example",
    "//evil.example\\@localhost/",
    "/\r\nLocation: https://evil.example/",
    "evil.example",
)
BODIES = (
    ("application/json", b'{"entry": "x", "key": "12345678", "item": "content", "value": "9"}'),
    ("text/plain", b'{"entry": "x", "key": "12345678", "item": "content", "value": "9"}'),
    ("text/plain", b"entry=x&key=12345678&item=content&value=9"),
    ("application/x-www-form-urlencoded", b"entry=x&key=12345678&item=content&value=9"),
    ("multipart/form-data; boundary=x", b"--x--"),
)


@pytest.fixture
def guarded(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The scene with the token check on."""
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return make_scene(app, now)


def _seated(scene: Scene) -> FlaskClient:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(scene.app.config, "WTF_CSRF_ENABLED", False)
        return scene.visitor("judge")


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_a_judges_cookie_alone_enters_no_mark(guarded: Scene, kind: str, body: bytes) -> None:
    hall, client = guarded.hall, _seated(guarded)
    before = hall.round.seq
    for verb in ("marks", "sheets", "reopenings"):
        path = f"/judge/{hall.judges[0].id}/rounds/{hall.round_id}/{verb}"
        assert client.post(path, data=body, content_type=kind).status_code == 400
    assert hall.round.seq == before


def test_the_token_of_another_session_is_worth_nothing(guarded: Scene, client: FlaskClient) -> None:
    hall, judge = guarded.hall, _seated(guarded)
    path = f"/judge/{hall.judges[0].id}/rounds/{hall.round_id}/marks"
    stranger = csrf(client)
    answer = judge.post(path, json={}, headers={"X-CSRFToken": stranger})
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "csrf"


def test_nobody_is_signed_in_by_another_site(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    world = make_world(now)
    known = {"username": "zhao", "password": PASSWORD}
    assert client.post("/sign-in", data=known).status_code == 400
    token = services.issue_sign_in_link(world.clerk, now)
    assert client.post(f"/sign-in/{token}").status_code == 400
    assert client.get("/account").status_code == 303  # to the sign-in page


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere(
    app: Flask, client: FlaskClient, now: datetime, target: str
) -> None:
    make_world(now)
    answers = [
        client.post("/preferences", data={"theme": "dark", "next": target}),
        sign_in(client, "zhao", next=target),
        client.get("/sign-in", query_string={"next": target}),  # signed in by now
    ]
    for answer in answers:
        assert answer.status_code == 303
        assert answer.location == "/"


def test_a_page_of_this_site_is_gone_back_to(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    make_world(now)
    assert sign_in(client, "zhao", next="/people/audit?page=2").location == "/people/audit?page=2"


def test_links_given_out_name_the_public_address_whatever_host_was_asked(
    app: Flask, client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(app.extensions["settings"], public_url="https://hall.example")
    monkeypatch.setitem(app.extensions, "settings", settings)
    world = make_world(now)
    sign_in(client, "zhao")
    answer = send(client, f"/people/accounts/{world.clerk}/sign-in-link")
    assert "https://hall.example/sign-in/" in answer.text
    assert "http://localhost" not in answer.text


@pytest.mark.parametrize("host", ['a"><script>', "a; script-src *", "a b", "", "a\u00e9", "[::1"])
def test_a_strange_host_never_reaches_a_page_or_the_policy(
    app: Flask, client: FlaskClient, host: str
) -> None:
    answer = client.get("/join", headers={"Host": host})
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code < 500
    assert "<script>" not in answer.text
    assert "script-src *" not in policy
    assert policy.count("script-src") == 1


@pytest.mark.parametrize(
    "arguments",
    ["_scheme=javascript&_external=1", "_anchor=x", "_method=x", "endpoint=x", "_external=1"],
)
def test_arguments_of_visitors_are_no_arguments_of_ours(app: Flask, arguments: str) -> None:
    with app.test_request_context(f"/people/accounts?{arguments}"):
        assert page_url(2) == f"/people/accounts?{arguments}&page=2"
