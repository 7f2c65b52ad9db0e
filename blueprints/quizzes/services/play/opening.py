"""Opening a question for answers: buzzers, the answer's clock, or the phones."""

from collections.abc import Collection
from datetime import datetime

from blueprints.quizzes.models import Clock, Phase, Turn
from blueprints.quizzes.queries.order import clock_of_team
from blueprints.quizzes.queries.turns import rules_of
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_BUZZER, BY_TEAM
from blueprints.quizzes.services.play import clocks
from blueprints.quizzes.services.play.word import begin_clock


def begin(turn: Turn, now: datetime, now_us: int, teams: Collection[int] = ()) -> None:
    """Open a locked turn; for buzzers a further heat, of `teams` if named.

    The caller tells the screens.
    """
    rules = rules_of(turn)
    turn.phase, turn.ended_at = Phase.OPEN, None
    if turn.segment.kind in BY_BUZZER:
        turn.heat, turn.opened_us = turn.heat + 1, now_us
        turn.shown_heat, turn.heat_teams = turn.heat, list(teams)
        turn.entry_id = turn.seat = None
        clocks.start(turn, Clock.PRESS, rules.press_s, now)
    elif turn.segment.kind in BY_TEAM:
        _begin_clock_of_team(turn, now)
    else:
        clocks.start(turn, Clock.ANSWER, rules.answer_s, now)


def _begin_clock_of_team(turn: Turn, now: datetime) -> None:
    """A relay's clock goes on where it was held; whoever is asked after its end gets a new one."""
    before = clock_of_team(turn) if turn.segment.kind == SegmentKind.RELAY else None
    left = clocks.left_ms(before, now) if before else None
    if left is not None and left > 0:
        clocks.carry(turn, Clock.ANSWER, left, now)
    else:
        begin_clock(turn, now)
