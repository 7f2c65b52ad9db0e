"""Static files: addresses that change with the content, so that browsers may keep them."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

YEAR_S = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.after_request(_cache_static)


def asset(path: str) -> str:
    """The address of `static/<path>` with a fingerprint of its content."""
    folder = current_app.static_folder
    assert folder is not None
    file = Path(folder) / path
    return url_for("static", filename=path, v=_fingerprint(file, file.stat().st_mtime_ns))


@lru_cache(maxsize=512)
def _fingerprint(file: Path, _mtime_ns: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _cache_static(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code in (200, 304):
        if "v" in request.args:
            response.cache_control.max_age = YEAR_S
            response.cache_control.immutable = True
            response.cache_control.no_cache = None
        else:  # modules imported by modules: asked for again, answered 304
            response.cache_control.no_cache = True
    return response
