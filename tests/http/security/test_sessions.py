"""Sessions, sign-in links and roles: what ends when somebody says that it should end."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.people import services
from store import NotFound, UserError
from store.actors import SYSTEM
from tests.support.people import PASSWORD, World, make_world, send, sign_in


@pytest.fixture
def world(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return make_world(now)


def _use(token: str, now: datetime) -> services.SignedIn:
    return services.use_sign_in_link(token, address="192.0.2.7", now=now)


def test_a_planted_session_is_not_the_one_that_signs_in(
    app: Flask, world: World, client: FlaskClient
) -> None:
    attacker = app.test_client()
    attacker.get("/sign-in")
    planted = attacker.get_cookie("guildhall")
    assert planted is not None
    client.set_cookie("guildhall", planted.value)
    assert sign_in(client, "zhao").status_code == 303
    entered = client.get_cookie("guildhall")
    assert entered is not None
    assert entered.value != planted.value
    assert entered.http_only
    assert entered.same_site == "Lax"
    assert attacker.get("/account").status_code == 303
    with client.session_transaction() as session:
        assert "csrf_token" not in session  # the planted one's token is gone with it


def test_cookies_keep_to_https_where_the_visitor_came_by_it(client: FlaskClient) -> None:
    answer = client.get("/sign-in", base_url="https://localhost")
    assert all("Secure" in one for one in answer.headers.getlist("Set-Cookie"))
    assert all("Secure" not in one for one in client.get("/sign-in").headers.getlist("Set-Cookie"))


def test_a_copied_cookie_ends_with_the_password(
    app: Flask, world: World, client: FlaskClient, now: datetime
) -> None:
    sign_in(client, "zhao")
    copy, cookie = app.test_client(), client.get_cookie("guildhall")
    assert cookie is not None
    copy.set_cookie("guildhall", cookie.value)
    assert copy.get("/account").status_code == 200
    services.change_own_password(
        world.administrator, current=PASSWORD, new="Quiet-lantern-58", now=now
    )
    assert copy.get("/account").status_code == 303


def test_old_links_end_with_a_reset_a_new_password_and_deactivation(
    world: World, now: datetime
) -> None:
    boss = world.actor(world.administrator)
    old = services.issue_sign_in_link(world.clerk, now, actor=boss)
    fresh = services.reset_password(boss, world.clerk, now=now)
    with pytest.raises(NotFound):
        _use(old, now)
    _use(fresh, now)
    again = services.issue_sign_in_link(world.clerk, now, actor=boss)
    services.change_own_password(world.clerk, current="", new="Quiet-lantern-58", now=now)
    with pytest.raises(NotFound):
        _use(again, now)
    last = services.issue_sign_in_link(world.clerk, now, actor=boss)
    services.set_account_active(boss, world.clerk, active=False, now=now)
    services.set_account_active(boss, world.clerk, active=True, now=now)
    with pytest.raises(NotFound):
        _use(last, now)


def test_a_link_never_lifts_whoever_issued_it(world: World, now: datetime) -> None:
    issuer = world.actor(world.west_admin)
    token = services.issue_sign_in_link(world.clerk, now, actor=issuer)
    services.grant_role(SYSTEM, world.clerk, "administrator", now=now)
    with pytest.raises(NotFound):
        services.link_holder(token, now)
    with pytest.raises(NotFound):
        _use(token, now)


def test_a_link_lives_on_when_its_issuer_gives_a_role(world: World, now: datetime) -> None:
    issuer = world.actor(world.west_admin)
    token = services.issue_sign_in_link(world.clerk, now, actor=issuer)
    services.grant_role(issuer, world.clerk, "scorer", organisation_id=world.street, now=now)
    assert _use(token, now).account_id == world.clerk


def test_a_link_dies_with_its_issuers_account(world: World, now: datetime) -> None:
    token = services.issue_sign_in_link(world.clerk, now, actor=world.actor(world.west_admin))
    services.set_account_active(SYSTEM, world.west_admin, active=False, now=now)
    with pytest.raises(NotFound):
        _use(token, now)


def test_an_idle_session_is_given_up_and_live_requests_keep_none_alive(
    app: Flask,
    world: World,
    client: FlaskClient,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign_in(client, "zhao")
    limit = timedelta(minutes=app.extensions["settings"].idle_minutes)
    monkeypatch.setitem(app.extensions, "clock", lambda: now + limit - timedelta(seconds=1))
    client.get("/live/catch-up?room=board:1:en")
    monkeypatch.setitem(app.extensions, "clock", lambda: now + limit + timedelta(seconds=1))
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("spelling", ["zhao", "ZHAO", " zhao ", "ｚｈａｏ", "ZHAO\u3000"])
def test_no_spelling_of_a_name_slips_past_the_lock_out(
    app: Flask, world: World, client: FlaskClient, spelling: str
) -> None:
    for attempt in range(app.extensions["settings"].lockout_failures):
        name = spelling if attempt else "zhao"
        assert sign_in(client, name, "wrong-password-1").status_code == 422
    assert sign_in(app.test_client(), spelling).status_code == 422
    assert sign_in(app.test_client(), "zhao").status_code == 422


def test_nobody_gives_themselves_more(world: World, app: Flask, now: datetime) -> None:
    admin = world.actor(world.west_admin)
    for role, where in (("administrator", None), ("organiser", world.city), ("scorer", world.east)):
        with pytest.raises(UserError):
            services.grant_role(admin, world.west_admin, role, organisation_id=where, now=now)
    client = app.test_client()
    sign_in(client, "qian")
    address = f"/people/accounts/{world.west_admin}/roles"
    forms = (
        {"grant-role": "administrator", "grant-organisation_id": "None"},
        {"grant-role": "organisation_admin", "grant-organisation_id": str(world.city)},
    )
    for fields in forms:
        send(client, address, **fields)
    assert world.actor(world.west_admin).grants == admin.grants
