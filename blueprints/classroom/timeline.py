"""The replay's time line: several broadcasts one after the other, without the gaps between them.

What happened in a gap is told where the next broadcast begins; what happened before the first
one at its beginning, what came after the last one at its end.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, order=True)
class Stretch:
    """A broadcast: its place in the replay, when it began, and how long it is."""

    begins_ms: int
    started_at: datetime
    duration_ms: int

    @property
    def ends_ms(self) -> int:
        return self.begins_ms + self.duration_ms


class Timeline:
    """Wall clock to replay and back. `stretches` follow one another in both."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self.stretches = tuple(sorted(s for s in stretches if s.duration_ms > 0))
        self._starts = [stretch.started_at for stretch in self.stretches]

    @property
    def length_ms(self) -> int:
        return self.stretches[-1].ends_ms if self.stretches else 0

    def offset(self, at: datetime) -> int:
        """Where in the replay a moment is, in milliseconds."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return 0
        stretch = self.stretches[index]
        inside = (at - stretch.started_at) // MILLISECOND
        if inside < stretch.duration_ms:
            return stretch.begins_ms + inside
        following = self.stretches[index + 1 : index + 2]
        return following[0].begins_ms if following else stretch.ends_ms

    def earliest(self, ms: int) -> datetime | None:
        """The first moment that `offset` puts at `ms` or later; None when every moment may be."""
        if ms <= 0:
            return None
        for stretch in self.stretches:
            if ms <= stretch.ends_ms:
                inside = max(0, ms - stretch.begins_ms)
                return stretch.started_at + inside * MILLISECOND
        return datetime.max.replace(tzinfo=self._starts[0].tzinfo) if self._starts else None
