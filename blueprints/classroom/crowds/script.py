"""What a crowd does, second by second: drawn by lot from a seed, so that it can be drawn again."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

COMES_WITHIN_S = 20  # the room fills
MOST_DEEDS = 20  # in one second: more is a storm, not a rehearsal
# Things done a second by a hundred people.
LIVELINESS = {"quiet": 0.3, "normal": 1.0, "lively": 4.0}
_DEEDS = ("say", "say", "say", "say", "say", "say", "want", "vote", "vote", "vote", "ask", "hand")


@dataclass(frozen=True)
class Deed:
    """`who` counts from 0 among those in the room; `lot` chooses words, an option, a question."""

    what: str
    who: int
    lot: int


@dataclass(frozen=True)
class Second:
    """How many are in the room, and what they do."""

    here: int
    deeds: tuple[Deed, ...]


class Script:
    """`for second in Script(size, "normal", seed): …`; it never ends by itself."""

    def __init__(self, size: int, liveliness: str, seed: int) -> None:
        self._size = size
        self._rate = LIVELINESS[liveliness] / 100
        self._lots = random.Random(seed)  # noqa: S311 - nothing hangs on it
        self._due = 0.0

    def __iter__(self) -> Iterator[Second]:
        here = 0
        while True:
            here = self._next(here)
            yield Second(here, tuple(self._deeds(here)))

    def _next(self, here: int) -> int:
        """Filling up first, then a few come and go."""
        full = self._size - self._lots.randint(0, max(1, self._size // 8))
        step = max(1, self._size // COMES_WITHIN_S)
        return min(self._size, here + step) if here < full else max(1, min(here, full))

    def _deeds(self, here: int) -> Iterator[Deed]:
        self._due = min(self._due + here * self._rate, float(MOST_DEEDS))
        while self._due >= 1:
            self._due -= 1
            what = self._lots.choice(_DEEDS)
            yield Deed(what, self._lots.randrange(here), self._lots.randrange(1 << 20))
