"""Telling the screens: the one place where a quiz's `moves` go up."""

from datetime import datetime

from blueprints.quizzes.events import QuizMoved
from blueprints.quizzes.models import Quiz
from store import db, record


def moved(quiz: Quiz, what: str, now: datetime) -> None:
    """Something that a screen shows is different; the quiz is locked. `what`: see `QuizMoved`."""
    quiz.moves += 1
    db.session.flush()
    record(QuizMoved(quiz.id, quiz.round_id, quiz.moves, what, now))
