"""How answers travel: gzip, ETags, headers, cookies, proxies, and the weight of a hall page."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

GZIP = {"Accept-Encoding": "gzip, br"}
HALL_LIMIT = 150 * 1024  # bytes, gzipped: what a phone in a weak network may first load


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_large_text_is_compressed_small_text_is_not(client: FlaskClient) -> None:
    large = client.get("/sized/5000", headers=GZIP)
    assert large.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(large.data) == b"x" * 5000
    assert int(large.headers["Content-Length"]) == len(large.data) < 500
    for answer in (client.get("/sized/500", headers=GZIP), client.get("/sized/5000")):
        assert "Content-Encoding" not in answer.headers
        assert "Accept-Encoding" in answer.headers["Vary"]
    refusing = client.get("/sized/5000", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refusing.headers


def test_pages_with_secrets_differ_in_length_from_one_answer_to_the_next(
    client: FlaskClient,
) -> None:
    lengths = {len(client.get("/sized/5000", headers=GZIP).data) for _ in range(12)}
    assert len(lengths) > 1


def test_an_answer_that_may_be_kept_is_answered_304(client: FlaskClient) -> None:
    first = client.get("/sized/5000", headers=GZIP)
    again = client.get("/sized/5000", headers={**GZIP, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_static_files_are_compressed_and_kept(client: FlaskClient) -> None:
    address = re.search(r"/static/css/tokens\.css\?v=\w+", client.get("/page").text)
    assert address
    first = client.get(address[0], headers=GZIP, buffered=True)
    assert first.headers["Content-Encoding"] == "gzip"
    assert b"@layer" in gzip.decompress(first.data)
    assert "immutable" in first.headers["Cache-Control"]
    module = client.get("/static/js/shared/page.js", headers=GZIP, buffered=True)
    assert module.headers["Cache-Control"] == "no-cache"
    tag = {"If-None-Match": first.headers["ETag"]}
    again = client.get(address[0], headers={**GZIP, **tag}, buffered=True)
    assert again.status_code == 304
    assert client.get("/static/no-such.css", headers=GZIP).status_code == 404


def test_a_part_of_a_static_file_is_sent_as_it_is(client: FlaskClient) -> None:
    headers = {**GZIP, "Range": "bytes=0-9"}
    answer = client.get("/static/css/tokens.css", headers=headers, buffered=True)
    assert (answer.status_code, len(answer.data)) == (206, 10)
    assert "Content-Encoding" not in answer.headers


def test_pages_are_strict_and_not_stored(client: FlaskClient) -> None:
    answer = client.get("/page")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", answer.text)


def session_cookie(answer: TestResponse) -> str:
    return next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("guildhall="))


def test_the_session_cookie_is_secure_on_https_only(client: FlaskClient) -> None:
    assert "Secure" not in session_cookie(client.get("/page"))
    fresh = client.application.test_client()
    assert "Secure" in session_cookie(fresh.get("/page", base_url="https://hall.example"))


@pytest.mark.parametrize(("proxies", "secure"), [(0, False), (1, True)])
def test_forwarded_headers_count_only_behind_a_proxy_we_know(
    make: Callable[..., Flask], proxies: int, secure: bool
) -> None:
    client = make(proxies=proxies).test_client()
    answer = client.get("/page", headers={"X-Forwarded-Proto": "https"})
    assert ("Secure" in session_cookie(answer)) == secure


def test_a_hall_page_first_loads_within_its_weight(client: FlaskClient) -> None:
    page = client.get("/page", headers=GZIP)
    text = gzip.decompress(page.data).decode()
    addresses = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', text))
    addresses |= {"/static/vendor/socket.io.min.js", "/static/vendor/icons.svg"}
    modules = [a for a in addresses if "/js/" in a]
    while modules:
        source = text_of(client, modules.pop())
        for name in re.findall(r'(?:import|from) "\./([a-z-]+\.js)"', source):
            if (address := f"/static/js/shared/{name}") not in addresses:
                addresses.add(address)
                modules.append(address)
    assert any(a.endswith("toasts.js") for a in addresses)
    weights = {a: len(client.get(a, headers=GZIP, buffered=True).data) for a in addresses}
    assert len(page.data) + sum(weights.values()) <= HALL_LIMIT, weights


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address, buffered=True)
    assert answer.status_code == 200, address
    return answer.text
