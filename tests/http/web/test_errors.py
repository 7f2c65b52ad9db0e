"""Refusals and faults as page, fragment and JSON, in both languages, with nothing of the inside."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

FRAGMENT = {"HX-Request": "true"}
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 503, 418])
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_each_status_is_a_page_with_a_way_on(
    client: FlaskClient, status: int, language: str
) -> None:
    answer = client.get(f"/stop/{status}?lang={language}")
    assert answer.status_code == status
    assert f'<p class="error-code num">{status}</p>' in answer.text
    assert ("返回首页" in answer.text) == (language == "zh_Hans_CN")
    assert "Set-Cookie" not in answer.headers


def test_a_refusal_says_its_own_words_in_all_three_forms(client: FlaskClient) -> None:
    assert "<h1>The round is locked.</h1>" in client.get("/refused").text
    fragment = client.get("/refused", headers=FRAGMENT)
    assert fragment.headers["HX-Retarget"] == "#toasts"
    assert fragment.headers["HX-Reswap"] == "beforeend"
    assert fragment.text.lstrip().startswith('<div class="toast-item toast-error"')
    for answer in (client.get("/refused", headers=SCRIPT), client.get("/refused.json")):
        assert answer.status_code == 409
        assert answer.json == {"error": {"code": "locked", "message": "The round is locked."}}


def test_json_is_also_told_by_what_the_asker_accepts(client: FlaskClient) -> None:
    answer = client.get("/stop/404", headers={"Accept": "application/json"})
    assert answer.json is not None
    assert answer.json["error"]["code"] == "not_found"
    assert client.get("/stop/404", headers={"Accept": "*/*"}).mimetype == "text/html"


def test_boosted_and_restored_pages_are_whole_pages(client: FlaskClient) -> None:
    for name in ("HX-Boosted", "HX-History-Restore-Request"):
        assert "<!doctype html>" in client.get("/refused", headers={**FRAGMENT, name: "true"}).text


@pytest.mark.parametrize("headers", [{}, FRAGMENT, SCRIPT])
def test_a_fault_is_logged_and_shows_nothing_of_the_inside(
    client: FlaskClient, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/fault", headers=headers)
    assert answer.status_code == 500
    assert "the password is" not in answer.text
    assert "Traceback" not in answer.text
    assert "the password is 1234" in caplog.text


def test_a_post_without_the_token_is_refused_with_a_remedy(client: FlaskClient) -> None:
    answer = client.post("/post", headers=SCRIPT)
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"]["code"] == "csrf"
    assert "请刷新页面后重试" in answer.json["error"]["message"]


def test_what_was_meant_for_machines_stays_in_the_headers(client: FlaskClient) -> None:
    assert "POST" in client.get("/post").headers["Allow"]


def test_sign_in_is_asked_of_pages_only(client: FlaskClient) -> None:
    page = client.get("/own?x=1")
    assert (page.status_code, page.location) == (303, "/sign-in?next=%2Fown%3Fx%3D1")
    assert client.get("/own", headers=FRAGMENT).status_code == 401
    assert client.get("/own", headers=SCRIPT).status_code == 401
