"""Entrants who write a paper over HTTP, each with a line of their own, as browsers do.

What is not confirmed is sent again, whatever happened: a taker ends when everything is.
"""

import http.client
import json
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field

TOKEN = re.compile(r'name="csrf[-_]token"[^>]*?(?:content|value)="([^"]+)"')
QUESTION = re.compile(r'data-question="(\d+)"')
PATIENCE_S, PAUSE_S, TIMEOUT_S = 120.0, 0.2, 30
BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Taker:
    """Somebody with a code. `acknowledged` maps questions to what the server said it holds."""

    url: str
    code: str
    number: int
    path: str = ""
    acknowledged: dict[int, list[int]] = field(default_factory=dict)
    took_s: list[float] = field(default_factory=list)
    fault: Exception | None = None

    def __post_init__(self) -> None:
        self._cookies: dict[str, str] = {}
        self._token = ""
        self._line: http.client.HTTPConnection | None = None

    def write(self, begin: threading.Barrier, done: "Tally") -> None:
        """Come in, wait for the others, answer everything (every third one twice), hand in."""
        try:
            self._come_in()
            begin.wait(PATIENCE_S)
            questions = self._begin()
            for place, question in enumerate(questions):
                self._answer(question, place, 1)
                if place % 3 == 0:
                    self._answer(question, place + 1, 2)
                done.add(1 + (place % 3 == 0))
            self._send("POST", f"{self.path}/hand-in", json.dumps({"answers": []}))
        except Exception as fault:  # noqa: BLE001 - shown by the test, which runs elsewhere
            self.fault = fault
            begin.abort()
        finally:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _come_in(self) -> None:
        page = self._send("GET", f"/exam/join/{self.code}")
        self._remember(page)
        form = urllib.parse.urlencode({"csrf_token": self._token, "take_over": "1"})
        self._send("POST", f"/exam/join/{self.code}", form)
        self.path = next(
            f"/exam/{name.removeprefix('paper_')}" for name in self._cookies if "paper_" in name
        )

    def _begin(self) -> list[int]:
        self._send(
            "POST", f"{self.path}/begin", urllib.parse.urlencode({"csrf_token": self._token})
        )
        page = self._send("GET", self.path)
        self._remember(page)
        return [int(one) for one in QUESTION.findall(page)]

    def _answer(self, question: int, place: int, version: int) -> None:
        given = [(self.number + place) % 4]
        sent = {"answers": [{"question": question, "given": given, "version": version}]}
        begun = time.monotonic()
        kept = json.loads(self._send("POST", f"{self.path}/answers", json.dumps(sent)))["kept"]
        self.took_s.append(time.monotonic() - begun)
        assert kept == {str(question): version}, kept
        self.acknowledged[question] = given

    def _remember(self, page: str) -> None:
        found = TOKEN.search(page)
        assert found is not None, page[:300]
        self._token = found[1]

    def _send(self, method: str, path: str, body: str | None = None) -> str:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                status, text = self._once(method, path, body)
            except BROKEN:
                self._hang_up()
            else:
                if status < 400:
                    return text
                if status < 500:
                    raise AssertionError(f"{method} {path}: {status} {text[:300]}")
            assert time.monotonic() < deadline, f"{method} {path}: no answer"
            time.sleep(PAUSE_S)

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        if self._line is None:
            self._line = http.client.HTTPConnection(
                self.url.removeprefix("http://"), timeout=TIMEOUT_S
            )
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        headers |= {"X-CSRFToken": self._token, "Accept": "application/json" if body else "*/*"}
        is_json = body is not None and body.startswith("{")
        kind = "application/json" if is_json else "application/x-www-form-urlencoded"
        self._line.request(method, path, body, headers | {"Content-Type": kind})
        answer = self._line.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self._cookies[key] = rest.split(";")[0]
        return answer.status, text


class Tally:
    """How many answers were confirmed; waits for a number of them."""

    def __init__(self) -> None:
        self._count = 0
        self._changed = threading.Condition()

    def add(self, count: int) -> None:
        with self._changed:
            self._count += count
            self._changed.notify_all()

    def wait_for(self, count: int) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._count >= count, PATIENCE_S)


def write_all(takers: list[Taker], tally: Tally) -> list[threading.Thread]:
    """Let them all begin at the same moment; the threads on which they write."""
    begin = threading.Barrier(len(takers))
    threads = [
        threading.Thread(target=taker.write, args=(begin, tally), daemon=True) for taker in takers
    ]
    for thread in threads:
        thread.start()
    return threads


def slowest(takers: list[Taker], share: float) -> float:
    """The time within which this share of the answers was confirmed, in milliseconds."""
    every: list[float] = sorted(one for taker in takers for one in taker.took_s)
    return round(every[min(len(every) - 1, int(len(every) * share))] * 1000, 1)
