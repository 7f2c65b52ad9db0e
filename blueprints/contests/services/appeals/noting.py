"""Deeds about an appeal in the audit log."""

from datetime import datetime

from blueprints.contests.models import Appeal, Round
from store import audit
from store.actors import Actor


def note(
    actor: Actor, action: str, round_: Round, appeal: Appeal, now: datetime, **detail: str
) -> None:
    """Write it down by the appeal's number alone: its words and its sender stay sealed."""
    audit(
        actor,
        action,
        f"round:{round_.id}",
        now,
        organisation_id=round_.contest.organisation_id,
        appeal=appeal.number,
        **detail,
    )
