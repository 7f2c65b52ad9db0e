"""Free texts stay texts: in pages, fragments, live frames, and JSON inside of pages."""

import json
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser

import pytest
from flask import Flask

from blueprints.contests import boards
from blueprints.contests.services import seats
from realtime import rooms
from store.actors import SYSTEM
from tests.http.permissions.cast import Scene
from tests.http.permissions.requests import addresses, ask
from tests.http.security.texts import HOSTILE, SIGN, write_everywhere
from web.languages import LANGUAGES

READERS = ("administrator", "announcer", "judge", "nobody")


class Tags(HTMLParser):
    """Whatever the payload would have to become to do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.scripts: list[str] = []
        self._in_data = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if SIGN in given or given.get("src") == SIGN or any(n.startswith("on") for n in given):
            self.found.append(f"<{tag} {given}>")
        self._in_data = tag == "script" and given.get("type") == "application/json"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.scripts.append(data)
        self._in_data = False


@pytest.fixture
def hostile(scene: Scene) -> Scene:
    """The scene with the payload in every free text that its pages show."""
    write_everywhere(scene.hall)
    return scene


def _pages(scene: Scene, role: str) -> Iterator[tuple[str, str]]:
    for endpoint, method, rule in addresses(scene.app):
        if method == "GET":
            answer = ask(scene, role, endpoint, method, rule)
            assert answer.status_code < 500, endpoint
            if answer.mimetype == "text/html":
                yield endpoint, answer.text


def _frames(scene: Scene) -> Iterator[tuple[str, str]]:
    hall = scene.hall
    names = [f"board:{hall.round_id}:{language}" for language in boards.LOCALES]
    names += [f"desk:{hall.round_id}:{language}" for language in LANGUAGES]
    for room in names:
        kind = rooms.find(room)
        assert kind is not None
        frame = kind.frame_of(room, 1, kind.position_of(room)[1])
        for fragment in frame["fragments"]:
            yield room, fragment["html"]


def _harm(place: str, html: str) -> list[str]:
    tags = Tags()
    tags.feed(html)
    for script in tags.scripts:
        json.loads(script)  # a payload that broke out would leave half a document behind
    filled_in = "42{0.__class__}" in html or "&lt;class" in html or "<class" in html
    return [f"{place}: {found}" for found in [*tags.found, *(["filled in"] if filled_in else [])]]


@pytest.mark.parametrize("role", READERS)
def test_no_page_turns_a_text_into_markup(hostile: Scene, role: str) -> None:
    pages = list(_pages(hostile, role))
    assert [harm for place, html in pages for harm in _harm(place, html)] == []
    assert sum(SIGN in html for _place, html in pages) >= {"nobody": 3, "judge": 4}.get(role, 8)


def test_no_frame_turns_a_text_into_markup(hostile: Scene) -> None:
    frames = list(_frames(hostile))
    assert [harm for place, html in frames for harm in _harm(place, html)] == []
    assert any(SIGN in html for _place, html in frames)


def test_the_search_would_see_markup() -> None:
    assert _harm("page", f"<p>{HOSTILE}</p>")
    assert _harm("page", f"<p>{int}</p>")


def test_what_visitors_type_into_addresses_stays_text(scene: Scene, app: Flask) -> None:
    client = scene.visitor("administrator")
    hall = scene.hall
    for path in (
        f"/contests/rounds/{hall.round_id}/desk?find={HOSTILE}",
        f"/contests/rounds/{hall.round_id}/desk/panel?find={HOSTILE}&page=9",
        f"/contests/?q={HOSTILE}&show={HOSTILE}",
        f"/people/accounts?q={HOSTILE}&role={HOSTILE}&state={HOSTILE}&page={HOSTILE}",
        f"/people/audit?actor={HOSTILE}&subject={HOSTILE}&since={HOSTILE}",
        f"/board/{hall.round_id}/overlay?show={HOSTILE}&lang={HOSTILE}",
        f"/sign-in?next={HOSTILE}",
        f"/{HOSTILE}",
    ):
        answer = client.get(path, headers={"User-Agent": HOSTILE, "Referer": HOSTILE})
        assert answer.status_code < 500
        assert _harm(path, answer.text) == []


def test_a_user_agent_is_never_repeated(scene: Scene, now: datetime) -> None:
    judge_id = scene.hall.judges[0].id
    assert judge_id is not None
    code = seats.issue_join_code(SYSTEM, judge_id, now)
    phone = scene.app.test_client()
    phone.post(
        f"/join/{code}", data={"take_over": "1"}, headers={"User-Agent": f"iPhone {HOSTILE}"}
    )
    device = seats.active_device(judge_id)
    assert device is not None
    assert device.label == "iPhone"
