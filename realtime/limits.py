"""What a client may send: how much, how often, how deep. Everything beyond is refused quietly."""

import math
from collections.abc import Callable
from time import monotonic
from typing import Any

MAX_MESSAGE_BYTES = 16 * 1024  # one inbound message; outbound frames are not limited by it
MAX_DEPTH = 6
MAX_NAME = 120  # characters of a room or event name
MAX_ROOMS = 12  # rooms one socket may be in
EVENTS_PER_S, EVENTS_BURST = 10.0, 40.0  # joins, leaves and feature events of one socket
FRAMES_PER_S, FRAMES_BURST = 40.0, 240.0  # anything at all on the wire, heartbeats too


class Allowance:
    """A token bucket: `per_second` on average, `burst` at once."""

    __slots__ = ("_burst", "_clock", "_left", "_per_second", "_then")

    def __init__(
        self, per_second: float, burst: float, clock: Callable[[], float] = monotonic
    ) -> None:
        self._per_second, self._burst, self._clock = per_second, burst, clock
        self._left, self._then = burst, clock()

    def take(self) -> bool:
        """Use one up; False when there is none left."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._then) * self._per_second)
        self._then = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


def plain_json(value: Any, depth: int = MAX_DEPTH) -> bool:
    """True for JSON values nested at most `depth` deep, without NaN and infinities."""
    if isinstance(value, float):
        return math.isfinite(value)
    if value is None or isinstance(value, str | bool | int):
        return True
    if depth == 0:
        return False
    if isinstance(value, list):
        return all(plain_json(item, depth - 1) for item in value)
    return isinstance(value, dict) and all(plain_json(v, depth - 1) for v in value.values())
