"""Points of the teams, folded from the rulings: the one way to read them."""

import sqlalchemy as sa

from blueprints.quizzes.models import Quiz, Ruling, Segment, Turn
from blueprints.quizzes.rules.scores import TeamScore, scores
from blueprints.quizzes.rules.segments import EarlyPress, SegmentRules
from store import db


def rulings_of(quiz_id: int) -> list[Ruling]:
    """Every ruling of a quiz, in order."""
    return list(
        db.session.scalars(sa.select(Ruling).where(Ruling.quiz_id == quiz_id).order_by(Ruling.seq))
    )


def team_scores(quiz: Quiz, rulings: list[Ruling] | None = None) -> dict[int, TeamScore]:
    """Entry id → points by segment and what they are made of; teams without a ruling miss."""
    return scores(
        rulings_of(quiz.id) if rulings is None else rulings,
        segment_of(quiz.id),
        [one.id for one in quiz.segments if is_first_free(one)],
    )


def segment_of(quiz_id: int) -> dict[int, int]:
    """Turn id → its segment."""
    rows = db.session.execute(sa.select(Turn.id, Turn.segment_id).where(Turn.quiz_id == quiz_id))
    return {one.id: one.segment_id for one in rows}


def is_first_free(segment: Segment) -> bool:
    """Whether a team's first foul costs nothing here."""
    return SegmentRules.of(segment.rules).early is EarlyPress.FIRST_FREE
