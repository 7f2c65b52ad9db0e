"""With whose eyes the staff see a round that isn't published yet.

Who only announces sees what the hall sees, wherever it is shown: nothing slips out by being read
aloud. The desk may open the announcer's eyes.
"""

from blueprints.contests.access import only_announces
from blueprints.contests.models import JudgingRules, Round, RoundState
from blueprints.contests.queries.feeding import Audience
from store import db
from store.actors import Actor

TOLD_TO_ALL = (RoundState.DRAFT, RoundState.PUBLISHED)  # no result yet, or everybody's


def sees_all(round_: Round) -> bool:
    """Whether the desk lets the announcer see what it sees itself."""
    rules = db.session.get(JudgingRules, round_.id, populate_existing=True)
    return rules is not None and rules.announcer_sees_all


def staff_audience(actor: Actor, round_: Round) -> Audience:
    """With whose eyes a member of the staff sees the round's figures."""
    if round_.state in TOLD_TO_ALL or not only_announces(actor, round_.contest):
        return Audience.DESK
    return Audience.DESK if sees_all(round_) else Audience.PUBLIC


def is_kept_out(actor: Actor, round_: Round) -> bool:
    """Whether the desk is closed to the actor: it shows marks before the hall is told of them.

    Freezes only withhold more: marks on their way, results not released yet, ties, alarms and
    amendments stand at the desk in every round.
    """
    return staff_audience(actor, round_) is Audience.PUBLIC
