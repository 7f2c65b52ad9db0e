"""The clock of the web process for attendance: begins when the first viewer comes.

Only under gevent: elsewhere (commands, the worker, tests) nobody watches, and nothing ticks.
"""

import logging
from datetime import UTC, datetime
from typing import Any

import gevent  # type: ignore[import-untyped]
from flask import Flask, current_app
from gevent import monkey

from blueprints.classroom.live import attendance
from blueprints.classroom.live.room import at_join
from store import db

log = logging.getLogger(__name__)

TICK_S = 5.0
KEEP_EVERY, SAMPLE_EVERY = 2, 3  # ticks
_ticking: list[Any] = []


@at_join
def start() -> None:
    """Begin to tick, once in a process."""
    if not _ticking and monkey.is_module_patched("threading"):
        app: Any = current_app
        _ticking.append(gevent.spawn(_tick, app._get_current_object()))


def _tick(app: Flask) -> None:
    ticks = 0
    while True:
        gevent.sleep(TICK_S)
        ticks += 1
        try:
            with app.app_context():
                _do(ticks)
                db.session.rollback()
        except Exception:
            log.exception("attendance could not be written; it is tried again")


def _do(ticks: int) -> None:
    if ticks % KEEP_EVERY == 0:
        attendance.settle(datetime.now(UTC))
    if ticks % SAMPLE_EVERY == 0:
        attendance.sample(datetime.now(UTC))
