"""Totals of polls, questions and checks: counted and told once a second, however many vote."""

from collections.abc import Callable
from typing import Any

import gevent  # type: ignore[import-untyped]
from flask import Flask, current_app

from blueprints.classroom.events import FiguresChanged
from blueprints.classroom.live.room import room_names, tell_state
from blueprints.classroom.models import Poll
from blueprints.classroom.queries import checks, polls
from blueprints.classroom.services.questions import asking
from realtime import messages
from realtime.coalesce import Coalescer, Runner
from store import after_commit, db

WINDOW_S, SETTLE_S = 1.0, 0.05

_waiting: dict[str, tuple[Flask, FiguresChanged]] = {}


@after_commit(FiguresChanged)
def _changed(event: FiguresChanged) -> None:
    app: Any = current_app
    name = f"{event.subject}:{event.id}"
    _waiting[name] = (app._get_current_object(), event)
    _coalescer.touch(name)


def tell(name: str) -> None:
    """Count again what has changed, and tell it."""
    app, event = _waiting[name]
    with app.app_context():
        _TELLERS[event.subject](event.session_id, event.id)
    if not _coalescer.pending(name):  # else it is counted once more, a second later
        del _waiting[name]


def _tell_poll(session_id: int, poll_id: int) -> None:
    """Viewers get what they may see, the studio everything."""
    poll = db.session.get(Poll, poll_id)
    if poll is None:
        return
    view = polls.poll_view(poll)
    tell_state(session_id, f"poll:{poll_id}", view.as_state(everything=False))
    _tell_studio(session_id, f"poll:{poll_id}", view.as_state(everything=True))


def _tell_question(session_id: int, question_id: int) -> None:
    tell_state(session_id, f"question:{question_id}", asking.votes_of(question_id))


def _tell_check(session_id: int, check_id: int) -> None:
    _tell_studio(session_id, f"check:{check_id}", checks.count(check_id))


def _tell_studio(session_id: int, key: str, value: Any) -> None:
    for room in room_names(session_id, "studio"):
        messages.state(room, key, value)


_TELLERS: dict[str, Callable[[int, int], None]] = {
    "poll": _tell_poll,
    "question": _tell_question,
    "check": _tell_check,
}
_coalescer = Coalescer(Runner(gevent.spawn, gevent.sleep), tell, lambda _name: WINDOW_S, SETTLE_S)
