"""Hands playlists and segments out by signed path, before the framework is even asked.

Segments never change and may be kept for ever; playlists are asked for anew each time. Behind
nginx this is never reached: nginx checks the same signature and serves the same folder.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from media.folders import Folders
from media.signing import Signer

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
PREFIX = "/media/"
# A playlist is of the kind that its address is signed for; segments belong to both.
_PATH = re.compile(
    r"/media/(live|replay)/([\w-]{24,40})/([\w-]{1,32})/"
    r"(\1(?:-audio)?\.m3u8|[0-9a-f]{32}/\d{4}/[va]/[\w-]+\.(?:m4s|mp4))",
    re.ASCII,
)
_TYPES = {
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".mp4": "video/mp4",
}
_WORDS = {200: "OK", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 410: "Gone"}
_FOREVER = "public, max-age=31536000, immutable"


class MediaServer:
    """A WSGI application in front of another one, which gets everything else."""

    def __init__(
        self,
        inner: Application,
        folders: Folders,
        signer: Signer,
        clock: Callable[[], datetime],
    ) -> None:
        self._inner = inner
        self._folders = folders
        self._signer = signer
        self._clock = clock

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) or environ["REQUEST_METHOD"] == "POST":
            return self._inner(environ, start_response)
        status, suffix, content = self._answer(environ["REQUEST_METHOD"], path)
        headers = [
            ("Content-Type", _TYPES.get(suffix, "text/plain; charset=utf-8")),
            ("Content-Length", str(len(content))),
            ("Cache-Control", _cache(status, suffix)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        start_response(f"{status} {_WORDS[status]}", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else content]

    def _answer(self, method: str, path: str) -> tuple[int, str, bytes]:
        if method not in ("GET", "HEAD"):
            return _refusal(405)
        found = _PATH.fullmatch(path)
        if not found:
            return _refusal(404)
        kind, token, session, rest = found.groups()
        status = self._signer.check(kind, token, session, self._clock())
        if status != 200:
            return _refusal(status)
        return _read(self._folders.session(session) / rest)


def _read(file: Path) -> tuple[int, str, bytes]:
    try:
        return 200, file.suffix, file.read_bytes()
    except FileNotFoundError:
        return _refusal(404)


def _refusal(status: int) -> tuple[int, str, bytes]:
    return status, "", _WORDS[status].encode()


def _cache(status: int, suffix: str) -> str:
    if status != 200:
        return "no-store"
    return "no-cache" if suffix == ".m3u8" else _FOREVER
