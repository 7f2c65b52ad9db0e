"""Answers of the seats' phones, and what the server makes of them."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.quizzes.models import Clock, RulingKind, SeatAnswer, Turn
from blueprints.quizzes.rules.answers import is_right
from store import db

ON_ITS_WAY = timedelta(seconds=2)  # what an answer may take that was handed in at the last moment


def is_too_late(clock: str, deadline_at: datetime | None, now: datetime) -> bool:
    """Whether the clock of the answer has run out for phones. A held clock has no deadline.

    Whether an answer has *begun* in time (that clock is another) people hear, and the desk rules.
    """
    return clock == Clock.ANSWER and deadline_at is not None and now > deadline_at + ON_ITS_WAY


def last_answers(turn: Turn) -> dict[int, SeatAnswer]:
    """Team → what counts of it: the last that any of its seats handed in."""
    rows = db.session.scalars(
        sa.select(SeatAnswer)
        .where(SeatAnswer.turn_id == turn.id)
        .order_by(SeatAnswer.at, SeatAnswer.id)
    )
    return {one.entry_id: one for one in rows}


def proposals(turn: Turn) -> dict[int, RulingKind | None]:
    """Team → right or wrong by its phone's answer; None where people must judge."""
    return {
        entry_id: _ruling(is_right(turn.question.content, answer.given))
        for entry_id, answer in last_answers(turn).items()
    }


def _ruling(right: bool | None) -> RulingKind | None:
    if right is None:
        return None
    return RulingKind.RIGHT if right else RulingKind.WRONG
