"""What the announcer's phone shows: the screen as it is, and privately what comes next."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import AnnouncerNote, Ceremony, CeremonyStep, Entry
from blueprints.contests.queries.reveal.hall import HallView, hall_view
from blueprints.contests.reveal import Step, StepKind
from store import db


@dataclass(frozen=True)
class RemoteView:
    """`next` and `named` are for the announcer alone: what the next tap shows, and of a winner
    whose score comes first the name that follows. `readings` say how names are read aloud, by key.
    """

    hall: HallView
    moves: int
    shown: int
    steps: int
    next: Step | None
    named: Step | None
    readings: dict[str, str]
    ended: bool
    completed: bool
    round_state: str


def remote_view(ceremony: Ceremony) -> RemoteView:
    """Both sides of the ceremony as they are now."""
    coming = _steps_after(ceremony, 2)
    following = coming[1] if len(coming) > 1 and coming[0].kind == StepKind.SCORE else None
    return RemoteView(
        hall=hall_view(ceremony),
        moves=ceremony.moves,
        shown=ceremony.shown,
        steps=ceremony.steps,
        next=coming[0] if coming else None,
        named=following,
        readings=_readings(ceremony, coming),
        ended=ceremony.ended_at is not None,
        completed=ceremony.completed,
        round_state=ceremony.round.state,
    )


def _steps_after(ceremony: Ceremony, count: int) -> list[Step]:
    rows = db.session.scalars(
        sa.select(CeremonyStep.document)
        .where(CeremonyStep.ceremony_id == ceremony.id, CeremonyStep.number > ceremony.shown)
        .order_by(CeremonyStep.number)
        .limit(count)
    )
    return [Step.from_json(row) for row in rows]


def _readings(ceremony: Ceremony, steps: list[Step]) -> dict[str, str]:
    keys = {who.key for step in steps for who in step.entrants}
    rows = db.session.execute(
        sa.select(Entry.key, AnnouncerNote.pronunciation)
        .join(AnnouncerNote, AnnouncerNote.entry_id == Entry.id)
        .where(Entry.contest_id == ceremony.round.contest_id, Entry.key.in_(keys))
    )
    return {key: text for key, text in rows if text}
