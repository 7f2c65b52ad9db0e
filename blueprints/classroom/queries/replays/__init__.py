"""A session as it is watched again: its time line, its track, how far somebody got."""

from blueprints.classroom.queries.replays.chunks import CHUNK_MS, MOST_MESSAGES, track
from blueprints.classroom.queries.replays.parts import Chapter, Jump, chapters, jumps
from blueprints.classroom.queries.replays.progress import Watched, watched
from blueprints.classroom.queries.replays.times import timeline_of

__all__ = [
    "CHUNK_MS",
    "MOST_MESSAGES",
    "Chapter",
    "Jump",
    "Watched",
    "chapters",
    "jumps",
    "timeline_of",
    "track",
    "watched",
]
