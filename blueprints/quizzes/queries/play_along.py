"""What a browser that plays along may see of its own game."""

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blueprints.quizzes.models import Phase, PlayAlong, Quiz, Turn
from store import db


@dataclass(frozen=True)
class OwnGame:
    """`right` of `revealed` answers, of which the answers are known; `given` is for the question
    on air (`number`), `was_right` None until its answer is revealed.
    """

    answered: int = 0
    revealed: int = 0
    right: int = 0
    number: int | None = None
    given: tuple[Any, ...] = ()
    was_right: bool | None = None


def player_hash(quiz: Quiz, token: str) -> str:
    """The player as a quiz knows it: another one in every quiz, and nothing leads back."""
    return hashlib.sha256(f"{quiz.key}:{token}".encode()).hexdigest()


def own_game(quiz: Quiz, token: str) -> OwnGame:
    """The game so far. Answers to questions that are not revealed, or thrown out, don't count."""
    if not token:
        return OwnGame()
    rows = db.session.execute(
        sa.select(PlayAlong, Turn)
        .join(Turn, Turn.id == PlayAlong.turn_id)
        .where(Turn.quiz_id == quiz.id, PlayAlong.player == player_hash(quiz, token))
    ).all()
    revealed = [(one, turn) for one, turn in rows if turn.phase == Phase.REVEALED]
    counted = [one for one, turn in revealed if not turn.thrown_out]
    here = next(((one, turn) for one, turn in rows if turn.id == quiz.turn_id), None)
    return OwnGame(
        answered=len(rows),
        revealed=len(counted),
        right=sum(1 for one in counted if one.right),
        number=here[1].number if here else None,
        given=tuple(here[0].given) if here else (),
        was_right=here[0].right if here and here[1].phase == Phase.REVEALED else None,
    )
