"""Relays (接力): a team's questions follow one another against one clock."""

from datetime import datetime

import sqlalchemy as sa

from blueprints.quizzes.models import Clock, Phase, Quiz, Turn
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play import asking
from store import db


def run_on(quiz: Quiz, turn: Turn, now: datetime) -> None:
    """While the team's clock runs, its next question is shown and open at once."""
    if turn.segment.kind != SegmentKind.RELAY or turn.phase != Phase.READY:
        return
    before = _before(turn)
    if before is None or before.deadline_at is None or before.deadline_at <= now:
        return
    asking.mark_shown(turn, now)
    turn.phase, turn.clock, turn.deadline_at = Phase.OPEN, Clock.ANSWER, before.deadline_at
    moved(quiz, "opened", now)


def _before(turn: Turn) -> Turn | None:
    """The same team's question before this one."""
    return db.session.scalar(
        sa.select(Turn)
        .where(
            Turn.segment_id == turn.segment_id,
            Turn.entry_id == turn.entry_id,
            Turn.number < turn.number,
            Turn.thrown_out == "",
        )
        .order_by(Turn.number.desc())
        .limit(1)
    )
