"""Verification in a browser's terms: pages for anybody, hostile questions, and limits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.certificates import codes
from blueprints.certificates.models import Notice
from blueprints.certificates.services import notices, status
from blueprints.certificates.services.notices import issuing as notices_issuing
from blueprints.certificates.studio import studio
from documents.inspecting import Inspector
from documents.plain_pdf import one_page
from documents.signing import Signer, make_own_key
from store import db, write
from store.actors import SYSTEM
from store.files import files
from tests.support.honors import honored_list, notice_input
from tests.support.issued import CLERK, anew, issued, page_saying, with_file
from tests.support.limits import with_limits
from tests.support.people import World, make_world
from tests.support.uploading import post_form, sent_file

UNKNOWN = "0123456789ABCDEF"


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    with with_limits(app, proxies=1) as made:
        yield made


def send(client: FlaskClient, content: bytes, name: str = "证书.pdf") -> TestResponse:
    return post_form(client, "/verify/file", file=sent_file(content, name))


def test_a_code_is_typed_and_answered(world: World, client: FlaskClient, now: datetime) -> None:
    one = issued(world.west, now)[0]
    start = client.get("/verify")
    assert start.status_code == 200
    typed = f"{one.code[:8].lower()} {one.code[8:]}"
    answer = client.get("/verify", query_string={"code": typed}, follow_redirects=True)
    assert answer.request.path == f"/v/{one.code}"
    for words in ("真实有效", "李*四", "示例机床厂工会", "一等奖", one.number):
        assert words in answer.text
    assert CLERK not in answer.text


def test_the_address_of_the_qr_code_is_typed_as_well(
    world: World, client: FlaskClient, now: datetime
) -> None:
    one = issued(world.west, now)[0]
    for address in (f"https://example.org/v/{one.code}", f"/v/{one.code}?lang=en"):
        answer = client.get("/verify", query_string={"code": address})
        assert answer.location == f"/v/{one.code}"


def test_any_spelling_leads_to_the_one_address(
    world: World, client: FlaskClient, now: datetime
) -> None:
    one = issued(world.west, now)[0]
    answer = client.get(f"/v/{one.code.lower()}?number=5")
    assert (answer.status_code, answer.location) == (301, f"/v/{one.code}?number=5")


def test_a_number_that_was_changed_shows(world: World, client: FlaskClient, now: datetime) -> None:
    one = issued(world.west, now)[0]
    warning = "编号与查验码不符"
    wrong = client.get(f"/v/{one.code}", query_string={"number": "示〔2026〕第9999号"})
    assert warning in wrong.text
    assert "第9999号" not in wrong.text
    assert "真实有效" not in wrong.text
    right = client.get(f"/v/{one.code}", query_string={"number": one.number})
    assert warning not in right.text


def test_each_state_is_unmistakable(world: World, client: FlaskClient, now: datetime) -> None:
    first, second, third = issued(world.west, now)
    with write():
        status.supersede(anew(first.id), anew(second.id), f"{CLERK}有误", now)
    status.revoke(SYSTEM, third.id, "误发", now)
    old = client.get(f"/v/{first.code}")
    assert "已更正换发" in old.text
    assert f'href="/v/{second.code}"' in old.text
    assert "李*四有误" in old.text
    gone = client.get(f"/v/{third.code}")
    assert "已撤销" in gone.text
    assert "误发" in gone.text
    for answer in (old, gone):
        assert answer.status_code == 200
        assert "真实有效" not in answer.text
    with write():
        anew(second.id).status = "reserved"
    waiting = client.get(f"/v/{second.code}")
    assert "尚未签发" in waiting.text
    assert second.number not in waiting.text


def test_no_public_page_has_a_full_name(world: World, client: FlaskClient, now: datetime) -> None:
    first, second, third = issued(world.west, now)
    with write():
        status.supersede(anew(first.id), anew(second.id), f"原为{CLERK}，应为孙示三", now)
    with_file(third.id, one_page())
    answers = [client.get(f"/v/{one.code}") for one in (first, second)]
    answers += [client.get(f"/v/{first.code}", headers={"Cookie": "language=en"})]
    with_file(second.id, one_page() + b"\n")
    answers.append(send(client, one_page() + b"\n"))
    for answer in answers:
        assert answer.status_code == 200
        assert CLERK not in answer.text
        assert "孙示三" not in answer.text


def test_unknown_codes_have_one_answer(world: World, client: FlaskClient, now: datetime) -> None:
    one = issued(world.west, now)[0]
    with write():
        anew(one.id).status = "void"
    asked = (
        UNKNOWN,
        one.code,
        "x",
        "A" * 3000,
        "查验",
        "<script>",
        "1;--",
        one.own_key,
    )
    answers = [client.get(f"/v/{code}") for code in asked]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {answer.text.replace(answer.request.path, "") for answer in answers}
    assert len({body.partition("<main")[2].partition("</main>")[0] for body in bodies}) == 1
    assert "查无此证" in answers[0].text
    assert "<script>1" not in "".join(bodies)


def test_what_is_no_code_is_said_at_the_field(client: FlaskClient, app: Flask) -> None:
    answer = client.get("/verify", query_string={"code": '"><script>alert(1)</script>'})
    assert answer.status_code == 422
    assert "16位字母和数字" in answer.text
    assert "<script>alert" not in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_search_engines_and_other_sites_learn_nothing(
    world: World, client: FlaskClient, now: datetime
) -> None:
    one = issued(world.west, now)[0]
    pages = ("/verify", f"/v/{one.code}", f"/v/{UNKNOWN}", f"/own/{one.own_key}")
    for answer in (*(client.get(page) for page in pages), send(client, one_page())):
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert '<meta name="robots" content="noindex' in answer.text
        assert "Set-Cookie" not in answer.headers


class TestFiles:
    def test_the_issued_file(self, world: World, client: FlaskClient, now: datetime) -> None:
        one = issued(world.west, now)[0]
        with_file(one.id, one_page())
        answer = send(client, one_page(), "../../<b>证书</b>.pdf")
        assert "真实有效" in answer.text
        assert "完全一致" in answer.text
        assert "<b>证书" not in answer.text
        status.revoke(SYSTEM, one.id, "误发", now)
        again = send(client, one_page())
        assert "已撤销" in again.text
        assert "真实有效" not in again.text

    @pytest.mark.parametrize(
        ("kind", "words"), [("decision", "真实的表彰决定"), ("notice", "真实的通报")]
    )
    def test_an_issued_notice(
        self, world: World, client: FlaskClient, now: datetime, kind: str, words: str
    ) -> None:
        given = notice_input(kind=kind)
        notice_id = notices.create_notice(SYSTEM, honored_list(world.west, now), given, now)
        notices_issuing.issue_notice(SYSTEM, notice_id, now)
        kept = files().read(db.session.get_one(Notice, notice_id).file)
        answer = send(client, kept)
        assert answer.status_code == 200
        for said in (words, given.title, given.issuer, given.document_number, "2026年5月12日"):
            assert said in answer.text
        assert "查无此证" in send(client, kept + b"\n").text

    def test_a_changed_file_is_told_by_the_code_on_it(
        self, world: World, client: FlaskClient, now: datetime
    ) -> None:
        one = issued(world.west, now)[0]
        pdf = page_saying(f"code {codes.grouped(one.code)}")
        with_file(one.id, pdf)
        answer = send(client, pdf.replace(b"/Root", b"/Root "))
        for words in ("不是签发时的原文件", "不能据此认定本文件真实", "李*四", one.number):
            assert words in answer.text
        assert f'href="/v/{one.code}"' in answer.text
        for words in ("查无此证", "真实有效", "完全一致", CLERK):
            assert words not in answer.text
        status.revoke(SYSTEM, one.id, "误发", now)
        assert "日撤销，不再有效" in send(client, pdf + b"\n").text

    def test_the_limit_that_is_told_is_the_one_that_holds(
        self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for upload_mb, told in ((16, 16), (3, 3), (90, 20)):
            settings = replace(app.extensions["settings"], upload_mb=upload_mb)
            monkeypatch.setitem(app.extensions, "settings", settings)
            monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", upload_mb << 20)
            assert f"文件不超过{told} MB" in client.get("/verify").text
            assert send(client, b"%PDF-" + b"x" * (told << 20)).status_code == 413

    def test_changed_and_foreign_files(
        self, world: World, client: FlaskClient, now: datetime
    ) -> None:
        signer = Signer()
        try:
            key = make_own_key("示例西区总工会<i>", now)
            signed = signer.sign([one_page()], *key, "证书", now)[0]
        finally:
            signer.close()
        assert "本系统不掌握的密钥" in send(client, signed).text
        changed = send(client, signed.replace(b"0 0 5 5 re", b"0 0 5 6 re"))
        assert "签名后被改动" in changed.text
        assert "示例西区总工会&lt;i&gt;" in changed.text
        assert "查无此证" in send(client, one_page()).text

    @pytest.mark.parametrize(
        "content", [b"%PDF-1.7\n" + b"\0" * 100_000, b"%PDF-", b"PK\x03\x04", b"x"]
    )
    def test_what_cannot_be_read_is_said(
        self, app: Flask, client: FlaskClient, content: bytes
    ) -> None:
        answer = send(client, content)
        assert answer.status_code == 200
        assert "无法读取" in answer.text

    def test_a_full_queue_is_said(
        self, app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        full = Inspector(workers=1, waiting=-1)
        monkeypatch.setitem(vars(studio()), "inspector", full)
        answer = send(client, one_page())
        full.close()
        assert answer.status_code == 503
        assert "请一分钟后再试" in answer.text

    def test_no_file_and_too_large_a_file(self, app: Flask, client: FlaskClient) -> None:
        assert client.post("/verify/file").status_code == 422
        assert send(client, b"").status_code == 422
        assert send(client, b"%PDF-" + b"x" * 17 * 1024 * 1024).status_code == 413
        assert client.get("/verify/file").location == "/verify"


class TestLimits:
    def test_guesses_are_few_and_do_not_stop_whoever_holds_a_real_one(
        self, limited: Flask, world: World, now: datetime
    ) -> None:
        one = issued(world.west, now)[0]
        ask = limited.test_client().get
        hall = {"X-Forwarded-For": "192.0.2.1"}
        for right, wrong in ((f"/v/{one.code}", "/v/"), (f"/own/{one.own_key}", "/own/")):
            guesses = [ask(f"{wrong}{n:016}", headers=hall).status_code for n in range(11)]
            assert guesses == [404] * 10 + [429]
            seen = {ask(right, headers=hall).status_code for _ in range(40)}
            assert seen == {200}
            assert ask(f"{wrong}{'8' * 16}", headers=hall).status_code == 429
            elsewhere = {"X-Forwarded-For": "192.0.2.2"}
            assert ask(f"{wrong}{'8' * 16}", headers=elsewhere).status_code == 404

    def test_one_network_of_ipv6_is_one_asker(self, limited: Flask, world: World) -> None:
        seen = [
            limited.test_client()
            .get(f"/v/{n:016}", headers={"X-Forwarded-For": f"2001:db8:1:2::{n + 1:x}"})
            .status_code
            for n in range(11)
        ]
        assert seen == [404] * 10 + [429]

    def test_files_are_few_a_minute(self, limited: Flask, world: World) -> None:
        client = limited.test_client()
        seen = [client.post("/verify/file").status_code for _ in range(11)]
        assert seen == [422] * 10 + [429]
