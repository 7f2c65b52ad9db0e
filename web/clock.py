"""The time of this request; tests put their own clock into `app.extensions["clock"]`."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, current_app


def init_app(app: Flask) -> None:
    app.extensions.setdefault("clock", _system_clock)
    app.jinja_env.globals["clock_now"] = now


def now() -> datetime:
    """Now, as an aware UTC datetime: routes pass it on to services, which never ask a clock."""
    clock: Callable[[], datetime] = current_app.extensions["clock"]
    return clock()


def _system_clock() -> datetime:
    return datetime.now(UTC)
