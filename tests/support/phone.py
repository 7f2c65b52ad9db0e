"""A judge's phone without a screen: marks go in over HTTP, as the console sends them."""

import json
import urllib.request
import uuid
from http.cookiejar import CookieJar
from typing import Any

from blueprints.contests.services import seats
from store.actors import SYSTEM
from tests.support.contests import Hall

PATIENCE_S = 60.0


class Phone:
    """Sits at the seat of `hall.judges[number]`, on the server at `url`."""

    def __init__(self, hall: Hall, url: str, number: int) -> None:
        judge_id = hall.judges[number].id
        assert judge_id is not None
        pin = seats.issue_pin(SYSTEM, judge_id, hall.now)
        seat = seats.sit_down_by_pin(pin, "test phone", hall.now, take_over=True)
        self._cookie = f"seat_{judge_id}={seat.token}"
        self._judge = f"{url}/judge/{judge_id}"
        self._round = f"{self._judge}/rounds/{hall.round_id}"
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._csrf = self._ask(f"{self._judge}/state.json?round={hall.round_id}")["csrf"]

    def mark(self, entry_key: str, item: str, value: str) -> dict[str, Any]:
        """Enter a mark; the receipt."""
        return self._post(
            "/marks", {"entry": entry_key, "item": item, "attempt": 1, "value": value}
        )

    def lock(self, entry_key: str) -> dict[str, Any]:
        """Submit the sheet of an entrant; the receipt."""
        return self._post("/sheets", {"entry": entry_key})

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        sent = {**body, "key": str(uuid.uuid4())}
        answer = self._ask(self._round + path, json.dumps(sent).encode())
        receipt: dict[str, Any] = answer["receipt"]
        return receipt

    def _ask(self, url: str, body: bytes | None = None) -> dict[str, Any]:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if body is not None:
            headers["X-CSRFToken"] = self._csrf
        request = urllib.request.Request(url, body, headers)
        # Beside the session's cookie, which the jar holds.
        request.add_unredirected_header("Cookie", self._cookies())
        with self._opener.open(request, timeout=PATIENCE_S) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def _cookies(self) -> str:
        jar = next(
            h.cookiejar
            for h in self._opener.handlers
            if isinstance(h, urllib.request.HTTPCookieProcessor)
        )
        return "; ".join([self._cookie, *(f"{c.name}={c.value}" for c in jar)])
