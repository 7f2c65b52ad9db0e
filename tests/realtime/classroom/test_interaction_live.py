"""Interaction on a real server: panels and totals reach everybody, quizzes keep their secret."""

import hashlib
import http.client
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Check, Participant, Poll, Vote
from blueprints.classroom.queries import polls as queries
from blueprints.classroom.services import checks, entering
from blueprints.classroom.services.polls import course, editing
from realtime import Identity, tickets
from store import db, write
from tests.realtime.engine.client import SocketClient
from tests.support.classroom import Room, make_room, staff_browser
from tests.support.server import Server

VOTERS, AT_ONCE = 1000, 40


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC))


class Phone:
    """A guest's phone over plain HTTP, as the browser speaks it."""

    def __init__(self, server: Server, room: Room, cookies: str, token: str = "") -> None:
        self._port, self._room = int(server.url.rpartition(":")[2]), room
        self.cookies, self._token = cookies, token

    @classmethod
    def at_the_door(cls, server: Server, room: Room, nickname: str) -> "Phone":
        phone = cls(server, room, "")
        page, cookies = phone._ask("GET", f"/class/{room.key}")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token is not None
        phone.cookies, phone._token = "; ".join(cookies), token[1]
        _page, more = phone._ask("POST", f"/class/{room.key}/enter", nickname=nickname)
        phone.cookies = "; ".join([*(c for c in cookies if c[:9] != "guildhall"), *more])
        page, _none = phone.get("room")
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert token is not None, page[:300]
        phone._token = token[1]
        return phone

    def get(self, place: str) -> tuple[str, list[str]]:
        return self._ask("GET", f"/class/{self._room.key}/{place}")

    def post(self, place: str, **fields: Any) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            self._ask("POST", f"/class/{self._room.key}/{place}", **fields)[0]
        )
        return found

    def _ask(self, method: str, path: str, **fields: Any) -> tuple[str, list[str]]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Cookie": self.cookies, "X-CSRFToken": self._token}
        if "choice" in fields or "text" in fields:
            headers |= {"X-Requested-With": "fetch", "Accept": "application/json"}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrf_token": self._token, **fields}, doseq=True)
        line.request(method, path, body, headers)
        answer = line.getresponse()
        cookies = answer.headers.get_all("Set-Cookie") or []
        text = answer.read().decode()
        line.close()
        return text, [cookie.split(";")[0] for cookie in cookies]


class Watcher:
    """A socket in the room (or the studio) of a participant."""

    def __init__(self, server: Server, room: Room, who: int, name: str = "class") -> None:
        self.room = f"{name}:{room.session_id}:zh"
        self.socket = SocketClient(int(server.url.rpartition(":")[2]))
        rooms = [f"{name}:{room.session_id}"]
        ticket = tickets.issue(str(Identity("viewer", who)), rooms, datetime.now(UTC))
        self.joined = self.socket.join(self.room, ticket)
        assert self.joined["ok"], self.joined

    def frames(self) -> str:
        return json.dumps(self.socket.named("frame"), ensure_ascii=False)

    def state(self, key: str) -> Any:
        told = [said["values"][key] for said in self.socket.named("state") if key in said["values"]]
        return told[-1] if told else None

    def until_state(self, key: str, met: Any) -> Any:
        self.socket.until(lambda: met(self.state(key)))
        return self.state(key)

    def close(self) -> None:
        self.socket.sock.close()


def opened(room: Room, kind: str = "single", right: tuple[int, ...] = ()) -> int:
    now, actor = datetime.now(UTC), room.actor(room.host)
    draft = editing.Draft(
        kind, "你最常在什么时候读书？", ("睡前", "午休", "周末"), frozenset(right)
    )
    poll_id = editing.create(actor, room.session_id, draft, now)
    course.open_poll(actor, room.session_id, poll_id, now)
    return poll_id


def newest() -> int:
    db.session.rollback()
    return db.session.scalars(sa.select(sa.func.max(Participant.id))).one()


def test_totals_reach_the_room_and_the_studio(room: Room, serving: Server) -> None:
    poll_id = opened(room)
    phone = Phone.at_the_door(serving, room, "晴空")
    viewer = Watcher(serving, room, newest())
    host = entering.enter_as_staff(room.actor(room.host), room.session, datetime.now(UTC))
    studio = Watcher(serving, room, host, "studio")
    other = Phone.at_the_door(serving, room, "海风")
    assert phone.post(f"polls/{poll_id}/vote", choice="0")["again"] is False
    assert phone.post(f"polls/{poll_id}/vote", choice="1")["choice"] == [0]
    assert other.post(f"polls/{poll_id}/vote", choice="2")["again"] is False
    for watcher in (viewer, studio):
        total = watcher.until_state(f"poll:{poll_id}", lambda value: value and value["voters"] == 2)
        assert total["counts"] == {"0": 1, "1": 0, "2": 1}
        watcher.close()
    late = Watcher(serving, room, newest())  # a state is told at joining, too
    assert late.joined["state"][f"poll:{poll_id}"]["voters"] == 2
    late.close()


