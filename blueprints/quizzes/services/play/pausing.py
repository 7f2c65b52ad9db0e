"""A pause of the round holds the show: the clock that runs goes on afterwards with what is left.

A clock that the desk has stopped stays stopped. So the quiz's settings keep whose clock it was that
the pause has stopped (`held`: the turn's id), as long as the pause lasts.
"""

from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.events import LedgerWritten
from blueprints.contests.models import LedgerKind, RoundState
from blueprints.contests.stepping import lock_before
from blueprints.quizzes.models import Quiz, Turn
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play import clocks
from store import db, in_transaction

HELD = "held"


def hold(quiz: Quiz, turn: Turn, now: datetime) -> None:
    """Stop the clock of a locked turn until the round goes on; without one nothing is held."""
    if turn.deadline_at is not None:
        clocks.stop(turn, now)
        quiz.settings = {**quiz.settings, HELD: turn.id}


def forget(quiz: Quiz, turn: Turn) -> None:
    """From here on the clock of this turn is held by the desk, or by nobody."""
    if quiz.settings.get(HELD) == turn.id:
        quiz.settings = {name: kept for name, kept in quiz.settings.items() if name != HELD}


@lock_before
def _lock(round_id: int) -> Quiz | None:
    """The round's quiz, locked, if it has one."""
    return db.session.scalar(
        sa.select(Quiz)
        .where(Quiz.round_id == round_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


@in_transaction(LedgerWritten)
def _follow(event: LedgerWritten) -> None:
    """The round was opened, paused, closed: hold the clock, or let it run; phones follow."""
    if event.kind != LedgerKind.STATE:
        return
    quiz = _lock(event.round_id)
    if quiz is None:
        return
    turn = _on_air(quiz)
    if turn is not None:
        _step(quiz, turn, event.at)
    moved(quiz, "state", event.at)


def _on_air(quiz: Quiz) -> Turn | None:
    if quiz.turn_id is None:
        return None
    return db.session.get_one(Turn, quiz.turn_id, with_for_update=True, populate_existing=True)


def _step(quiz: Quiz, turn: Turn, now: datetime) -> None:
    if quiz.round.state == RoundState.PAUSED:
        hold(quiz, turn, now)
        return
    if quiz.round.state == RoundState.OPEN and quiz.settings.get(HELD) == turn.id:
        clocks.resume(turn, now)
    forget(quiz, turn)
