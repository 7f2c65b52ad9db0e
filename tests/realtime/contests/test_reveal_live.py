"""A reveal on a real server: what sockets hear, and that a kill -9 loses and repeats nothing."""

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime

import pytest
from flask import Flask

from blueprints.contests.models import CeremonyStep
from realtime import ANONYMOUS, tickets
from store import db
from tests.realtime.engine.client import SocketClient
from tests.support.contests import NAMES, Hall, make_hall
from tests.support.desk import Staff
from tests.support.processes import DEADLINE_S
from tests.support.reveals import begun, ceremony, confirmed
from tests.support.server import Server

TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return confirmed(make_hall(now, entries=4))


class Announcer:
    """The announcer's phone, as far as it is HTTP."""

    def __init__(self, server: Server, cookie: dict[str, str], ceremony_id: int) -> None:
        self._address = f"{server.url}/contests/reveals/{ceremony_id}"
        self._headers = {"Cookie": f"{cookie['name']}={cookie['value']}"}
        found = TOKEN.search(self._ask(self._address))
        assert found is not None
        self._token = html.unescape(found[1])

    def tap(self, at: int, *, back: bool = False) -> str:
        fields = {"at": str(at), "csrf_token": self._token, **({"back": "1"} if back else {})}
        return self._ask(f"{self._address}/move", urllib.parse.urlencode(fields).encode())

    def _ask(self, address: str, body: bytes | None = None) -> str:
        headers = {**self._headers, **({"HX-Request": "true"} if body else {})}
        request = urllib.request.Request(address, body, headers)
        with urllib.request.urlopen(request, timeout=DEADLINE_S) as answer:
            kept = answer.headers.get("Set-Cookie", "")
            if kept:  # the token is bound to the session
                self._headers["Cookie"] = kept.partition(";")[0]
            return str(answer.read().decode())


def watcher(server: Server, ceremony_id: int, room: str) -> SocketClient:
    socket = SocketClient(int(server.url.rpartition(":")[2]))
    ticket = tickets.issue(ANONYMOUS, [f"reveal:{ceremony_id}"], datetime.now(UTC))
    assert socket.join(room, ticket)["ok"]
    return socket


def shown(ceremony_id: int) -> int:
    db.session.rollback()  # the server writes: look anew
    return ceremony(ceremony_id).shown


def test_a_hall_hears_each_step_once_and_nothing_before(
    app: Flask, hall: Hall, server: Server, now: datetime
) -> None:
    found = begun(hall, now)
    staff = Staff(app, hall, now)
    documents = list(
        db.session.scalars(
            db.select(CeremonyStep.document)
            .where(CeremonyStep.ceremony_id == found.id)
            .order_by(CeremonyStep.number)
        )
    )
    cookie, room, total = staff.cookie("announcer"), f"reveal:{found.id}:zh", found.steps
    server.start()
    phone, screen = Announcer(server, cookie, found.id), watcher(server, found.id, room)
    for at in range(5):
        phone.tap(at)
        phone.tap(at)  # the thumb slipped
        screen.until(lambda at=at: any(f["seq"] > at for f in screen.named("frame")))
        heard = json.dumps(screen.named("frame"), ensure_ascii=False)
        known = json.dumps(documents[: at + 1], ensure_ascii=False)
        assert {n for n in NAMES[:4] if n in heard} == {n for n in NAMES[:4] if n in known}
    assert shown(found.id) == 5
    screen.sock.close()

    server.kill()
    server.start()
    again = watcher(server, found.id, room)
    phone = Announcer(server, cookie, found.id)
    phone.tap(4)  # what was on its way when the server died: counted already
    assert shown(found.id) == 5
    phone.tap(5, back=True)
    again.until(lambda: any(f["seq"] == 6 for f in again.named("frame")))
    assert shown(found.id) == 4
    for at in range(6, 6 + total - 4):
        phone.tap(at)
    again.until(lambda: any(f["seq"] == 2 + total for f in again.named("frame")))
    assert NAMES[0] in json.dumps(again.named("frame")[-1], ensure_ascii=False)
    again.sock.close()
