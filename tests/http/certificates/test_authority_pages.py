"""Seals and keys over HTTP: who sees the page, what is sent, and pictures that can't act."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.certificates.models import Seal, SigningKey
from blueprints.certificates.services.authority import seals as authority_seals
from blueprints.certificates.studio import studio
from store import db
from store.actors import SYSTEM
from tests.support.people import World, csrf, make_world, send, sign_in
from tests.support.signing import PASSWORD, held
from tests.support.uploading import post_form, sent_file

PAGE = "/certificates/authority"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42"><circle r="20"/></svg>'


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return make_world(now)


@pytest.fixture
def keeper(world: World, client: FlaskClient) -> FlaskClient:
    sign_in(client, "qian")
    return client


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(model.id))) or 0


def upload(client: FlaskClient, address: str, **fields: object) -> TestResponse:
    return post_form(client, address, csrf_token=csrf(client, PAGE), **fields)


def seal_fields(content: bytes, name: str = "章.svg", **changed: object) -> dict[str, object]:
    return {"seal-title": "公章", "seal-size_mm": "42",
            "seal-image": sent_file(content, name), **changed}  # fmt: skip


def key_fields(content: bytes, password: str = PASSWORD) -> dict[str, object]:
    return {"key-title": "签名", "key-password": password,
            "key-pkcs12": sent_file(content, "钥.p12")}  # fmt: skip


def test_the_page_shows_ones_own_body(world: World, keeper: FlaskClient) -> None:
    page = keeper.get(PAGE)
    assert page.status_code == 200
    assert "示例西区总工会" in page.text
    assert keeper.get(f"{PAGE}?organisation={world.works}").status_code == 200
    for other in (world.east, world.city, 99999, "x"):
        assert keeper.get(f"{PAGE}?organisation={other}").status_code == 404


def test_a_seal_is_added_shown_and_retired(world: World, keeper: FlaskClient) -> None:
    done = upload(keeper, f"{PAGE}/{world.west}/seals", **seal_fields(SVG))
    assert (done.status_code, done.location) == (303, f"{PAGE}?organisation={world.west}")
    seal_id = db.session.scalars(sa.select(Seal.id)).one()
    picture = keeper.get(f"{PAGE}/seals/{seal_id}/image")
    assert picture.mimetype == "image/svg+xml"
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert "公章" in keeper.get(PAGE).text
    gone = send(keeper, f"{PAGE}/seals/{seal_id}/retirement", PAGE)
    assert gone.status_code == 303
    assert "已停用" in keeper.get(PAGE).text


@pytest.mark.parametrize(
    "changed",
    [
        {"seal-title": " "},
        {"seal-title": "长" * 121},
        {"seal-size_mm": "46"},
        {"seal-size_mm": "-1"},
        {"seal-size_mm": "四十"},
        {"seal-size_mm": "9" * 5000},
        {"seal-image": sent_file(b"", "")},
        {"seal-image": sent_file(b"GIF89a", "a.svg")},
        {"seal-image": sent_file(SVG + b" " * 2_100_000, "a.svg")},
        {"seal-image": "no file at all"},
    ],
)
def test_a_refused_seal_is_said_at_its_field(
    world: World, keeper: FlaskClient, changed: dict[str, object]
) -> None:
    answer = upload(keeper, f"{PAGE}/{world.west}/seals", **seal_fields(SVG, **changed))
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert count(Seal) == 0


def test_a_key_is_added_and_never_shown(world: World, keeper: FlaskClient, now: datetime) -> None:
    given = held(now).pkcs12()
    wrong = upload(keeper, f"{PAGE}/{world.west}/keys", **key_fields(given, "密码错"))
    assert wrong.status_code == 422
    assert "密码不正确" in wrong.text
    assert "密码错" not in wrong.text
    done = upload(keeper, f"{PAGE}/{world.west}/keys", **key_fields(given))
    assert done.status_code == 303
    page = keeper.get(PAGE).text
    assert db.session.scalars(sa.select(SigningKey.fingerprint)).one() in page
    assert PASSWORD not in page


def test_trying_takes_one_press(world: World, keeper: FlaskClient) -> None:
    for what in ("seals", "keys"):
        assert send(keeper, f"{PAGE}/{world.west}/{what}/trial", PAGE).status_code == 303
    assert (count(Seal), count(SigningKey)) == (1, 1)
    page = keeper.get(PAGE).text
    assert "仅供试用" in page
    assert "自制" in page


def test_other_bodies_are_out_of_reach(world: World, client: FlaskClient, now: datetime) -> None:
    seal_id = authority_seals.draw_seal(SYSTEM, world.west, now)
    sign_in(client, "sun")
    assert client.get(f"{PAGE}/seals/{seal_id}/image").status_code == 404
    for address in (
        f"{PAGE}/{world.west}/seals/trial",
        f"{PAGE}/{world.west}/keys/trial",
        f"{PAGE}/seals/{seal_id}/retirement",
        f"{PAGE}/keys/1/retirement",
    ):
        assert send(client, address, PAGE).status_code == 404
    answer = upload(client, f"{PAGE}/{world.west}/seals", **seal_fields(SVG))
    assert answer.status_code == 404
    assert (count(Seal), count(SigningKey)) == (1, 0)
