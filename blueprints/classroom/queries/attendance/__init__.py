"""Minutes and results of a session's participants: the one source of every figure about them."""

from blueprints.classroom.queries.attendance.course import Facts, facts_of, is_sending
from blueprints.classroom.queries.attendance.own import (
    Own,
    OwnStretch,
    adjusted_of,
    own_minutes,
    stays_of,
)
from blueprints.classroom.queries.attendance.standings import (
    Standing,
    standing_of,
    standings,
    standings_of_account,
)

__all__ = [
    "Facts",
    "Own",
    "OwnStretch",
    "Standing",
    "adjusted_of",
    "facts_of", "is_sending",
    "own_minutes",
    "standing_of",
    "standings", "standings_of_account",
    "stays_of",
]  # fmt: skip
