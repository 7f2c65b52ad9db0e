"""Moving the show: segments, questions, buzzers, clocks, screens."""

from blueprints.quizzes.services.play.turns.beginning import (
    begin_segment,
    choose_stake,
    next_turn,
    set_screen,
)
from blueprints.quizzes.services.play.turns.stages import (
    answer_begins,
    ask_audience,
    give_word,
    open_turn,
    reopen,
    reveal,
    show,
    void,
)
from blueprints.quizzes.services.play.turns.timing import add_time, resume_clock, stop_clock

__all__ = [
    "add_time",
    "answer_begins",
    "ask_audience",
    "begin_segment",
    "choose_stake",
    "give_word",
    "next_turn",
    "open_turn",
    "reopen",
    "resume_clock",
    "reveal",
    "set_screen",
    "show",
    "stop_clock",
    "void",
]
