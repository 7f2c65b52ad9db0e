"""The people of a quiz as real clients of a real server: contestants' phones, the desk, a screen.

Phones and screens keep a socket; the desk sends its forms over HTTP, as its page does.
"""

import re
import time
import uuid
from datetime import datetime
from html import unescape
from typing import Any

from blueprints.contests.replay.visitor import Visitor
from blueprints.people import services as people
from store.actors import SYSTEM
from tests.realtime.engine.client import Gone, SocketClient
from tests.support.people import PASSWORD, account
from tests.support.processes import wait_until

_PLACE = re.compile(r'data-live-room="(?P<room>[^"]+)"')
_TICKET = re.compile(r'data-live-ticket="(?P<ticket>[^"]+)"')
_SCREEN = re.compile(r'data-state="(\w+)" data-turn="(\d*)" data-heat="(\d+)"')
_DESK = re.compile(r'data-turn="(\d*)" data-phase="(\w*)"')
EXCHANGES = 4


def micros() -> int:
    """This phone's clock, which begins somewhere else than the server's."""
    return time.monotonic_ns() // 1000


class Screen:
    """Anybody who looks at a live page: the page first, then whatever the socket brings."""

    def __init__(self, url: str, path: str, visitor: Visitor | None = None) -> None:
        self.url, self.path = url, path
        self.visitor = visitor or Visitor(url)
        self.frames: list[str] = []
        self.reconnected = -1
        self.look()

    def look(self) -> None:
        """Load the page and join its room."""
        page = self.visitor.open(self.path)
        room, ticket = _PLACE.search(page), _TICKET.search(page)
        assert room and ticket, page[:400]
        self.frames.append(page)
        self.socket = SocketClient(int(self.url.rpartition(":")[2]))
        self.room = unescape(room[1])
        answer = self.socket.join(self.room, unescape(ticket[1]))
        assert answer["ok"], answer
        self._used = 0
        self.reconnected += 1

    def drain(self) -> None:
        """Take what has arrived: who doesn't read for long is cut off, and then comes again."""
        try:
            self.socket.hear()
        except (Gone, ConnectionError):
            self.close()
            self.look()
        self._take()

    def close(self) -> None:
        self.socket.sock.close()

    def sees(self, words: str) -> None:
        """Wait until the newest screen says so."""
        if words not in self.frames[-1]:
            self.socket.until(lambda: (self._take(), words in self.frames[-1])[1])

    def _take(self) -> None:
        bodies = self.socket.named("frame")
        for body in bodies[self._used :]:
            self.frames += [one["html"] for one in body.get("fragments", ())]
        self._used = len(bodies)


class Phone(Screen):
    """A contestant's phone that has sat down with the code of its QR."""

    def __init__(self, url: str, contestant_id: int, code: str) -> None:
        self.contestant_id = contestant_id
        visitor = Visitor(url)
        visitor.open(f"/quiz/join/{code}")
        visitor.post(f"/quiz/join/{code}", {})
        super().__init__(url, f"/quiz/seat/{contestant_id}/", visitor)
        self.exchanges: list[list[Any]] = []

    @property
    def screen(self) -> tuple[str, int, int]:
        """What the phone shows: its state, the turn, the heat."""
        self.drain()
        found = [one for one in map(_SCREEN.search, self.frames) if one][-1]
        return found[1], int(found[2] or 0), int(found[3])

    def wait(self, state: str) -> None:
        """Until it shows this state."""
        wait_until(lambda: self.screen[0] == state, f"{state} on phone {self.contestant_id}")

    def exchange(self) -> None:
        """Compare clocks with the server, a few times in a row."""
        last, self.exchanges = None, []
        for _number in range(EXCHANGES):
            asked = micros()
            answer = self._act("clock", {"last": last, "trip": None})
            self.exchanges.append([asked, micros(), answer["receipt"]])
            last = answer["receipt"]

    def press(self, *, at: int | None = None, key: str = "") -> dict[str, Any]:
        """Press the buzzer; what the server acknowledges."""
        return self.acknowledged(self.send_press(at=at, key=key))

    def send_press(self, *, at: int | None = None, key: str = "") -> int:
        """Press without waiting for the acknowledgement; its number."""
        _state, turn, heat = self.screen
        told = {"turn": turn, "heat": heat, "key": key or f"press-{uuid.uuid4()}"}
        data = {**told, "at": at or micros(), "clock": self.exchanges}
        return self.socket.send("act", {"room": self.room, "name": "press", "data": data})

    def acknowledged(self, number: int) -> dict[str, Any]:
        """Wait for what the server acknowledges."""
        answer: dict[str, Any] = self.socket.answer(number)
        return answer

    def hand_in(self, *options: int) -> None:
        """Answer the question on air."""
        fields = {"turn": self.screen[1], "key": f"answer-{uuid.uuid4()}", "option": options}
        self.visitor.post(f"/quiz/seat/{self.contestant_id}/answers", fields)

    def _act(self, name: str, data: dict[str, Any]) -> dict[str, Any]:
        body = {"room": self.room, "name": name, "data": data}
        answer: dict[str, Any] = self.socket.call("act", body)
        return answer


class Desk:
    """The quiz desk: forms and buttons of its page."""

    def __init__(self, url: str, quiz_id: int, username: str) -> None:
        self.visitor, self.quiz_id = Visitor(url), quiz_id
        self.visitor.open("/sign-in")
        self.visitor.post("/sign-in", {"username": username, "password": PASSWORD})
        self.base = f"/quizzes/{quiz_id}/desk"
        self.visitor.open(self.base)

    def act(self, verb: str, **fields: Any) -> None:
        """Press a button; a refusal raises."""
        given = {"key": f"desk-{uuid.uuid4().hex}", **fields}
        self.visitor.post(f"{self.base}/{verb}", given, fragment=True)

    def form(self, name: str, **fields: Any) -> None:
        """Fill in a form."""
        self.act(f"forms/{name}", **fields)

    @property
    def stands(self) -> tuple[int, str]:
        """The turn on air and its phase."""
        found = _DESK.search(self.visitor.open(f"{self.base}/panel"))
        assert found
        return int(found[1] or 0), found[2]

    def next(self, **fields: Any) -> int:
        """The next question, shown; its turn."""
        self.act("next", **fields)
        turn, _phase = self.stands
        self.act("show", turn=turn)
        return turn


def scorer(organisation_id: int, now: datetime, username: str = "quizdesk") -> str:
    """An account that may run the quizzes of an organisation; its user name."""
    made = account(username, "记分员示一", organisation_id, now, PASSWORD)
    people.grant_role(SYSTEM, made, "scorer", now=now, organisation_id=organisation_id)
    return username
