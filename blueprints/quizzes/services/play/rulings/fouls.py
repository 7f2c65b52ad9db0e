"""Early presses that the referee doesn't take for fouls."""

from datetime import datetime

from blueprints.quizzes.models import RulingKind
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play.common import checked_reason, playing_turn, team
from blueprints.quizzes.services.play.rulings.rows import Deed, add, before, done_before
from store import write
from store.actors import Actor


def waive_foul(
    actor: Actor, turn_id: int, entry_id: int, reason: str, now: datetime, *, key: str
) -> None:
    """The team's early press is excused: it may press again in this question."""
    words = checked_reason(reason)
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if done_before(quiz, key, RulingKind.WAIVED, turn_id=turn.id):
            return
        add(
            quiz,
            turn,
            RulingKind.WAIVED,
            Deed(actor, now, key),
            entry_id=team(quiz, entry_id).id,
            reason=words,
            data={"before": before(turn, now)},
        )
        moved(quiz, "ruled", now)
