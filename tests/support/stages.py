"""A question put on air in any phase, without the desk: for tests of what is shown."""

import sqlalchemy as sa

from blueprints.quizzes.models import Phase, QuizQuestion, Turn
from store import db, write
from tests.support.quizzes import Show


def put_on_air(show: Show, phase: Phase, **fields: object) -> Turn:
    """The first buzzer question in this phase."""
    with write():
        quiz = show.quiz
        turn = db.session.scalar(sa.select(Turn).where(Turn.quiz_id == quiz.id))
        if turn is None:
            question = db.session.scalars(
                sa.select(QuizQuestion)
                .where(QuizQuestion.segment_id == show.segment_ids[1])
                .order_by(QuizQuestion.position)
            ).first()
            turn = Turn(
                quiz_id=quiz.id,
                segment_id=show.segment_ids[1],
                question_id=question.id,
                number=1,
                teams=[],
            )
            db.session.add(turn)
        turn.phase = phase
        for name, value in fields.items():
            setattr(turn, name, value)
        db.session.flush()
        quiz.turn_id, quiz.segment_id, quiz.screen = turn.id, turn.segment_id, "question"
        quiz.moves += 1
    return turn
