"""A reserve question in the place of one that was thrown out."""

from datetime import datetime

from blueprints.quizzes.models import Phase, Quiz, Turn
from blueprints.quizzes.services.play.turns import beginning, choosing


def replace(quiz: Quiz, turn: Turn, now: datetime, *, on_air: bool) -> Turn | None:
    """Make the reserve's turn, for the same team, seat and stake; None when none is left.

    It comes on air at once where the other one was, else as the next of its segment.
    """
    reserve = choosing.next_reserve(turn.segment)
    if reserve is None:
        return None
    reserve.segment_id = turn.segment_id
    waits_for = turn.entry_id if _is_of_team(turn) else None
    made = beginning.add_turn(
        quiz,
        turn.segment,
        reserve.id,
        entry_id=waits_for,
        seat=turn.seat if waits_for else None,
        stake=turn.stake,
        teams=turn.teams,
        phase=Phase.READY,
    )
    if on_air:
        beginning.put_on_air(quiz, made, now)
    return made


def _is_of_team(turn: Turn) -> bool:
    return turn.segment.kind in choosing.BY_TEAM
