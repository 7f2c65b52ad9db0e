"""What the demonstration gets of quizzes, and the addresses to show."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.contests.models import Contest, Round
from blueprints.quizzes.demo import playing, show
from blueprints.quizzes.models import Quiz
from store import db

PLAYED_BEFORE = timedelta(days=2)


def create(federation: int, now: datetime) -> None:
    """A bank; the quiz of thirteen teams, played two days ago."""
    show.fill_bank(federation, now - PLAYED_BEFORE)
    round_id, quiz_id = show.law_quiz(federation, now - PLAYED_BEFORE)
    playing.finished(round_id, quiz_id, now - PLAYED_BEFORE)


def links(base: str) -> Iterator[tuple[str, str]]:
    """The quizzes' screens, and the result of the one that was played."""
    played = _quiz(show.TITLE)
    if played is not None:
        yield "quiz result", f"{base}/results/{played.round_id}"
        yield "quiz presses", f"{base}/quizzes/{played.id}/presses"


def _quiz(title: str) -> Quiz | None:
    return db.session.scalar(
        sa.select(Quiz)
        .join(Round, Round.id == Quiz.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.title == title)
        .order_by(Quiz.id)
        .limit(1)
    )
