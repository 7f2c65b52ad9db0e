"""
Where a document's pictures come from: ``asset:``, ``image:`` and small ``data:`` addresses only.

Whatever else is asked for is written down, and the render fails when it is done: WeasyPrint
itself swallows most errors of a fetcher.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from documents.errors import Refused
from documents.photographs import without_metadata

MOST_DATA = 256 * 1024
MOST_FILE = 20 * 1024 * 1024
DATA = re.compile(r"(?i)data:(image/(?:png|jpeg|svg\+xml))(?:;charset=utf-8)?(;base64)?,")
MAGIC = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """``images`` are the present chunk's pictures by ``row/field``."""

    def __init__(self, assets: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=False)
        self._assets = assets
        self.images: Mapping[str, Path] = {}
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        scheme, _, rest = url.partition(":")
        try:
            if scheme == "asset":
                return _answer(url, _file(self._assets[unquote(rest)]))
            if scheme == "image":
                return _answer(url, _file(self.images[unquote(rest)]))
            if scheme == "data":
                return _answer(url, _inline(url))
        except (KeyError, OSError) as problem:
            raise URLFetchingError(url[:200]) from problem
        self.refused.append(url[:200])
        raise URLFetchingError(f"refused: {url[:200]}")

    def check(self) -> None:
        """Raise Refused when something was asked for that documents may not have."""
        if self.refused:
            url = self.refused[0]
            self.refused.clear()
            raise Refused("refused", url)


def _file(path: Path) -> bytes:
    if path.stat().st_size > MOST_FILE:
        raise OSError("picture too large")
    return without_metadata(path.read_bytes())


def _inline(url: str) -> bytes:
    match = DATA.match(url)
    if match is None or len(url) > MOST_DATA:
        raise OSError("not a small picture")
    body = unquote(url[match.end() :])
    if not match[2]:
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as problem:
        raise OSError("not base64") from problem


def _answer(url: str, data: bytes) -> URLFetcherResponse:
    return URLFetcherResponse(url, data, {"Content-Type": kind_of(data)})


def kind_of(data: bytes) -> str:
    """PNG, JPEG or SVG by the bytes; raises OSError for anything else and for SVG with entities."""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    start = data[:4096].lower()
    if b"<svg" in start and b"<!entity" not in data.lower() and b"<!doctype" not in start:
        return "image/svg+xml"
    raise OSError("no picture")
