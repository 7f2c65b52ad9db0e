"""One person's minutes in one session."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from blueprints.classroom.minutes.replays import Played, Seen, replay_spans
from blueprints.classroom.minutes.spans import Span, clipped, seconds_of, union


class Piece(NamedTuple):
    """A recording: what was filmed from `started_at` on lies at `begins_ms` of the replay."""

    started_at: datetime
    begins_ms: int
    duration_ms: int


@dataclass(frozen=True)
class Course:
    """When a session ran (`until` is now while it does), and what of it can be seen again."""

    since: datetime | None = None
    until: datetime | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def seconds(self) -> int:
        """How long it lasted."""
        if self.since is None or self.until is None:
            return 0
        return max(0, int((self.until - self.since).total_seconds()))

    @property
    def replay_ms(self) -> int:
        return max((one.begins_ms + one.duration_ms for one in self.pieces), default=0)


@dataclass(frozen=True)
class Counted:
    """Seconds that count, and how much of the session was seen, live or again (percent)."""

    live: int
    replay: int
    progress: int

    @property
    def seconds(self) -> int:
        return self.live + self.replay


def count(course: Course, live: Iterable[Span], played: Sequence[Played] = ()) -> Counted:
    """Add up the stretches that have no reason against them."""
    there = live_spans(course, live)
    seconds = seconds_of(there)
    if not course.replay_ms:
        return Counted(seconds, 0, _percent(seconds, course.seconds))
    seen = _seen_live(course, there)
    again = seconds_of(replay_spans(played, seen))
    for one in played:
        seen = seen.and_(one.from_ms, one.to_ms)
    return Counted(seconds, again, seen.percent)


def live_spans(course: Course, live: Iterable[Span]) -> list[Span]:
    """The stretches within the session, once each."""
    if course.since is None or course.until is None:
        return []
    return clipped(union(live), course.since, course.until)


def _seen_live(course: Course, there: list[Span]) -> Seen:
    seen = Seen((), course.replay_ms)
    for piece in course.pieces:
        end = piece.started_at + timedelta(milliseconds=piece.duration_ms)
        for span in clipped(there, piece.started_at, end):
            seen = seen.and_(_place(piece, span.since), _place(piece, span.until))
    return seen


def _place(piece: Piece, moment: datetime) -> int:
    return piece.begins_ms + (moment - piece.started_at) // timedelta(milliseconds=1)


def _percent(part: int, whole: int) -> int:
    return min(100, part * 100 // whole) if whole else 0
