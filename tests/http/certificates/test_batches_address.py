"""A batch says beforehand where its QR codes will lead, if that address can't be relied on."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.award_lists import filled_list
from tests.support.issuing import issue_undrawn, made, passed, people, running
from tests.support.people import World, make_world, sign_in

WARNING = "GUILDHALL_PUBLIC_URL"


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def keeper(world: World, client: FlaskClient) -> FlaskClient:
    sign_in(client, "qian")
    return client


def public(app: Flask, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(app.extensions["settings"], public_url=address)
    monkeypatch.setitem(app.extensions, "settings", settings)


def test_a_new_batch_warns_of_an_address_that_will_not_last(
    app: Flask, world: World, keeper: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"/certificates/batches/new?list={filled_list(world.west, people(1), now)}"
    public(app, "http://192.0.2.7:8000", monkeypatch)
    for language, words in (("zh_Hans_CN", "二维码将指向"), ("en", "The QR codes will lead to ")):
        keeper.set_cookie("language", language)
        text = keeper.get(page).text
        assert f"{words}http://192.0.2.7:8000" in text
        assert WARNING in text
    public(app, "https://zs.example.org", monkeypatch)
    assert WARNING not in keeper.get(page).text


def test_the_page_of_a_batch_warns_until_it_is_issued(
    world: World, keeper: FlaskClient, now: datetime
) -> None:
    local = {"verify_base": "http://localhost"}
    draft = passed(made(world.west, people(1), now, **local), now)
    for page in (f"/certificates/batches/{draft}", f"/certificates/batches/{draft}/edit"):
        assert WARNING in keeper.get(page).text
    sound = passed(made(world.west, people(1), now), now)
    assert WARNING not in keeper.get(f"/certificates/batches/{sound}").text
    gone = running(world.west, people(1), now, **local)
    issue_undrawn(gone, "worker", now)
    assert WARNING not in keeper.get(f"/certificates/batches/{gone}").text
