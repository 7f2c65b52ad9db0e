"""Cookies beside the session's: what a device is known by, and what it prefers."""

from datetime import timedelta

from flask import current_app, request
from werkzeug.wrappers import Response


def give_token(
    response: Response, name: str, token: str, *, path: str, max_age: timedelta | int
) -> None:
    """A device's token: no script reads it, and only pages under `path` are sent it."""
    response.set_cookie(
        name,
        token,
        max_age=max_age,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=only_encrypted(),
    )


def only_encrypted() -> bool:
    """Whether the browser is to send a cookie by HTTPS alone."""
    return bool(current_app.config["SESSION_COOKIE_SECURE"]) or request.is_secure
