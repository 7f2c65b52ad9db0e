"""What was decided, in words, the newest first."""

from collections.abc import Sequence

import sqlalchemy as sa

from blueprints.quizzes.models import Quiz, Ruling, RulingKind, Turn
from blueprints.quizzes.queries.desk.people import People
from blueprints.quizzes.queries.desk.views import Decision
from blueprints.quizzes.queries.desk.words import signed
from blueprints.quizzes.queries.wording import kind_words
from store import db

WITH_POINTS = (RulingKind.RIGHT, RulingKind.WRONG, RulingKind.FOUL, RulingKind.PASS)


def decisions_of(quiz: Quiz, rulings: Sequence[Ruling], people: People) -> list[Decision]:
    """Every decision; those that were taken back are marked."""
    turns = db.session.execute(sa.select(Turn.id, Turn.number).where(Turn.quiz_id == quiz.id))
    numbers = {one.id: one.number for one in turns}
    undone = {one.undoes for one in rulings if one.kind == RulingKind.UNDO}
    by_seq = {one.seq: one for one in rulings}
    return [
        Decision(
            seq=one.seq,
            turn_id=one.turn_id,
            number=numbers[one.turn_id],
            words=_words(one, by_seq),
            team=people.teams.get(one.entry_id or 0, ""),
            points=_points(one),
            reason=one.reason,
            by=one.actor_name,
            at=one.at,
            kind=one.kind,
            undone=one.seq in undone,
        )
        for one in reversed(rulings)
    ]


def _words(one: Ruling, by_seq: dict[int, Ruling]) -> str:
    taken = by_seq.get(one.undoes or 0)
    if taken is not None:
        return f"{kind_words(one.kind)}: {kind_words(taken.kind)}"
    if one.kind == RulingKind.OBJECTION_RULED:
        return kind_words("upheld" if one.data["upheld"] else "rejected")
    return kind_words(one.kind)


def _points(one: Ruling) -> str:
    if one.kind == RulingKind.OVERRIDE:
        return f"= {signed(one.points)}"
    return signed(one.points) if one.kind in WITH_POINTS else ""
