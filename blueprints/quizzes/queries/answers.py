"""Answers of the seats' phones, and what the server makes of them."""

import sqlalchemy as sa

from blueprints.quizzes.models import RulingKind, SeatAnswer, Turn
from blueprints.quizzes.rules.answers import is_right
from store import db


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
