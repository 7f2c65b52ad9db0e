"""What must not happen while a result is being revealed."""

from blueprints.contests.models import Round
from blueprints.contests.queries.blockers import reveal_under_way
from store import UserError


def refuse_during_reveal(round_: Round) -> None:
    """Publishing, or opening the board, would tell everybody at once what is told step by step."""
    for found in reveal_under_way(round_):
        raise UserError(found.text, status=409, code="revealing")
