"""The moment in which a question stops being sealed."""

from datetime import datetime

from blueprints.quizzes.models import BankQuestion, Turn
from store import db


def mark_shown(turn: Turn, now: datetime) -> None:
    """From here on the question has been used: everybody sees it, the bank remembers it."""
    turn.shown_at = turn.shown_at or now
    question = turn.question
    if question.used_at is None:
        question.used_at = now
        kept = db.session.get(BankQuestion, question.question_id, with_for_update=True)
        if kept is not None:
            kept.used_at, kept.used_count = now, kept.used_count + 1
