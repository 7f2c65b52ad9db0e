"""Headers, caches, downloads and exports: what an answer lets a browser or a spreadsheet do."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app import create_app
from blueprints.contests.services import desk
from blueprints.people import services
from realtime import tickets
from store.actors import SYSTEM
from tests.http.permissions.cast import Scene
from tests.http.permissions.requests import addresses, ask
from web.security import POLICY

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1", "＠x", '=HYPERLINK("x")')
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MAY_BE_KEPT = {
    "certificates.result_pdf",
    "contests.board_panel",
    "contests.results_json",
    "home.favicon",
}
# By the asking browser alone: pictures for an hour, public rolls after asking again.
KEPT_BY_ONE = {
    "certificates.fonts_sample",
    "certificates.honor",
    "certificates.honor_photo",
    "certificates.honor_poster",
    "certificates.honor_slideshow",
    "certificates.issued_picture",
    "certificates.mine_file",
    "certificates.own_file",
    "certificates.recipient_photo",
    "certificates.seal_image",
    "certificates.templates_picture",
    "certificates.templates_ready_picture",
    "classroom.book_cover",
    "classroom.guest_photo",
    "classroom.material",
    "classroom.reading_picture",
    "classroom.season_calendar",
    "classroom.season_cover",
    "classroom.session_calendar",
    "classroom.session_book_cover",
    "classroom.session_cover",
}
ONLY_A_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
DISPOSITION = re.compile(
    r"""(attachment|inline)(; filename="?[\w. -]+"?)?(; filename\*=UTF-8''[\w.%~-]+)?"""
)


@pytest.mark.parametrize("role", ["administrator", "judge", "nobody"])
def test_every_answer_carries_the_strict_headers(scene: Scene, role: str) -> None:
    for endpoint, method, rule in addresses(scene.app):
        if endpoint in ("home.sign_out", "home.end_sessions"):
            continue
        answer = ask(scene, role, endpoint, method, rule)
        headers = answer.headers
        policy = ONLY_A_PICTURE if answer.mimetype == "image/svg+xml" else POLICY
        assert headers["Content-Security-Policy"].startswith(policy), endpoint
        assert headers["X-Content-Type-Options"] == "nosniff", endpoint
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer"), endpoint
        cached = headers.get("Cache-Control", "")
        kept = endpoint in MAY_BE_KEPT or (endpoint in KEPT_BY_ONE and "private" in cached)
        assert "no-store" in cached or kept, (endpoint, cached)
        assert "public" not in cached, endpoint
        disposition = headers.get("Content-Disposition", "attachment")
        assert DISPOSITION.fullmatch(disposition), (endpoint, disposition)


def test_the_policy_allows_nothing_inline_and_no_framing() -> None:
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    for directive in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in POLICY


class Inline(HTMLParser):
    """Scripts and styles inside of a page; texts that only speak of them are none."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        acts = [name for name in given if name == "style" or name.startswith("on")]
        leads = [text for text in given.values() if (text or "").strip().startswith("javascript:")]
        script = tag == "script" and "src" not in given and given.get("type") != "application/json"
        if acts or leads or script or tag == "style":
            self.found.append(f"<{tag} {given}>")


def test_no_page_holds_anything_inline(scene: Scene) -> None:
    for role in ("administrator", "judge", "nobody"):
        for endpoint, method, rule in addresses(scene.app):
            if method == "GET":
                answer = ask(scene, role, endpoint, method, rule)
                if answer.mimetype == "text/html":
                    assert Inline(answer.text).found == [], endpoint


def test_paths_lead_out_of_no_folder(client: FlaskClient) -> None:
    for path in (
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/static/..%2fconfig.py",
        "/static/css/..%5c..%5cconfig.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/css/tokens.css%00.html",
    ):
        answer = client.get(path, follow_redirects=True)  # of doubled slashes
        assert answer.status_code in (400, 404), path
        assert b"GUILDHALL_" not in answer.data
        assert b"root:" not in answer.data


