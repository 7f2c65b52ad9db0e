"""Observers play along on their phones: a game beside the contest, never scored."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.quizzes.models import PlayAlong, Quiz, Turn
from blueprints.quizzes.queries.play_along import player_hash
from blueprints.quizzes.queries.stage.turn import takes_guesses
from blueprints.quizzes.rules.answers import checked, is_right
from store import UserError, db, write


def guess(quiz: Quiz, number: int, token: str, given: Any, now: datetime) -> None:
    """Keep what this browser answers to question `number`. The first answer counts.

    Whether it is right is not told: that comes with the reveal.
    """
    quiz_id, player = quiz.id, player_hash(quiz, token)
    with write():
        turn = _on_air(quiz_id, number)
        answer = checked(turn.question.content, given)
        if answer is None:
            raise UserError(_("Choose an answer first. Nothing was sent."), code="answer")
        right = bool(is_right(turn.question.content, answer))
        row = PlayAlong(turn_id=turn.id, player=player, given=answer, right=right, at=now)
        try:
            with db.session.begin_nested():
                db.session.add(row)
        except IntegrityError:
            return  # answered before, here or in another tab


def _on_air(quiz_id: int, number: int) -> Turn:
    quiz = db.session.get_one(Quiz, quiz_id, populate_existing=True)
    turn = db.session.get(Turn, quiz.turn_id, populate_existing=True) if quiz.turn_id else None
    if turn is None or turn.number != number or not takes_guesses(turn):
        raise UserError(
            _("This question takes no more answers. Nothing was sent."), status=409, code="over"
        )
    return turn
