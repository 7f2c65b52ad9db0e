"""The clock of a turn. It is shown and sounds; what it means for who speaks is ruled by the desk.

Phones' answers the server takes until the clock of the answer has run out (`seat_answers`).
"""

from datetime import datetime, timedelta

from blueprints.quizzes.models import Clock, Turn
from blueprints.quizzes.rules.kinds import SegmentKind


def start(turn: Turn, clock: Clock, seconds: int, now: datetime) -> None:
    """Begin a clock; with no seconds none runs."""
    turn.clock = clock if seconds else ""
    turn.deadline_at = now + timedelta(seconds=seconds) if seconds else None
    turn.paused_ms = None


def carry(turn: Turn, clock: Clock, left: int, now: datetime) -> None:
    """Let a clock run on that has so many milliseconds left."""
    turn.clock, turn.paused_ms = clock, left
    resume(turn, now)


def leave(turn: Turn) -> None:
    """The turn is over: no clock runs. A relay's is the team's, and stays as it is."""
    if turn.segment.kind != SegmentKind.RELAY:
        clear(turn)


def clear(turn: Turn) -> None:
    """No clock runs."""
    turn.clock, turn.deadline_at, turn.paused_ms = "", None, None


def left_ms(turn: Turn, now: datetime) -> int | None:
    """What is left on the clock; below nought when it has run out; None when there is none."""
    if turn.paused_ms is not None:
        return turn.paused_ms
    if turn.deadline_at is None:
        return None
    return round((turn.deadline_at - now).total_seconds() * 1000)


def stop(turn: Turn, now: datetime) -> None:
    """Hold the clock with what is left on it."""
    if turn.deadline_at is not None:
        turn.paused_ms, turn.deadline_at = max(0, left_ms(turn, now) or 0), None


def resume(turn: Turn, now: datetime) -> None:
    """Let a held clock run again."""
    if turn.paused_ms is not None:
        turn.deadline_at = now + timedelta(milliseconds=turn.paused_ms)
        turn.paused_ms = None


def lengthen(turn: Turn, seconds: int) -> None:
    """Move the end of the clock, whether it runs or is held."""
    if turn.paused_ms is not None:
        turn.paused_ms = max(0, turn.paused_ms + seconds * 1000)
    elif turn.deadline_at is not None:
        turn.deadline_at += timedelta(seconds=seconds)
