"""Watching again: how much of a replay was seen, and how long of that counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from blueprints.classroom.minutes.spans import Span

SLACK_MS = 5_000  # the last seconds of a file are hardly ever reached: seen all the same


class Played(NamedTuple):
    """A stretch of a replay: when it was played, and which part of it (milliseconds)."""

    when: Span
    from_ms: int
    to_ms: int


@dataclass(frozen=True)
class Seen:
    """How much of a replay was seen at least once."""

    parts: tuple[tuple[int, int], ...]
    duration_ms: int

    @property
    def ms(self) -> int:
        return sum(end - start for start, end in self.parts)

    @property
    def is_complete(self) -> bool:
        return self.duration_ms > 0 and self.ms + SLACK_MS >= self.duration_ms

    @property
    def percent(self) -> int:
        """Rounded down: 100 is all of it."""
        if self.is_complete:
            return 100
        return self.ms * 100 // self.duration_ms if self.duration_ms else 0

    def and_(self, from_ms: int, to_ms: int) -> "Seen":
        """With one more part."""
        start, end = max(0, from_ms), min(to_ms, self.duration_ms)
        if end <= start:
            return self
        return Seen(_joined([*self.parts, (start, end)]), self.duration_ms)


def replay_spans(played: Iterable[Played], seen: Seen) -> list[Span]:
    """The times that count: all of them in order, up to where everything had been seen.

    `seen` is what was seen before, live.
    """
    found: list[Span] = []
    for one in sorted(played):
        if seen.is_complete:
            break
        after = seen.and_(one.from_ms, one.to_ms)
        found.append(_until_complete(one, seen) if after.is_complete else one.when)
        seen = after
    return found


def _until_complete(one: Played, before: Seen) -> Span:
    """The part of a stretch that was needed: it goes evenly through its piece of the replay."""
    low, high = one.from_ms, one.to_ms
    while high - low > 1:  # the first place at which everything had been seen
        middle = (low + high) // 2
        if before.and_(one.from_ms, middle).is_complete:
            high = middle
        else:
            low = middle
    share = (high - one.from_ms) / max(1, one.to_ms - one.from_ms)
    length = (one.when.until - one.when.since).total_seconds()
    return Span(one.when.since, one.when.since + timedelta(seconds=length * share))


def _joined(parts: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
