"""Who of a round still waits for a decision on eligibility, or was refused."""

import sqlalchemy as sa

from blueprints.contests.eligibility import Verdict
from blueprints.contests.models import EligibilityDecision, Round, RoundEntry
from store import db


def not_eligible(round_: Round) -> int:
    """Entrants of the round about whom the last decision is not that they are eligible."""
    newest = (
        sa.select(sa.func.max(EligibilityDecision.id))
        .where(EligibilityDecision.entry_id == RoundEntry.entry_id)
        .correlate(RoundEntry)
        .scalar_subquery()
    )
    eligible = sa.exists().where(
        EligibilityDecision.id == newest, EligibilityDecision.verdict == Verdict.ELIGIBLE
    )
    counted = sa.select(sa.func.count()).select_from(RoundEntry)
    return db.session.scalar(counted.where(RoundEntry.round_id == round_.id, ~eligible)) or 0
