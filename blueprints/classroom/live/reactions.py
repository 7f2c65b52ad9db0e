"""Reactions in aggregate: a thousand taps are one row and one message a second."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import gevent  # type: ignore[import-untyped]
from flask import Flask, current_app

from blueprints.classroom.live.room import room_names, tell_state
from blueprints.classroom.services.chat import reacting
from realtime import messages
from realtime.coalesce import Coalescer, Runner
from realtime.limits import Allowance

WINDOW_S, SETTLE_S = 1.0, 0.2
PER_S, BURST = 1.0, 4.0  # requests of one participant
MOST_KNOWN = 20_000  # participants

_pots: dict[int, tuple[Flask, Counter[str]]] = {}
_allowances: dict[int, Allowance] = {}


def add(session_id: int, participant_id: int, counts: Mapping[str, int]) -> None:
    """Count them; everybody sees them within a second. Too many of one participant are dropped."""
    if not _allowance_of(participant_id).take():
        return
    app: Any = current_app
    pot = _pots.setdefault(session_id, (app._get_current_object(), Counter()))
    pot[1].update(counts)
    _coalescer.touch(str(session_id))


def flush(session_id: int) -> None:
    """Keep and tell what has come together."""
    app, counts = _pots.pop(session_id, (None, Counter()))
    if app is None or not counts:
        return
    with app.app_context():
        tell_state(session_id, "reactions", reacting.add_to_totals(session_id, counts))
        for room in room_names(session_id):
            messages.volatile(room, "reactions", dict(counts))


def _allowance_of(participant_id: int) -> Allowance:
    if participant_id not in _allowances:
        if len(_allowances) >= MOST_KNOWN:
            _allowances.clear()
        _allowances[participant_id] = Allowance(PER_S, BURST)
    return _allowances[participant_id]


_coalescer = Coalescer(
    Runner(gevent.spawn, gevent.sleep), lambda room: flush(int(room)), lambda _: WINDOW_S, SETTLE_S
)
