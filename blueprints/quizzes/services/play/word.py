"""Giving a team the word (话语权): by the buzzers' verdict, by the desk, after a miss."""

from datetime import datetime

from blueprints.quizzes.models import Clock, Phase, Turn
from blueprints.quizzes.queries.turns import rules_of
from blueprints.quizzes.services.play import clocks


def hand_word(turn: Turn, entry_id: int, seat: int | None, now: datetime) -> None:
    """Let a team answer: the turn is locked, the caller tells the screens."""
    turn.entry_id, turn.seat = entry_id, seat
    turn.phase = Phase.ANSWERING
    begin_clock(turn, now)


def begin_clock(turn: Turn, now: datetime) -> None:
    """The clock of an answer: until it must have begun, if the rules say so, else until its end."""
    rules = rules_of(turn)
    if rules.start_s:
        clocks.start(turn, Clock.START, rules.start_s, now)
    else:
        clocks.start(turn, Clock.ANSWER, rules.answer_s, now)


def answer_begun(turn: Turn) -> None:
    """They have begun to speak: the same clock now runs to the answer's end."""
    rules = rules_of(turn)
    turn.clock = Clock.ANSWER
    clocks.lengthen(turn, rules.answer_s - rules.start_s)
    if not rules.answer_s:
        clocks.clear(turn)
