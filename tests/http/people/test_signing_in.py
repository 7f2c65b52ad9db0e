"""Signing in and out over HTTP, and everything that ends or refuses a session."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from blueprints.people import queries, services
from config import Settings
from extensions import limiter
from store import db
from store.actors import SYSTEM
from tests.support.database import migrate
from tests.support.people import PASSWORD, World, account, csrf, send, sign_in

NEW = "Copper-lantern-9"


def signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_signing_in_and_out(client: FlaskClient, world: World) -> None:
    assert not signed_in(client)
    entered = sign_in(client, "zhao")
    assert (entered.status_code, entered.location) == (303, "/")
    assert signed_in(client)
    assert send(client, "/sign-out").status_code == 303
    assert not signed_in(client)


def test_a_refusal_says_so_and_keeps_the_name(client: FlaskClient, world: World) -> None:
    refused = sign_in(client, "zhao", "wrong")
    assert refused.status_code == 422
    assert "用户名或密码不正确" in refused.text
    assert 'value="zhao"' in refused.text
    assert "wrong" not in refused.text
    assert not signed_in(client)


def test_empty_fields_are_named(client: FlaskClient, world: World) -> None:
    refused = sign_in(client, "", "")
    assert refused.status_code == 422
    assert "请填写用户名。" in refused.text


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out", "/account/password"])
def test_without_a_token_nothing_is_done(client: FlaskClient, world: World, address: str) -> None:
    data = {"username": "zhao", "password": PASSWORD}
    assert client.post(address, data=data).status_code == 400
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/people/accounts", "/people/accounts"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_one_arrives_where_one_wanted_to_go_but_only_here(
    client: FlaskClient, world: World, wanted: str, reached: str
) -> None:
    assert sign_in(client, "zhao", next=wanted).location == reached


def test_a_page_that_needs_an_account_leads_back_to_itself(
    client: FlaskClient, world: World
) -> None:
    sent = client.get("/people/accounts?q=x")
    assert sent.location == "/sign-in?next=%2Fpeople%2Faccounts%3Fq%3Dx"
    form = client.get(sent.location).text
    assert 'value="/people/accounts?q=x"' in form


def test_an_idle_session_ends(
    app: Flask, client: FlaskClient, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, "zhao")
    limit = timedelta(minutes=app.extensions["settings"].idle_minutes)
    monkeypatch.setitem(app.extensions, "clock", lambda: now + limit)
    assert signed_in(client)  # and this counts as being there
    monkeypatch.setitem(app.extensions, "clock", lambda: now + 2 * limit)
    assert signed_in(client)
    monkeypatch.setitem(app.extensions, "clock", lambda: now + 3 * limit + timedelta(seconds=1))
    assert not signed_in(client)
    assert "自动退出" in client.get("/sign-in").text


def test_a_deactivated_account_is_out_at_the_next_request(
    client: FlaskClient, world: World, now: datetime
) -> None:
    sign_in(client, "qian")
    services.set_account_active(SYSTEM, world.west_admin, active=False, now=now)
    assert not signed_in(client)


def test_a_revoked_role_is_gone_at_the_next_request(
    client: FlaskClient, world: World, now: datetime
) -> None:
    sign_in(client, "qian")
    assert client.get("/people/accounts").status_code == 200
    (grant,) = queries.grant_history(SYSTEM, world.west_admin)
    services.revoke_role(SYSTEM, grant.id, now=now)
    assert client.get("/people/accounts").status_code == 403


def test_signing_out_everywhere_else_keeps_this_session(
    app: Flask, client: FlaskClient, world: World
) -> None:
    other = app.test_client()
    sign_in(client, "zhao")
    sign_in(other, "zhao")
    assert send(client, "/account/sessions/end").location == "/account"
    assert signed_in(client)
    assert not signed_in(other)


def test_changing_the_password_keeps_only_this_session(
    app: Flask, client: FlaskClient, world: World
) -> None:
    other = app.test_client()
    sign_in(client, "zhao")
    sign_in(other, "zhao")
    page = "/account/password"
    mismatch = send(client, page, page, current=PASSWORD, new=NEW, again="x")
    assert (mismatch.status_code, "两次输入的密码不一致" in mismatch.text) == (422, True)
    wrong = send(client, page, page, current="x", new=NEW, again=NEW)
    assert (wrong.status_code, "当前密码不正确" in wrong.text) == (422, True)
    assert send(client, page, page, current=PASSWORD, new=NEW, again=NEW).status_code == 303
    assert signed_in(client)
    assert not signed_in(other)
    assert sign_in(app.test_client(), "zhao", NEW).status_code == 303


def test_before_the_first_password_nothing_else_is_open(
    client: FlaskClient, world: World, now: datetime
) -> None:
    token = services.issue_sign_in_link(world.clerk, now)
    address = f"/sign-in/{token}"
    entered = send(client, address, address)
    assert entered.location == "/account/password"
    for page in ("/", "/account", "/people/accounts"):
        assert client.get(page).location == "/account/password"
    chosen = send(client, "/account/password", "/account/password", new=NEW, again=NEW)
    assert chosen.location == "/"
    assert signed_in(client)


def test_looking_at_a_link_does_not_use_it_up(
    client: FlaskClient, world: World, now: datetime
) -> None:
    """Chat programs fetch a link to preview it."""
    address = f"/sign-in/{services.issue_sign_in_link(world.clerk, now)}"
    for _look in range(3):
        assert "李示四" in client.get(address).text
    assert not signed_in(client)
    assert client.post(address).status_code == 400  # no token: not from our page
    assert send(client, address, address).status_code == 303


def test_a_used_link_is_gone(app: Flask, client: FlaskClient, world: World, now: datetime) -> None:
    address = f"/sign-in/{services.issue_sign_in_link(world.clerk, now)}"
    late = app.test_client()
    token = csrf(late, address)
    send(client, address, address)
    answer = late.post(address, data={"csrf_token": token})
    assert answer.status_code == 404
    assert "已使用或已过期" in answer.text
    assert late.get(address).status_code == 404
    assert late.get("/sign-in/made-up").status_code == 404


def test_a_session_from_before_signing_in_is_not_carried_over(
    client: FlaskClient, world: World
) -> None:
    before = csrf(client)
    sign_in(client, "zhao")
    assert client.post("/sign-out", data={"csrf_token": before}).status_code == 400


def test_the_session_cookie_is_out_of_reach_of_scripts(client: FlaskClient, world: World) -> None:
    cookies = sign_in(client, "zhao").headers.getlist("Set-Cookie")
    (session,) = [c for c in cookies if c.startswith("guildhall=")]
    assert re.search("HttpOnly", session)
    assert re.search("SameSite=Lax", session)


def test_many_attempts_from_one_address_are_slowed_down(tmp_path: Path) -> None:
    limited = create_app(Settings(data_dir=tmp_path, secret_key="only-for-tests"))
    try:
        migrate(limited)
        visitor = limited.test_client()
        data = {"username": "nobody", "password": "x", "csrf_token": csrf(visitor)}
        answers = [visitor.post("/sign-in", data=data).status_code for _attempt in range(21)]
    finally:
        limiter.reset()
        limiter.enabled = False  # as the other tests' app set it
        with limited.app_context():
            db.engine.dispose()
    assert answers == [422] * 20 + [429]


def test_whoever_is_signed_in_skips_the_sign_in_page(client: FlaskClient, world: World) -> None:
    sign_in(client, "zhao")
    assert client.get("/sign-in?next=/account").location == "/account"


def test_someone_without_a_role_is_told_what_to_do(
    client: FlaskClient, world: World, now: datetime
) -> None:
    account("zheng7", "郑示七", world.west, now, PASSWORD)
    sign_in(client, "zheng7")
    assert "您还没有任何角色" in client.get("/").text
