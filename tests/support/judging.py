"""A judge's phone in tests: a client that has sat down with its PIN."""

import re
import uuid
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from blueprints.contests.services import seats
from store.actors import SYSTEM
from tests.support.contests import Hall

TOKEN = re.compile(r'name="csrf[-_]token" (?:content|value)="([^"]+)"')


def token_of(page: str) -> str:
    """The CSRF token of a page."""
    found = TOKEN.search(page)
    assert found, page[:500]
    return found[1]


class Phone:
    """A browser at a judge's seat of a hall; `judge` counts from nought."""

    def __init__(self, app: Flask, hall: Hall, judge: int = 0) -> None:
        self.hall, self.client = hall, app.test_client()
        seat = hall.judges[judge].id
        assert seat is not None
        self.judge_id = seat
        self.base = f"/judge/{self.judge_id}"
        self.round = f"{self.base}/rounds/{hall.round_id}"

    def sit(self, *, take_over: bool = True) -> "Phone":
        """Join with a fresh PIN, as a judge who takes the seat over."""
        pin = seats.issue_pin(SYSTEM, self.judge_id, self.hall.now)
        answer = self.join(pin, take_over="1" if take_over else "")
        assert answer.status_code == 303, answer.text
        return self

    def join(self, pin: str, **fields: str) -> TestResponse:
        return self.form("/join", "/join", pin=pin, **fields)

    def form(self, address: str, page: str, **fields: str) -> TestResponse:
        """Send a form as a browser without scripts does, with the token of `page`."""
        token = token_of(self.client.get(page).text)
        return self.client.post(address, data={"csrf_token": token, **fields})

    def json(self, address: str, body: Any, **headers: str) -> TestResponse:
        """Send JSON as the page's script does."""
        headers = {"X-CSRFToken": self.token(), "Accept": "application/json", **headers}
        return self.client.post(address, json=body, headers=headers)

    def token(self) -> str:
        state = self.state()
        assert state.status_code == 200, state.text
        return str(state.json["csrf"])

    def state(self, **headers: str) -> TestResponse:
        address = f"{self.base}/state.json?round={self.hall.round_id}"
        return self.client.get(address, headers=headers)

    def entrant(self, position: int) -> dict[str, Any]:
        """What the phone knows of an entrant."""
        found: dict[str, Any] = self.state().json["round"]["entrants"][position]
        return found

    def mark(self, position: int, item: str, value: Any, **more: Any) -> TestResponse:
        """POST a mark with a key of its own unless one is given."""
        given = {"item": item, "value": value, "attempt": 1, "key": fresh_key(), **more}
        body = {"entry": self.hall.entry(position).key, **given}
        return self.json(f"{self.round}/marks", body)

    def lock(self, position: int, key: str = "") -> TestResponse:
        body = {"entry": self.hall.entry(position).key, "key": key or fresh_key()}
        return self.json(f"{self.round}/sheets", body)

    def ask(self, position: int, reason: str) -> TestResponse:
        entry = self.hall.entry(position).key
        return self.json(
            f"{self.round}/reopenings", {"entry": entry, "reason": reason, "key": fresh_key()}
        )


def fresh_key() -> str:
    """What a phone makes once per mark."""
    return uuid.uuid4().hex
