"""The quizzes that somebody of the staff sees."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.access import Right, may
from blueprints.contests.models import Contest, Round, RoundState
from blueprints.quizzes.models import Quiz
from store import db
from store.actors import Actor

MOST_SHOWN = 200
_NOW_FIRST = (RoundState.OPEN, RoundState.PAUSED, RoundState.DRAFT)


@dataclass(frozen=True)
class QuizLine:
    """A quiz in the list."""

    id: int
    title: str
    contest: str
    state: str
    rehearsal: bool


def quizzes_of(actor: Actor) -> list[QuizLine]:
    """What is played or prepared first, then what is over; the newest first."""
    rows = db.session.execute(
        sa.select(Quiz, Round, Contest)
        .join(Round, Round.id == Quiz.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .order_by(Quiz.id.desc())
        .limit(MOST_SHOWN)
    )
    lines = [
        QuizLine(
            id=quiz.id,
            title=round_.title,
            contest=contest.title,
            state=round_.state,
            rehearsal=contest.rehearsal,
        )
        for quiz, round_, contest in rows
        if may(actor, contest, Right.VIEW)
    ]
    rank = {state: place for place, state in enumerate(_NOW_FIRST)}
    return sorted(lines, key=lambda one: rank.get(RoundState(one.state), len(rank)))


def quiz_ids_of(contest_id: int) -> list[int]:
    """The quizzes of a contest."""
    query = sa.select(Quiz.id).join(Round, Round.id == Quiz.round_id)
    return list(db.session.scalars(query.where(Round.contest_id == contest_id)))
