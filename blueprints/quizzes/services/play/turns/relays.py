"""Relays (接力): a team's questions follow one another against one clock."""

from datetime import datetime

from blueprints.quizzes.models import Clock, Phase, Quiz, Turn
from blueprints.quizzes.queries.order import clock_of_team
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play import asking


def run_on(quiz: Quiz, turn: Turn, now: datetime) -> None:
    """While the team's clock runs, its next question is shown and open at once.

    While it is held the desk shows and opens the question, with what is left (`opening`).
    """
    if turn.segment.kind != SegmentKind.RELAY or turn.phase != Phase.READY:
        return
    before = clock_of_team(turn)
    if before is None or before.deadline_at is None or before.deadline_at <= now:
        return
    asking.mark_shown(turn, now)
    turn.phase, turn.clock, turn.deadline_at = Phase.OPEN, Clock.ANSWER, before.deadline_at
    moved(quiz, "opened", now)
