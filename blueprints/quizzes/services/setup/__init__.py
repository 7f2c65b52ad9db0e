"""Setting a quiz up: a contest's round as a quiz, its segments, who sits where."""

from blueprints.quizzes.services.setup.quizzes import (
    Carried,
    change_quiz,
    create_quiz,
    remove_quiz,
    score_by_segments,
)
from blueprints.quizzes.services.setup.ready_made import READY_MADE, add_ready_made
from blueprints.quizzes.services.setup.segments import (
    add_segment,
    change_segment,
    move_segment,
    remove_segment,
)
from blueprints.quizzes.services.setup.teams import rename_seats, seat_teams

__all__ = [
    "READY_MADE",
    "Carried",
    "add_ready_made",
    "add_segment",
    "change_quiz",
    "change_segment",
    "create_quiz",
    "move_segment",
    "remove_quiz",
    "remove_segment",
    "rename_seats",
    "score_by_segments",
    "seat_teams",
]
