"""The stage: everything of a running quiz that everybody may know at this moment, and no more.

The hall's screen, observers' phones and contestants' phones show questions from here alone.
"""

from blueprints.quizzes.queries.stage.build import position, stage_of
from blueprints.quizzes.queries.stage.media import media_on_air
from blueprints.quizzes.queries.stage.views import (
    ClockView,
    Guesses,
    Outcome,
    PressView,
    QuestionView,
    SegmentView,
    Stage,
    Team,
    TurnView,
)

__all__ = [
    "ClockView",
    "Guesses",
    "Outcome",
    "PressView",
    "QuestionView",
    "SegmentView",
    "Stage",
    "Team",
    "TurnView",
    "media_on_air",
    "position",
    "stage_of",
]
