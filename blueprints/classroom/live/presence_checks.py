"""Checks of presence at random moments, while anybody is in the room of a live session.

The web process looks every few seconds: it is the one that can tell the room at once. It begins
when somebody joins, so after a restart, too; several processes open no more than one. Commands,
the worker and tests don't look.
"""

import logging
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import gevent  # type: ignore[import-untyped]
from flask import Flask, current_app
from gevent import monkey

from blueprints.classroom.live.room import at_join, viewers_in
from blueprints.classroom.queries.room import live_sessions
from blueprints.classroom.services import checks
from store import db

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 5.0
_dice = random.SystemRandom()
_watching: list[Any] = []


@at_join
def watch() -> None:
    """Begin to look, once in a process."""
    if not _watching and monkey.is_module_patched("threading"):
        app: Any = current_app
        _watching.append(gevent.spawn(_look_again_and_again, app._get_current_object()))


def look(now: datetime) -> None:
    """Open what is due in every live session that somebody watches."""
    for session_id in live_sessions():
        if viewers_in(session_id):
            checks.open_due_presence(
                session_id, timedelta(seconds=LOOKS_EVERY_S), _dice.random(), now
            )


def _look_again_and_again(app: Flask) -> None:
    while True:
        gevent.sleep(LOOKS_EVERY_S)
        try:
            with app.app_context():
                look(datetime.now(UTC))
                db.session.rollback()
        except Exception:
            log.exception("looking for due checks of presence failed")
