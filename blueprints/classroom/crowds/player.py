"""Has a crowd do its things in the process in which the room lives: one POST a second.

The job can't do them itself: without Redis its process reaches nobody's socket.
"""

import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from blueprints.classroom.crowds.script import Second

TIMEOUT_S = 20
PATIENCE = 30  # seconds a restarting server is waited for
BEAT_S = 1.0


class Stopped(Exception):
    """The rehearsal is over, or somebody stopped the crowd."""


class Player:
    """`address` takes the beats of one crowd; `token` says which."""

    def __init__(self, address: str, token: str, authority: Path | None = None) -> None:
        self._address, self._token = address, token
        context = ssl.create_default_context(cafile=str(authority) if authority else None)
        self._opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))

    def play(self, seconds: Iterable[Second], sleep: Callable[[float], None] = time.sleep) -> bool:
        """Play these seconds; False when the crowd was stopped meanwhile."""
        try:
            for second in seconds:
                self._beat(second, sleep)
                sleep(BEAT_S)
        except Stopped:
            return False
        return True

    def go_home(self) -> None:
        """The crowd has played its time."""
        with suppress(Stopped, urllib.error.URLError, TimeoutError, ConnectionError):
            self._send({"over": True})

    def _beat(self, second: Second, sleep: Callable[[float], None]) -> None:
        deeds = [[deed.what, deed.who, deed.lot] for deed in second.deeds]
        for _try in range(PATIENCE):
            try:
                return self._send({"here": second.here, "deeds": deeds})
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                sleep(BEAT_S)
        raise Stopped

    def _send(self, body: dict[str, object]) -> None:
        request = urllib.request.Request(  # noqa: S310 - our own server's address
            self._address,
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "X-Crowd": self._token},
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                if refusal.code >= 500:
                    raise urllib.error.URLError("the server is in trouble") from refusal
            raise Stopped from refusal
