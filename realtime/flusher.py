"""One frame per room and window, however many marks come in: what keeps a full hall fast.

Deliveries per second are viewers times flushes, whatever the number of messages (measured), so
the window widens with the viewers. Each frame says which number it continues (`after`) and where
it ends (`seq`); a browser that stands elsewhere sees the gap and catches up.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask

from realtime import engine, rooms
from realtime.coalesce import Coalescer, Runner
from realtime.hashes import Hashes
from realtime.log import Position

SETTLE_S = 0.02  # lets the marks of one moment come together
WINDOW_S, WIDEST_S = 0.1, 0.25
WIDEST_AT = 5000  # viewers

Frame = dict[str, Any]
Emit = Callable[[str, dict[str, Any], str], None]


class Flusher:
    """Turns touches into frames. `chain` keeps, per room, the number the last frame ended on."""

    def __init__(self, app: Flask, runner: Runner, emit: Emit, chain: Hashes) -> None:
        self._app, self._emit, self._chain = app, emit, chain
        self._viewers: Callable[[str], int] = lambda _room: 0
        self._coalescer = Coalescer(runner, self._flush_and_forget, self._window, SETTLE_S)

    def widen_with(self, viewers: Callable[[str], int]) -> None:
        """Let the window follow the number of viewers."""
        self._viewers = viewers

    def touch(self, room: str) -> None:
        """Something was committed that the room shows."""
        if rooms.find(room) is None:
            raise ValueError(f"no such kind of room: {room!r}")
        self._coalescer.touch(room)

    def joined(self, room: str) -> Position:
        """The place to tell somebody who just came in.

        While a frame is on its way that is the place it will continue, so that the newcomer
        waits for the frame instead of loading what is about to arrive.
        """
        last = self._last(room)
        if last is not None and self._coalescer.pending(room):
            return last
        here = Position(*_kind(room).position_of(room))
        if last is None:
            self._remember(room, here)
        return here

    def flush(self, room: str) -> Frame | None:
        """Send the frame now; None when nobody ever joined or nothing is new."""
        with self._app.app_context():
            last = self._last(room)
            if last is None:
                return None
            here = Position(*_kind(room).position_of(room))
            frame = self._frame(room, last, here)
        if frame is not None:  # sent without any database transaction open
            self._emit("frame", frame, room)
            self._remember(room, Position(frame["epoch"], frame["seq"]))
            if frame["seq"] < here.seq:
                self._coalescer.touch(room)
        return frame

    def _flush_and_forget(self, room: str) -> None:
        self.flush(room)

    def _frame(self, room: str, last: Position, here: Position) -> Frame | None:
        begun = last.epoch == 0  # nothing was shown before, so nothing has to be taken back
        if (here.epoch != last.epoch and not begun) or here.seq < last.seq:
            return {"room": room, "epoch": here.epoch, "after": 0, "seq": here.seq, "reset": True}
        if here.seq == last.seq:
            return None
        body = _kind(room).frame_of(room, last.seq, here.seq)
        place = {"room": room, "epoch": here.epoch, "after": last.seq}
        return {"fragments": [], "seq": here.seq, **body, **place}

    def _window(self, room: str) -> float:
        share = min(1.0, self._viewers(room) / WIDEST_AT)
        return WINDOW_S + (WIDEST_S - WINDOW_S) * share

    def _last(self, room: str) -> Position | None:
        value = self._chain.get("chain", room)
        return Position(value["epoch"], value["seq"]) if value else None

    def _remember(self, room: str, place: Position) -> None:
        self._chain.put("chain", room, {"epoch": place.epoch, "seq": place.seq})


def _kind(room: str) -> rooms.Kind:
    kind = rooms.find(room)
    if kind is None:
        raise ValueError(f"no such kind of room: {room!r}")
    return kind


def touch(room: str) -> None:
    """Have the room's frame sent soon. Call it after the commit."""
    engine.current().flusher.touch(room)


def flush(room: str) -> Frame | None:
    """Have it sent now, in this greenlet."""
    return engine.current().flusher.flush(room)
