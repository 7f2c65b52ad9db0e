"""A participant's own minutes, and the stretches behind them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.classroom.minutes import Span, union
from blueprints.classroom.minutes.tracker import COMES_BACK
from blueprints.classroom.models import Adjustment, Dispute, Participant, Stay
from blueprints.classroom.queries.attendance.course import Facts, facts_of
from blueprints.classroom.queries.attendance.standings import Standing, standing_of
from store import db

MOST_SHOWN = 200


@dataclass(frozen=True)
class OwnStretch:
    """A stretch as its owner sees it; `device` counts from 1 in the order of first use."""

    since: datetime
    until: datetime
    kind: str
    device: int
    reason: str

    @property
    def seconds(self) -> int:
        return int((self.until - self.since).total_seconds())


@dataclass(frozen=True)
class Own:
    """What somebody is told of their own minutes."""

    facts: Facts
    standing: Standing | None
    stretches: list[OwnStretch]
    disputes: list[Dispute]


def own_minutes(participant: Participant, now: datetime) -> Own:
    """Everything about one participant's minutes."""
    disputes = sa.select(Dispute).where(Dispute.participant_id == participant.id)
    return Own(
        facts_of(participant.session_id, now),
        standing_of(participant.session_id, participant.id, now),
        _stretches(participant.id),
        list(db.session.scalars(disputes.order_by(Dispute.id))),
    )


def stays_of(participant_id: int) -> list[Stay]:
    """What is kept of a participant, in order."""
    query = sa.select(Stay).where(Stay.participant_id == participant_id)
    return list(db.session.scalars(query.order_by(Stay.since, Stay.id)))


def adjusted_of(participant_id: int) -> int:
    """Seconds that decisions about disputes have added or taken."""
    query = sa.select(sa.func.sum(Adjustment.seconds))
    return int(db.session.scalar(query.where(Adjustment.participant_id == participant_id)) or 0)


def _stretches(participant_id: int) -> list[OwnStretch]:
    """Neighbouring ones of the same sort as one, the newest first."""
    devices: dict[str, int] = {}
    sorts: dict[tuple[str, int, str], list[Span]] = {}
    for stay in stays_of(participant_id):
        device = devices.setdefault(stay.device, len(devices) + 1)
        sorts.setdefault((stay.kind, device, stay.reason), []).append(Span(stay.since, stay.until))
    found = [
        OwnStretch(span.since, span.until, *sort)
        for sort, spans in sorts.items()
        for span in union(spans, COMES_BACK)
    ]
    return sorted(found, key=lambda one: one.since, reverse=True)[:MOST_SHOWN]