def test_errors_tell_nothing_of_the_inside(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    def fail() -> str:
        raise RuntimeError("secret-of-the-inside")

    monkeypatch.setitem(app.view_functions, "home.start", fail)
    for headers in ({}, {"Accept": "application/json"}, {"HX-Request": "true"}):
        answer = client.get("/", headers=headers)
        assert answer.status_code == 500
        assert not re.search(r"secret-of|Traceback|RuntimeError|\.py", answer.text)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_export_holds_a_formula(scene: Scene, formula: str) -> None:
    key = scene.hall.entry(0).key
    desk.deduct(SYSTEM, scene.hall.round_id, key, "1", formula, "formula-key", scene.now)
    data = services.OrganisationData(formula + "工会", "enterprise_union")
    services.create_organisation(SYSTEM, data, parent_id=scene.west, now=scene.now)
    client = scene.visitor("administrator")
    for path in (f"/contests/rounds/{scene.hall.round_id}/ledger.csv", "/people/audit.csv"):
        answer = client.get(path)
        assert answer.status_code == 200
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(rows) > 2
        assert any(formula.strip() in cell for row in rows for cell in row)
        assert [cell for row in rows for cell in row if cell.startswith(LEADS)] == []


@pytest.mark.parametrize("proxies", [0, 1])
def test_the_visitors_own_address_is_believed_of_no_visitor(app: Flask, proxies: int) -> None:
    made = create_app(replace(app.extensions["settings"], proxies=proxies))
    seen: list[str | None] = []

    @made.get("/whoami")
    def whoami() -> str:
        seen.append(request.remote_addr)
        return ""

    forged = "6.6.6.6, 7.7.7.7"  # the last one is the proxy's, if there is one
    headers = {"X-Forwarded-For": forged, "X-Real-IP": "6.6.6.6", "Forwarded": "for=6.6.6.6"}
    made.test_client().get("/whoami", headers=headers)
    assert seen == ["7.7.7.7" if proxies else "127.0.0.1"]


def test_a_live_ticket_is_good_only_while_the_right_is(scene: Scene, now: datetime) -> None:
    hall, client = scene.hall, scene.app.test_client()
    asked = {"room": f"desk:{hall.round_id}:en"}

    def answer(ticket: str, room: str = asked["room"]) -> int:
        return client.get(
            "/live/catch-up", query_string={"room": room, "ticket": ticket}
        ).status_code

    account = scene.accounts["scorer"]
    at = datetime.now(UTC)
    ticket = tickets.issue(f"account:{account}", [f"desk:{hall.round_id}"], at)
    assert answer(ticket) == 200
    assert answer(ticket, "desk:999:en") == 403
    assert answer(ticket[:-2] + "xx") == 403
    assert answer(tickets.issue("anonymous", [f"desk:{hall.round_id}"], at)) == 403
    assert answer(tickets.issue("account:99999", [f"desk:{hall.round_id}"], at)) == 403
    stranger = scene.accounts["stranger"]
    assert answer(tickets.issue(f"account:{stranger}", [f"desk:{hall.round_id}"], at)) == 403
    services.set_account_active(SYSTEM, account, active=False, now=now)
    assert answer(ticket) == 403


@pytest.mark.parametrize(
    "room",
    [
        "desk:1:en:more",
        "desk:01:en",
        "desk:١:en",
        "desk:1:EN",
        "desk:-1:en",
        "desk:9999999999999999999:en",
        "desk:1",
        "desk:1:en\n",
        "desk:1:../en",
        "judge:1:2",
        "judge:",
        "JUDGE:1",
        "judge:1\x00",
        "nothing:1",
        "{0}:1",
        "desk:%s:en",
        "board:1:zh|x",
    ],
)
def test_odd_rooms_are_nobodys(scene: Scene, room: str) -> None:
    ticket = tickets.issue(
        f"account:{scene.accounts['administrator']}",
        ["desk:1", "desk:-1", "judge:1", "board:1", room],
        datetime.now(UTC),
    )
    answer = scene.app.test_client().get(
        "/live/catch-up", query_string={"room": room, "ticket": ticket}
    )
    if room == "desk:01:en":  # the same round by another name; its ticket has to name it so
        ticket = tickets.issue("anonymous", ["desk:1"], datetime.now(UTC))
        answer = scene.app.test_client().get(
            "/live/catch-up", query_string={"room": room, "ticket": ticket}
        )
    assert answer.status_code in (400, 403, 404)


def test_no_request_carries_a_nul_in(scene: Scene) -> None:
    """PostgreSQL refuses to keep one, which would be a fault in the middle of a transaction."""
    client, hall = scene.visitor("administrator"), scene.hall
    judges = f"/contests/{hall.contest_id}/judges"
    assert client.post(judges, data={"name": "a\0b", "unit": ""}).status_code == 400
    assert client.get("/people/accounts?q=%00").status_code == 400
    assert client.get(f"/contests/rounds/{hall.round_id}/desk/entries/%00").status_code == 400
    assert client.post(judges, data={"name": "ab", "unit": ""}).status_code == 303
