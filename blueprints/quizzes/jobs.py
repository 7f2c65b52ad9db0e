"""Jobs of the quizzes: papers whose time is up are handed in."""

from blueprints.quizzes.services import exams
from extensions import queue
from web import clock


@queue.every_minute
def hand_in_overdue_papers() -> None:
    """Everywhere, and close exams that are over."""
    exams.hand_in_overdue(clock.now())
