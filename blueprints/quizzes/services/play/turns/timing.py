"""Stopping, resuming and lengthening the clock from the desk."""

from datetime import datetime

from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play import clocks
from blueprints.quizzes.services.play.common import playing_turn
from store import write
from store.actors import Actor


def stop_clock(actor: Actor, turn_id: int, now: datetime) -> None:
    """Hold the clock. A stopped one stays as it is."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.deadline_at is not None:
            clocks.stop(turn, now)
            moved(quiz, "timer", now)


def resume_clock(actor: Actor, turn_id: int, now: datetime) -> None:
    """Let it run again. A running one stays as it is."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.paused_ms is not None:
            clocks.resume(turn, now)
            moved(quiz, "timer", now)


def add_time(actor: Actor, turn_id: int, seconds: int, now: datetime) -> None:
    """Give the team some more seconds, after a disturbance."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        clocks.lengthen(turn, max(-60, min(60, seconds)))
        moved(quiz, "timer", now)
