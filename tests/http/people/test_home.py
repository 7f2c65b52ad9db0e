"""The start page, preferences, and what machines ask for."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from blueprints.home import panels
from extensions import queue
from tests.support.people import World, sign_in


@pytest.fixture
def panel() -> Iterator[None]:
    """A feature that has something on now, and one that hasn't."""
    something = panels.add(lambda: Markup("<p>示例技能比武 · 正在评分</p>"))
    nothing = panels.add(Markup)
    yield
    panels._panels.remove(something)
    panels._panels.remove(nothing)


def test_anyone_sees_what_this_is_and_where_to_go(client: FlaskClient, world: World) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert 'href="/join"' in page.text
    assert 'href="/sign-in"' in page.text
    assert "create-admin" not in page.text


def test_a_new_installation_says_how_to_begin(client: FlaskClient, app: Flask) -> None:
    assert "create-admin" in client.get("/").text


@pytest.mark.usefixtures("panel")
def test_what_is_on_now_is_shown_to_everyone(client: FlaskClient, world: World) -> None:
    assert "示例技能比武 · 正在评分" in client.get("/").text
    sign_in(client, "zhao")
    assert "示例技能比武 · 正在评分" in client.get("/").text


def test_the_signed_in_see_their_sections(app: Flask, client: FlaskClient, world: World) -> None:
    sign_in(client, "qian")
    page = client.get("/").text
    assert 'href="/people/organisations"' in page
    assert 'href="/people/audit"' in page


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("language", "en", 'lang="en"'),
        ("theme", "dark", 'data-theme="dark"'),
        ("text", "large", 'data-text="large"'),
    ],
)
def test_a_preference_is_kept_for_a_year(
    client: FlaskClient, app: Flask, name: str, value: str, shown: str
) -> None:
    answer = client.post("/preferences", data={name: value, "next": "/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    cookie = answer.headers["Set-Cookie"]
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert shown in client.get("/").text


def test_an_unknown_preference_is_not_kept(client: FlaskClient, app: Flask) -> None:
    answer = client.post("/preferences", data={"language": "xx", "next": "//evil.example"})
    assert answer.location == "/"
    assert "Set-Cookie" not in answer.headers


def test_a_preference_sent_by_htmx_reloads_the_page(client: FlaskClient, app: Flask) -> None:
    answer = client.post("/preferences", data={"theme": "dark"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_health_when_all_is_well(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json.keys() == {"ok", "version", "database", "queue"}
    assert answer.json["ok"]


def test_health_when_the_queue_is_gone(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "huey", None)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["database"], answer.json["queue"]) == (True, False)


def test_robots_stay_out_of_what_needs_a_sign_in(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /people" in answer.text


def test_the_icon_is_there_for_browsers_that_guess(client: FlaskClient, app: Flask) -> None:
    assert client.get("/favicon.ico", follow_redirects=True, buffered=True).status_code == 200
