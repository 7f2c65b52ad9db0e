"""Closing the buzzers without a race: the question is read out once more."""

import sqlalchemy as sa

from blueprints.quizzes.models import Phase, Press, Turn
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.services.play import clocks
from store import db


def read_again(turn: Turn) -> None:
    """Lead a locked turn back; what was pressed for a race that goes on decides nothing more."""
    turn.phase = Phase.SHOWN
    clocks.clear(turn)
    let_lapse(turn)


def let_lapse(turn: Turn) -> None:
    """Presses that wait for a verdict wait no longer."""
    db.session.execute(
        sa.update(Press)
        .where(Press.turn_id == turn.id, Press.verdict == "")
        .values(verdict=Verdict.LATE)
    )
