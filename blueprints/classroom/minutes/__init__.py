"""Minutes that count: stretches of time added up by the rules. Knows no database and no clock.

Several entries accumulate; the same person on two devices at once counts once; only stretches
without a reason against them count. Of a replay counts the time that really passed, whatever the
speed, and only until all of it was seen.
"""

from blueprints.classroom.minutes.counting import Counted, Course, Piece, count, live_spans
from blueprints.classroom.minutes.replays import Played, Seen, replay_spans
from blueprints.classroom.minutes.spans import Span, clipped, seconds_of, union, visits

__all__ = [
    "Counted", "Course", "Piece", "Played", "Seen", "Span", "clipped", "count", "live_spans",
    "replay_spans", "seconds_of", "union", "visits",
]  # fmt: skip
