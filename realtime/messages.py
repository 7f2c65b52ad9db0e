"""Messages beside the sequenced frames: state (latest wins), volatile (may be lost), control.

All of it can also be had over HTTP or does no harm when it is missed.
"""

from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from realtime import engine
from realtime.coalesce import Coalescer, Runner
from realtime.hashes import Hashes

STATE_WINDOW_S = 1.0
VOLATILE_WINDOW_S = 0.2
VOLATILE_BATCH = 30  # what a screen can show of one window; the rest is only counted

Emit = Callable[[str, dict[str, Any], str], None]


class StateBook:
    """The latest value of each of a room's keys: viewer count, poll totals."""

    def __init__(self, runner: Runner, emit: Emit, hashes: Hashes) -> None:
        self._emit, self._hashes = emit, hashes
        self._changed: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._coalescer = Coalescer(runner, self._send, lambda _room: STATE_WINDOW_S, 0.0)

    def put(self, room: str, key: str, value: Any) -> None:
        """Set a key; sent at most once a second, and to whoever joins."""
        self._hashes.put(f"state:{room}", key, {"value": value})
        self._changed[room][key] = value
        self._coalescer.touch(room)

    def values(self, room: str) -> dict[str, Any]:
        """All keys of the room."""
        return {key: held["value"] for key, held in self._hashes.all(f"state:{room}").items()}

    def _send(self, room: str) -> None:
        values = self._changed.pop(room, {})
        if values:
            self._emit("state", {"room": room, "values": values}, room)


class VolatileBox:
    """Danmaku and likes: batched, capped, and dropped for clients that are behind."""

    def __init__(self, runner: Runner, emit: Emit) -> None:
        self._emit = emit
        self._items: dict[str, deque[dict[str, Any]]] = {}
        self._dropped: defaultdict[str, int] = defaultdict(int)
        self._coalescer = Coalescer(runner, self._send, lambda _room: VOLATILE_WINDOW_S, 0.0)

    def put(self, room: str, kind: str, data: Any) -> None:
        """Add an item; when a window holds too many the newest are only counted."""
        items = self._items.setdefault(room, deque())
        if len(items) < VOLATILE_BATCH:
            items.append({"kind": kind, "data": data})
        else:
            self._dropped[room] += 1
        self._coalescer.touch(room)

    def _send(self, room: str) -> None:
        items, dropped = self._items.pop(room, None), self._dropped.pop(room, 0)
        if items:
            self._emit("volatile", {"room": room, "items": [*items], "dropped": dropped}, room)


def state(room: str, key: str, value: Any) -> None:
    """Latest wins, at most once a second."""
    engine.current().states.put(room, key, value)


def volatile(room: str, kind: str, data: Any) -> None:
    """May be dropped; counted in `dropped`."""
    engine.current().volatile.put(room, kind, data)


def control(room: str, name: str, data: dict[str, Any] | None = None) -> None:
    """At once: muted, opened, ended. The same must be true over HTTP."""
    message = {"room": room, "name": name, "data": data or {}}
    engine.current().gateway.emit("control", message, room)
