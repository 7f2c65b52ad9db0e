"""A holder's pages and files: theirs alone, and with names that any system takes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates.services import status
from blueprints.certificates.services.mine import claim
from documents.plain_pdf import one_page
from store import write
from store.actors import SYSTEM
from store.files import files
from tests.support.issued import ROWS, anew, issued, with_file
from tests.support.limits import with_limits
from tests.support.people import World, make_world, send, sign_in

ADMIN = "钱示二"  # the name of the account that signs in here
MINE = "/certificates/mine"


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def own(world: World, now: datetime) -> int:
    """The id of a certificate in the name of the account that signs in."""
    one = issued(world.west, now, [replace(ROWS[0], name=ADMIN)])[0]
    with_file(one.id, one_page(), "示例西区总工会")
    return one.id


@pytest.fixture
def holder(world: World, client: FlaskClient) -> FlaskClient:
    sign_in(client, "qian")
    return client


def test_a_holder_takes_a_certificate_in(own: int, holder: FlaskClient) -> None:
    assert "您名下还没有证书" in holder.get(MINE).text
    code = anew(own).code
    wrong = send(holder, f"{MINE}/claim", MINE, code=code, full_name="李示四")
    assert wrong.status_code == 422
    assert "未找到" in wrong.text
    done = send(holder, f"{MINE}/claim", MINE, code=code.lower(), full_name=ADMIN)
    assert (done.status_code, done.location) == (303, MINE)
    page = holder.get(MINE).text
    assert anew(own).award in page
    assert f"{MINE}/{own}/certificate.pdf" in page


def test_empty_and_endless_claims_are_refused_at_the_field(holder: FlaskClient) -> None:
    for fields in ({}, {"code": "x" * 65, "full_name": "名" * 121}):
        answer = send(holder, f"{MINE}/claim", MINE, **fields)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text


def test_strangers_are_sent_to_sign_in(client: FlaskClient, own: int) -> None:
    for page in (MINE, f"{MINE}/{own}/certificate.pdf"):
        assert client.get(page).location.startswith("/sign-in")


def test_a_file_comes_under_a_good_name(
    world: World, own: int, holder: FlaskClient, now: datetime
) -> None:
    address = f"{MINE}/{own}/certificate.pdf"
    assert holder.get(address).status_code == 404
    claim(world.actor(world.west_admin), anew(own).code, ADMIN, now)
    answer = holder.get(address)
    assert (answer.data, answer.mimetype) == (one_page(), "application/pdf")
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment;")
    assert unquote(header).endswith(f"荣誉证书-{ADMIN}-{anew(own).number}.pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_name_breaks_no_header(own: int, client: FlaskClient) -> None:
    with write():
        anew(own).name = '"\r\nX-Evil: 1\r\n\r\n../../名'
    answer = client.get(f"/own/{anew(own).own_key}/certificate.pdf")
    assert answer.status_code == 200
    assert "X-Evil" not in answer.headers
    assert ".." not in unquote(answer.headers["Content-Disposition"]).partition("名")[2]


def test_the_key_opens_the_holders_page(own: int, client: FlaskClient) -> None:
    one = anew(own)
    page = client.get(f"/own/{one.own_key}")
    assert page.status_code == 200
    assert ADMIN in page.text
    assert f"/v/{one.code}" in page.text
    assert client.get(f"/own/{one.own_key}/certificate.pdf").data == one_page()


@pytest.mark.parametrize("key", ["x", "a" * 32, "..%2f..%2fetc%2fpasswd", "钥" * 32, "a" * 4000])
def test_other_keys_open_nothing(own: int, client: FlaskClient, key: str) -> None:
    for address in (f"/own/{key}", f"/own/{key}/certificate.pdf"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert ADMIN not in answer.text


def test_what_is_not_valid_is_shown_and_not_given_out(
    own: int, client: FlaskClient, now: datetime
) -> None:
    status.revoke(SYSTEM, own, "误发", now)
    one = anew(own)
    page = client.get(f"/own/{one.own_key}")
    assert "撤销" in page.text
    assert "certificate.pdf" not in page.text
    assert client.get(f"/own/{one.own_key}/certificate.pdf").status_code == 404


def test_a_lost_file_is_told(own: int, client: FlaskClient) -> None:
    one = anew(own)
    files().remove(one.file)
    answer = client.get(f"/own/{one.own_key}/certificate.pdf")
    assert answer.status_code == 404
    assert "缺少该证书的文件" in answer.text


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    with with_limits(app) as made:
        yield made


def test_claims_are_few(limited: Flask, own: int) -> None:
    client = limited.test_client()
    sign_in(client, "qian")
    seen = [
        send(client, f"{MINE}/claim", MINE, code=f"{n:016}", full_name=ADMIN).status_code
        for n in range(6)
    ]
    assert seen == [422] * 5 + [429]
