"""How many sockets watch a room, over all processes."""

from collections.abc import Callable, Iterable

from realtime.hashes import Hashes

FRESH_S = 10.0  # what a process told longer ago doesn't count any more


class Viewers:
    """Own sockets counted live, those of other processes as they last told."""

    def __init__(
        self,
        hashes: Hashes,
        process: str,
        local: Callable[[str], int],
        clock: Callable[[], float],
    ) -> None:
        self._hashes, self._process, self._local, self._clock = hashes, process, local, clock
        self._told: set[str] = set()

    def count(self, room: str) -> int:
        """Sockets in the room."""
        others = self._hashes.all(f"viewers:{room}")
        others.pop(self._process, None)
        fresh = self._clock() - FRESH_S
        return self._local(room) + sum(int(v["count"]) for v in others.values() if v["at"] >= fresh)

    def tell(self, rooms: Iterable[str]) -> None:
        """Tell the other processes how many sockets are in each of our rooms."""
        now, present = self._clock(), set(rooms)
        for room in present:
            value = {"count": self._local(room), "at": now}
            self._hashes.put(f"viewers:{room}", self._process, value)
        for room in self._told - present:
            self._hashes.drop(f"viewers:{room}", self._process)
        self._told = present
