"""Roles, and sessions that were left alone."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from store.actors import Actor, Grant
from tests.http.web.conftest import Visitor


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_an_account_comes_in_but_not_without_the_role(
    client: FlaskClient, visitor: Visitor
) -> None:
    visitor.actor = Actor("account", 1, "李示四")
    assert client.get("/own").text == "own"
    assert client.get("/scoring").status_code == 403
    visitor.actor = Actor(
        "account", 1, "李示四", frozenset({Grant("scorer", "contest", contest_id=3)})
    )
    assert client.get("/scoring").text == "scoring"


def test_a_judge_is_no_account(client: FlaskClient, visitor: Visitor) -> None:
    visitor.actor = Actor("judge", 1, "评委 1", contest_id=3)
    assert client.get("/own").status_code == 303


def ask(app: Flask, client: FlaskClient, path: str, at: datetime) -> str:
    app.extensions["clock"] = lambda: at
    return client.get(path).text


def test_a_session_left_alone_for_too_long_is_given_up(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    limit = timedelta(minutes=app.extensions["settings"].idle_minutes)
    assert ask(app, client, "/idle", now) == "here"
    assert ask(app, client, "/idle", now + limit) == "here"
    assert ask(app, client, "/idle", now + 2 * limit + timedelta(minutes=2)) == "gone"
    assert ask(app, client, "/idle", now + 3 * limit) == "here"


def test_what_a_page_asks_by_itself_is_not_someone_being_there(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    limit = timedelta(minutes=app.extensions["settings"].idle_minutes)
    assert ask(app, client, "/idle", now) == "here"
    assert ask(app, client, "/live/idle", now + limit - timedelta(minutes=1)) == "here"
    assert ask(app, client, "/live/idle", now + limit + timedelta(minutes=1)) == "gone"
