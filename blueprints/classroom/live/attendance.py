"""Minutes while they pass: beats of browsers, the ledger every ten seconds, samples of viewers.

A beat comes through the participant's own room, or by POST where there is no socket. It writes
nothing; its answer says how many seconds count so far and, if time doesn't count now, why.
"""

import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app

from blueprints.classroom.events import Happened
from blueprints.classroom.live.room import own_event, own_leave, present
from blueprints.classroom.live.video import stalled
from blueprints.classroom.minutes import Played, Span, count
from blueprints.classroom.minutes.tracker import Kind, Place, Stretch, Tracker
from blueprints.classroom.models import Stay
from blueprints.classroom.queries.attendance import (
    Facts,
    adjusted_of,
    facts_of,
    is_sending,
    stays_of,
)
from blueprints.classroom.queries.room import live_sessions
from blueprints.classroom.services import attendance as services
from blueprints.classroom.services.attendance.keeping import Sample
from config import Settings
from realtime import Identity
from store import after_commit

FRESH_S = 2.0
GONE_AFTER = timedelta(minutes=10)
NOTICED_AFTER = timedelta(seconds=5)  # that somebody left (realtime.presence.GRACE_S)
SAMPLE_S = 15
OTHERS_WRITE = timedelta(minutes=1)
MOST_MS = 7 * 24 * 3600 * 1000

STATES = {
    "playing": "",
    "waiting": "waiting",
    "hidden": "hidden",
    "paused": "paused",
    "stalled": "stalled",
}
_DEVICE = re.compile(r"[A-Za-z0-9_-]{8,40}", re.ASCII)

tracker = Tracker()
_facts: dict[int, tuple[float, Facts, bool]] = {}
_adjusted: dict[int, int] = {}  # by participant: seconds by decisions


@dataclass(frozen=True)
class Beat:
    """What a browser says of itself."""

    state: str
    kind: Kind
    device: str
    position_ms: int | None

    def reason(self, *, has_picture: bool) -> str:
        """Why time doesn't count; empty when it does.

        While no picture is sent, whoever is in the room of a live session and has the page in
        front is there: they wait for it. Once there is one, it has to run.
        """
        waits = self.state in ("waiting", "stalled")
        if self.kind == "live" and waits and not has_picture:
            return ""
        if self.state == "waiting":
            return "not_started"
        return STATES[self.state]


def read(data: dict[str, Any]) -> Beat | None:
    """A beat from outside; None when it is no such thing."""
    state, kind, device = (str(data.get(name, "")) for name in ("state", "kind", "device"))
    position = data.get("position_ms")
    if isinstance(position, str) and position.isascii() and position.isdigit():
        position = int(position[:12])
    if state not in STATES or kind not in ("live", "replay") or not _DEVICE.fullmatch(device):
        return None
    if kind == "live":
        return Beat(state, "live", device, None)
    sound = isinstance(position, int) and 0 <= position <= MOST_MS
    return Beat(state, "replay", device, int(position) if sound else None)


def beat(session_id: int, participant_id: int, said: Beat, now: datetime) -> dict[str, Any]:
    """Take a beat; what the browser shows of it."""
    if not tracker.knows(participant_id, _trusted_since(now)):
        tracker.recall(participant_id, [_stretch(stay) for stay in stays_of(participant_id)], now)
        _adjusted.pop(participant_id, None)
    facts, has_picture = _facts_now(session_id, now)
    reason = said.reason(has_picture=has_picture)
    place = Place(session_id, participant_id, said.device, said.kind)
    if _is_on(facts, said):
        tracker.tell(place, reason, now, said.position_ms)
    return _answer(facts, place, said, reason, now)


def settle(now: datetime) -> None:
    """Write what has come together. Every ten seconds, and by tests."""
    services.keep(tracker.settle(now))
    tracker.forget(now, GONE_AFTER)


def sample(now: datetime) -> None:
    """Count who is in the rooms of live sessions, on the quarter minute."""
    at = datetime.fromtimestamp(int(now.timestamp()) // SAMPLE_S * SAMPLE_S, UTC)
    found = {
        session_id: Sample(frozenset(present(session_id)), stalled(session_id))
        for session_id in live_sessions()
    }
    services.sample(found, at)


def forget_all() -> None:
    """Nothing is known any more (tests, whose databases come and go)."""
    global tracker  # noqa: PLW0603 - one per process
    tracker = Tracker()
    _facts.clear()
    _adjusted.clear()


@own_event("beat")
def _beat(
    identity: Identity, session_id: int, data: dict[str, Any], now: datetime
) -> dict[str, Any] | None:
    said = read(data)
    if said is None or identity.id is None:
        return None
    return beat(session_id, identity.id, said, now)


@own_leave
def _left(participant_id: int, session_id: int, now: datetime) -> None:
    tracker.leave(session_id, participant_id, now - NOTICED_AFTER)


@after_commit(Happened)
def _happened(event: Happened) -> None:
    if event.kind == "session.ended":
        tracker.close(event.session_id, event.at)
    if event.kind.startswith(("session.", "video.")):
        _facts.pop(event.session_id, None)
    if event.kind == "dispute.decided":
        _adjusted.clear()


def _is_on(facts: Facts, said: Beat) -> bool:
    return facts.is_live if said.kind == "live" else facts.state == "ended"


def _answer(facts: Facts, place: Place, said: Beat, reason: str, now: datetime) -> dict[str, Any]:
    stretches = tracker.stretches(place.participant_id, now)
    counting = [one for one in stretches if not one.reason]
    course = replace(facts.course, until=now) if facts.is_live else facts.course
    counted = count(course, _live(counting), _played(counting))
    if not _is_on(facts, said):
        reason = "over" if facts.course.until else "not_live"
    if not reason and said.kind == "replay" and counted.progress >= 100:
        reason = "complete"
    first = tracker.first_counting(place.participant_id)
    return {
        "seconds": max(0, counted.seconds + _adjusted_of(place.participant_id)),
        "progress": counted.progress,
        "reason": reason,
        "elsewhere": bool(first) and first != place.device,
    }


def _live(stretches: list[Stretch]) -> list[Span]:
    return [one.span for one in stretches if one.place.kind == "live"]


def _played(stretches: list[Stretch]) -> list[Played]:
    return [one.played for one in stretches if one.place.kind == "replay" and one.played]


def _stretch(stay: Stay) -> Stretch:
    kind: Kind = "replay" if stay.kind == "replay" else "live"
    place = Place(stay.session_id, stay.participant_id, stay.device, kind)
    return Stretch(
        place, stay.since, stay.until, stay.until, stay.reason, stay.from_ms, stay.to_ms,
        row=stay.id, changed=False, is_own=False,
    )  # fmt: skip


def _trusted_since(now: datetime) -> datetime | None:
    """Since when what was read of a participant holds; None where nobody else writes."""
    settings: Settings = current_app.extensions["settings"]
    return now - OTHERS_WRITE if settings.redis_url else None


def _adjusted_of(participant_id: int) -> int:
    if participant_id not in _adjusted:
        _adjusted[participant_id] = adjusted_of(participant_id)
    return _adjusted[participant_id]


def _facts_now(session_id: int, now: datetime) -> tuple[Facts, bool]:
    """A session, and whether a picture is sent: read for everybody in it, kept for two seconds."""
    known = _facts.get(session_id)
    if known is None or known[0] <= time.monotonic():
        fresh = time.monotonic() + FRESH_S
        known = (fresh, facts_of(session_id, now), is_sending(session_id))
        _facts[session_id] = known
    return known[1:]
