"""The timer that settles a race when the window after its first press is over.

Only under gevent: elsewhere (commands, the worker, tests) whoever looks next settles it. Several
processes may each have a timer; the first that gets the turn's lock settles, the others find
nothing to do.
"""

import gevent  # type: ignore[import-untyped]
import sqlalchemy as sa
from flask import Flask, current_app
from gevent import monkey

from blueprints.quizzes.models import Quiz
from blueprints.quizzes.services import buzzing
from blueprints.quizzes.services.play.common import micros
from store import db
from web.clock import now as clock_now

LATER_S = 0.005  # after the window's end
_waiting: set[int] = set()  # turns that have a timer in this process


def settle_in_time(quiz_id: int) -> None:
    """Settle what is on air as soon as its window is over."""
    turn_id = db.session.scalar(sa.select(Quiz.turn_id).where(Quiz.id == quiz_id))
    due = buzzing.due_us(turn_id) if turn_id else None
    if due is None or turn_id is None or turn_id in _waiting:
        return
    if not monkey.is_module_patched("socket"):
        return
    _waiting.add(turn_id)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    gevent.spawn(_settle, app, turn_id, due)


def _settle(app: Flask, turn_id: int, due: int) -> None:
    try:
        with app.app_context():
            wait = max(0, due - micros(clock_now())) / 1_000_000 + LATER_S
        gevent.sleep(wait)
    finally:
        _waiting.discard(turn_id)
    with app.app_context():
        at = clock_now()
        buzzing.settle(turn_id, now=at, now_us=micros(at))
