"""The last touches on an answer: an ETag where it may be kept, gzip where it pays."""

import gzip
import secrets
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.security import safe_join

SMALLEST = 1000  # bytes; below this gzip's own frame and the CPU are not worth it
LARGEST = 8 * 1024 * 1024  # bytes; larger answers are files to save, sent as they are
LEVEL = 6
PADDING = 64  # bytes
TEXTUAL = frozenset(
    {"application/json", "application/javascript", "image/svg+xml", "application/manifest+json"}
)


def init_app(app: Flask) -> None:
    app.after_request(_deliver)


def _deliver(response: Response) -> Response:
    if request.endpoint == "static":
        return _static(response)
    if _may_be_kept(response):
        response.add_etag()
        response.make_conditional(request)
    return _compressed(response) if _worth_it(response) else response


def _may_be_kept(response: Response) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.direct_passthrough
        and not response.is_streamed
        and not response.cache_control.no_store
    )


def _worth_it(response: Response) -> bool:
    if response.direct_passthrough or response.is_streamed or not _is_text(response):
        return False
    response.vary.add("Accept-Encoding")
    length = response.calculate_content_length() or 0
    return (
        SMALLEST <= length <= LARGEST
        and response.status_code not in (204, 206, 304)
        and "Content-Encoding" not in response.headers
        and _takes_gzip()
    )


def _is_text(response: Response) -> bool:
    return (response.mimetype or "").startswith("text/") or response.mimetype in TEXTUAL


def _takes_gzip() -> bool:
    return bool(request.accept_encodings.quality("gzip"))


def _compressed(response: Response) -> Response:
    """Compress, and hide the exact length of pages.

    Pages carry a CSRF token and may repeat what the visitor sent, which is what BREACH measures.
    So every page gets a padding of random length in gzip's file name field, which hides the few
    bytes that the attack compares (and session cookies are SameSite=Lax).
    """
    padding = "x" * secrets.randbelow(PADDING) if response.mimetype == "text/html" else ""
    response.set_data(_gzip(response.get_data(), padding))
    return _mark(response)


def _static(response: Response) -> Response:
    """A static file, compressed once per content and kept in memory."""
    if not _is_text(response):
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or request.range or not _takes_gzip():
        return response
    file = _static_file()
    if file is None or not SMALLEST <= file.stat().st_size <= LARGEST:
        return response
    response.close()  # the open file behind the answer; its packed copy takes its place
    response.direct_passthrough = False
    response.set_data(_gzipped_file(file, file.stat().st_mtime_ns))
    return _mark(response)


def _static_file() -> Path | None:
    folder = current_app.static_folder
    assert folder is not None
    path = safe_join(folder, (request.view_args or {}).get("filename", ""))
    return Path(path) if path else None


@lru_cache(maxsize=256)
def _gzipped_file(file: Path, _mtime_ns: int) -> bytes:
    return _gzip(file.read_bytes(), "")


def _gzip(content: bytes, padding: str) -> bytes:
    packed = BytesIO()
    with gzip.GzipFile(padding, "wb", LEVEL, packed, mtime=0) as stream:
        stream.write(content)
    return packed.getvalue()


def _mark(response: Response) -> Response:
    """The same thing in other bytes: the ETag becomes a weak one, which still answers 304."""
    response.headers["Content-Encoding"] = "gzip"
    tag, _weak = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
    return response
