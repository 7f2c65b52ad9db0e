"""A small HTTP client with a cookie jar: one per judge, one for the desk.

Every write carries an idempotency key made once, so it may be sent again after any failure.
"""

import http.client
import json
import re
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

PATIENCE_S = 30.0  # how long a restarting server is waited for
PAUSE_S = 0.25
TIMEOUT_S = 20
_TOKEN = re.compile(r'name="csrf[-_]token"[^>]*?(?:content|value)="([^"]+)"')


class ReplayError(Exception):
    """The server refused a cue; says what, and by `code` why."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are answers: a form was taken, and the page it leads to needn't be fetched."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


class Visitor:
    """Somebody with a browser of their own at `base`."""

    def __init__(
        self, base: str, authority: Path | None = None, patience_s: float = PATIENCE_S
    ) -> None:
        self._patience_s = patience_s
        self.base = base.rstrip("/")
        context = ssl.create_default_context(cafile=str(authority) if authority else None)
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()),
            urllib.request.HTTPSHandler(context=context),
            _Stay(),
        )
        self._csrf = ""

    def open(self, path: str) -> str:
        """GET a page and remember its CSRF token."""
        text = self._send(self._request(path))
        found = _TOKEN.search(text)
        self._csrf = found.group(1) if found else self._csrf
        return text

    def post(self, path: str, fields: dict[str, Any], *, fragment: bool = False) -> str:
        """POST a form, as a page or (`fragment`) from within one."""
        given = {**fields, "csrf_token": self._csrf}
        request = self._request(path, urllib.parse.urlencode(given, doseq=True).encode())
        if fragment:
            request.add_header("HX-Request", "true")
        return self._send(request)

    def post_json(self, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        """POST a JSON object and read the JSON answer."""
        request = self._request(path, json.dumps(fields).encode())
        request.add_header("Content-Type", "application/json")
        request.add_header("Accept", "application/json")
        answer: dict[str, Any] = json.loads(self._send(request))
        return answer

    def _request(self, path: str, body: bytes | None = None) -> urllib.request.Request:
        request = urllib.request.Request(self.base + path, data=body)  # noqa: S310 - http(s) base
        request.add_header("X-CSRFToken", self._csrf)
        request.add_header("Referer", self.base + path)
        return request

    def _send(self, request: urllib.request.Request) -> str:
        """Send until answered: a restarting server or a dropped line is waited for."""
        deadline = time.monotonic() + self._patience_s
        while True:
            try:
                with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                    text: str = answer.read().decode("utf-8", "replace")
                    return text
            except urllib.error.HTTPError as error:
                if error.code in (302, 303) and not _wants_an_answer(request):
                    return ""
                if error.code < 500 and error.code != 429:
                    raise _refusal(request, error) from None
            except (
                urllib.error.URLError,
                http.client.HTTPException,
                ConnectionError,
                TimeoutError,
            ):
                pass
            if time.monotonic() > deadline:
                raise ReplayError(f"{request.get_method()} {request.full_url}: no answer")
            time.sleep(PAUSE_S)


def _wants_an_answer(request: urllib.request.Request) -> bool:
    """Whether being sent elsewhere (to sign in, to choose a password) means a refusal."""
    return request.has_header("Hx-request") or request.has_header("Accept")


def _refusal(request: urllib.request.Request, error: urllib.error.HTTPError) -> ReplayError:
    text, code = error.read().decode("utf-8", "replace"), ""
    try:
        told = json.loads(text)["error"]
        text, code = told["message"], told["code"]
    except (ValueError, KeyError, TypeError):
        text = error.reason
    asked = f"{request.get_method()} {request.full_url}"
    return ReplayError(f"{asked}: {error.code} {text}", code)