def test_a_quiz_tells_no_socket_its_answer_before_it_is_closed(
    app: Flask, room: Room, serving: Server
) -> None:
    phone = Phone.at_the_door(serving, room, "晴空")
    viewer = Watcher(serving, room, newest())
    host = StudioLine(app, serving, room)
    poll_id = host.new_quiz()
    viewer.socket.until(lambda: "poll.opened" in viewer.frames())
    assert phone.post(f"polls/{poll_id}/vote", choice="1")["right"] is None
    hidden = viewer.until_state(f"poll:{poll_id}", lambda value: value and value["voters"] == 1)
    assert hidden == {"voters": 1}
    assert "data-right" not in viewer.frames() + phone.get("panels/poll")[0]
    host.post(f"polls/{poll_id}/close")
    viewer.socket.until(lambda: "poll.closed" in viewer.frames())
    assert 'data-right=\\"1\\"' in viewer.frames()
    assert json.loads(phone.get("mine.json")[0])["votes"][str(poll_id)]["right"] is True
    viewer.close()


class StudioLine(Phone):
    """The host's browser, signed in."""

    def __init__(self, app: Flask, server: Server, room: Room) -> None:
        browser = staff_browser(app, "host")
        cookie = browser.get_cookie("guildhall")
        assert cookie is not None
        super().__init__(server, room, f"guildhall={cookie.value}")
        page, cookies = self._ask("GET", f"/classroom/sessions/{room.session_id}/studio")
        self.cookies = "; ".join(cookies) or self.cookies
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert token is not None
        self._token = token[1]

    def post(self, place: str, **fields: Any) -> dict[str, Any]:
        address = f"/classroom/sessions/{self._room.session_id}/{place}"
        self._ask("POST", address, **fields)
        return {}

    def new_quiz(self) -> int:
        self.post(
            "polls",
            **{"kind": "quiz", "question": "多少页？", "option-0": "三百", "option-1": "七百"},
            **{"right-1": "1", "open": "1"},
        )
        db.session.rollback()
        poll = db.session.scalars(sa.select(Poll)).one()
        assert poll.state == "open"
        return poll.id


def near_the_end(room: Room) -> None:
    """A check of presence is due within 25 seconds."""
    soon = timedelta(minutes=10) - checks.PRESENCE_LASTS - timedelta(seconds=25)
    with write():
        room.session.went_live_at = datetime.now(UTC) - soon
        room.session.presence_checks = 6


def test_a_check_of_presence_comes_by_itself(room: Room, serving: Server) -> None:
    """Two minutes and 25 seconds before its part of the hour ends it has to come soon."""
    phone = Phone.at_the_door(serving, room, "晴空")
    near_the_end(room)
    viewer = Watcher(serving, room, newest())
    begun = time.monotonic()

    def opened() -> bool:
        """A server that is held up may look too late for it: then its time comes once more."""
        nonlocal begun
        if time.monotonic() - begun > 40:
            near_the_end(room)
            begun = time.monotonic()
        return "check.opened" in viewer.frames()

    viewer.socket.until(opened, 200)
    db.session.rollback()
    check = db.session.scalars(sa.select(Check)).one()
    assert check.kind == "presence"
    assert phone.post(f"checks/{check.id}", text="")["again"] is False
    viewer.close()


@pytest.mark.alone
def test_a_thousand_votes_at_once_are_counted_exactly(room: Room, serving: Server) -> None:
    """A thousand people, every tenth twice from two devices: nobody is lost or counted twice."""
    poll_id = opened(room)
    first = Phone.at_the_door(serving, room, "晴空")
    viewer = Watcher(serving, room, newest())
    phones = [first, *_guests(serving, room, first, VOTERS - 1)]
    choices = [number % 3 for number in range(VOTERS)]
    presses = [*enumerate(phones), *list(enumerate(phones))[::10]]
    begin, refused = time.monotonic(), []

    def press(of: tuple[int, Phone]) -> None:
        answer = of[1].post(f"polls/{poll_id}/vote", choice=str(choices[of[0]]))
        if answer.get("choice") != [choices[of[0]]]:
            refused.append(answer)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        pressed = [pool.submit(press, of) for of in presses]
        # Listening meanwhile: who answers no ping for a while is cut off.
        viewer.socket.until(lambda: all(one.done() for one in pressed), 240)
    took = time.monotonic() - begin
    assert [one.exception() for one in pressed if one.exception()] == []
    assert refused == []
    expected = {str(option): choices.count(option) for option in range(3)}
    total = viewer.until_state(f"poll:{poll_id}", lambda value: value and value["voters"] == VOTERS)
    assert total["counts"] == expected
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Vote.id))) == VOTERS
    view = queries.poll_view(db.session.get_one(Poll, poll_id))
    assert {str(bar.position): bar.votes for bar in view.bars} == expected
    states = [s for s in viewer.socket.named("state") if f"poll:{poll_id}" in s["values"]]
    assert len(states) <= took + 3, "totals are told once a second at most"
    print(f"{len(presses)} votes in {took:.1f} s, {len(states)} states")
    viewer.close()


def _guests(server: Server, room: Room, like: Phone, count: int) -> list[Phone]:
    """Guests who came in before: their tokens are made here, the session cookie is shared."""
    now, made = datetime.now(UTC), []
    session_cookie = next(c for c in like.cookies.split("; ") if c.startswith("guildhall="))
    with write():
        for number in range(count):
            token = f"token-{number:04d}-{'x' * 20}"
            db.session.add(
                Participant(
                    session_id=room.session_id,
                    token_hash=hashlib.sha256(token.encode()).hexdigest(),
                    nickname=f"书友{number}",
                    joined_at=now,
                )
            )
            cookies = f"{session_cookie}; class_{room.session_id}={token}"
            made.append(Phone(server, room, cookies, like._token))
    return made
