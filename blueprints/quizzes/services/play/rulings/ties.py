"""How tied teams are ordered after their tie-break (加赛): a decision, no points."""

from datetime import datetime

from blueprints.contests.services.desk import decide_tie as decide_in_round
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play.common import CORRECTABLE, playing, team
from store import write
from store.actors import Actor


def decide_tie(
    actor: Actor,
    quiz_id: int,
    entry_ids_in_order: list[int],
    reason: str,
    now: datetime,
    *,
    key: str,
) -> None:
    """Order these teams among each other, the winner first. Totals never change."""
    with write():
        quiz = playing(actor, quiz_id, CORRECTABLE)
        keys = [team(quiz, one).key for one in entry_ids_in_order]
        decide_in_round(actor, quiz.round_id, keys, "tie_break", reason, now, key=key)
        moved(quiz, "standings", now)
