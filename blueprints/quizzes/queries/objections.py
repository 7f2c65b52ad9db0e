"""Objections that wait for a decision."""

from blueprints.quizzes.models import Ruling, RulingKind
from blueprints.quizzes.queries.points import rulings_of


def open_objections(quiz_id: int) -> list[Ruling]:
    """Those nobody has decided on, the oldest first."""
    rulings = rulings_of(quiz_id)
    decided = {one.data["objection"] for one in rulings if one.kind == RulingKind.OBJECTION_RULED}
    return [one for one in rulings if one.kind == RulingKind.OBJECTION and one.seq not in decided]
