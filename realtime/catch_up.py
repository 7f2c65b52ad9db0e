"""What somebody missed, answered once per second and place: a reconnect storm stays cheap."""

import json
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from realtime import rooms
from realtime.log import MAX_GAP

FRESH_S = 1.5
MAX_KEPT = 512  # answers

Asked = tuple[str, int, int]  # room, epoch, after


@dataclass(frozen=True)
class _Kept:
    seq: int
    until: float
    text: str


class CatchUp:
    """Answers as JSON text. Rights are the caller's business, before the cache."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: OrderedDict[Asked, _Kept] = OrderedDict()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def answer(self, room: str, epoch: int, after: int, want: int = 0) -> str:
        """A frame from `after` on, or a reset.

        `want` is a number the asker has heard of: an older answer isn't good enough then.
        """
        asked = (room, epoch, after)
        with self._locks[room]:  # of a thousand that ask together one does the work
            kept = self._kept.get(asked)
            if kept is None or kept.until <= self._clock() or kept.seq < want:
                kept = self._make(asked)
                self._keep(asked, kept)
        return kept.text

    def _make(self, asked: Asked) -> _Kept:
        frame = frame_since(*asked)
        text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
        return _Kept(frame["seq"], self._clock() + FRESH_S, text)

    def _keep(self, asked: Asked, kept: _Kept) -> None:
        self._kept[asked] = kept
        self._kept.move_to_end(asked)
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
        if len(self._locks) > MAX_KEPT:
            self._locks.clear()


def frame_since(room: str, epoch: int, after: int) -> dict[str, Any]:
    """The frame from `after` to now, or a reset when that can't be told or isn't worth it."""
    kind = rooms.find(room)
    if kind is None:
        raise ValueError(f"no such kind of room: {room!r}")
    now_epoch, now_seq = kind.position_of(room)
    place = {"room": room, "epoch": now_epoch}
    derived = kind.panel_url is not None
    if derived or epoch != now_epoch or not now_seq - MAX_GAP <= after <= now_seq:
        panel = kind.panel_url(rooms.key_of(room)) if kind.panel_url else None
        return {**place, "after": 0, "seq": now_seq, "reset": True, "panel": panel}
    body = kind.frame_of(room, after, now_seq) if after < now_seq else {}
    return {"fragments": [], "items": [], "seq": now_seq, **body, **place, "after": after}
