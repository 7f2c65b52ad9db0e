"""Somebody in a room without a screen: HTTP with a cookie jar, and a socket beside it."""

import json
import re
import urllib.parse
from html import unescape
from typing import Any

from blueprints.contests.replay.visitor import Visitor
from tests.realtime.engine.client import PATIENCE_S, SocketClient
from tests.support.people import PASSWORD

_PLACE = re.compile(
    r'data-live-room="(?P<room>class:\d+:\w+)" data-live-ticket="(?P<ticket>[^"]+)" '
    r'data-epoch="(?P<epoch>\d+)" data-seq="(?P<seq>\d+)"'
)
_OWN = re.compile(
    r'id="own-room"[^>]*data-live-room="(?P<room>viewer:\d+)"[^>]*'
    r'data-epoch="(?P<epoch>\d+)" data-seq="(?P<seq>\d+)"'
)


class Listener:
    """A guest (or, with `username`, an account) who has come in and joined the live rooms."""

    def __init__(
        self,
        url: str,
        key: str,
        nickname: str,
        *,
        username: str = "",
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.visitor = Visitor(url, patience_s=patience_s)
        self.url, self.key = url, key
        if username:
            self.visitor.open("/sign-in")
            self.visitor.post("/sign-in", {"username": username, "password": PASSWORD})
        self.visitor.open(f"/class/{key}")
        self.visitor.post(f"/class/{key}/enter", {"nickname": nickname})
        self.look()
        self.items: list[dict[str, Any]] = []
        self.connect()

    def look(self) -> str:
        """Load the room's page: its place is where this listener stands."""
        page = self.visitor.open(f"/class/{self.key}/room")
        place, own = _PLACE.search(page), _OWN.search(page)
        assert place is not None and own is not None
        self.room, self.ticket = place["room"], unescape(place["ticket"])
        self.epoch, self.seq = int(place["epoch"]), int(place["seq"])
        self.own = own["room"]
        return page

    def connect(self) -> None:
        """Join; what was missed is caught up over HTTP, as a browser does."""
        self.socket = SocketClient(int(self.url.rpartition(":")[2]))
        self._used = 0
        answer = self.socket.join(self.room, self.ticket)
        assert answer["ok"], answer
        assert self.socket.join(self.own, self.ticket)["ok"]
        while answer["seq"] > self.seq or answer["epoch"] != self.epoch:
            self.catch_up(answer["seq"])

    def catch_up(self, want: int) -> None:
        """Ask for what was missed, up to `want` if that goes into one answer."""
        query = {"room": self.room, "epoch": self.epoch, "after": self.seq, "want": want}
        query["ticket"] = self.ticket
        address = f"/live/catch-up?{urllib.parse.urlencode(query)}"
        frame = json.loads(self.visitor.open(address))
        assert not frame.get("reset"), frame
        self._take(frame)

    def say(self, text: str, key: str) -> dict[str, Any]:
        """Send a message, again and again until there is an answer."""
        request = self.visitor._request(
            f"/class/{self.key}/messages",
            urllib.parse.urlencode({"text": text, "key": key}).encode(),
        )
        request.add_header("Accept", "application/json")
        request.add_header("X-Requested-With", "fetch")
        answer: dict[str, Any] = json.loads(self.visitor._send(request))["message"]
        return answer

    def texts(self) -> list[str]:
        """What this listener has been shown, in order."""
        self._read()
        return [i["payload"]["text"] for i in self.items if i["kind"] == "chat.message"]

    def kinds(self) -> list[str]:
        """What happened in the room, as this listener heard it."""
        self._read()
        return [item["kind"] for item in self.items]

    def told(self) -> list[str]:
        """What this listener alone was told."""
        frames = [f for f in self.socket.named("frame") if f["room"] == self.own]
        return [item["kind"] for frame in frames for item in frame["items"]]

    def until(self, condition: Any, patience_s: float = PATIENCE_S) -> None:
        """Read the socket until it holds."""
        self.socket.until(condition, patience_s)

    def close(self) -> None:
        """Hang up, as a tunnel does."""
        self.socket.sock.close()

    def _read(self) -> None:
        frames = [f for f in self.socket.named("frame") if f["room"] == self.room]
        for frame in frames[self._used :]:
            self._used += 1
            if frame["seq"] > self.seq:
                assert frame["after"] <= self.seq, "a gap"
                self._take(frame)

    def _take(self, frame: dict[str, Any]) -> None:
        self.items += [item for item in frame["items"] if item["seq"] > self.seq]
        self.epoch, self.seq = frame["epoch"], frame["seq"]  # a room begins with its first item
