"""What the hall sees. Only steps that were taken are read; there is no way to the others here."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import Ceremony, CeremonyStep, Entry, EntryPortrait
from blueprints.contests.reveal import Entrant, Stage, Step, stage_of
from blueprints.contests.reveal.stage import NEWEST
from store import NotFound, db


@dataclass(frozen=True)
class HallView:
    """The screen at a position. `entrants` is how many took part."""

    id: int
    round_id: int
    epoch: int
    seq: int
    contest: str
    event: str
    round: str
    rehearsal: bool
    ended: bool
    number: int
    stage: Stage

    @property
    def step(self) -> Step | None:
        return self.stage.step


def hall_view(ceremony: Ceremony) -> HallView:
    """The screen as it is now."""
    round_ = ceremony.round
    return HallView(
        id=ceremony.id,
        round_id=round_.id,
        epoch=epoch_of(ceremony),
        seq=ceremony.moves,
        contest=round_.contest.title,
        event=round_.event.title,
        round=round_.title,
        rehearsal=ceremony.rehearsal,
        ended=ceremony.ended_at is not None,
        number=ceremony.shown,
        stage=stage_of(_newest_steps(ceremony)),
    )


def epoch_of(ceremony: Ceremony) -> int:
    """Grows with the clock: a database that was restored repeats no place of another one."""
    return int(ceremony.began_at.timestamp())


def _newest_steps(ceremony: Ceremony) -> list[Step]:
    """The last steps that were taken, in order: as many as the screen needs."""
    rows = db.session.scalars(
        sa.select(CeremonyStep.document)
        .where(
            CeremonyStep.ceremony_id == ceremony.id,
            CeremonyStep.number <= ceremony.shown,
            CeremonyStep.number > ceremony.shown - NEWEST,
        )
        .order_by(CeremonyStep.number)
    )
    return [Step.from_json(row) for row in rows]


def shown_photo(ceremony: Ceremony, number: int, key: str) -> str:
    """The file of a photograph that a step which was taken shows; NotFound otherwise."""
    if not 1 <= number <= ceremony.shown:
        raise NotFound
    document = db.session.scalar(
        sa.select(CeremonyStep.document).where(
            CeremonyStep.ceremony_id == ceremony.id, CeremonyStep.number == number
        )
    )
    step = Step.from_json(document) if document else None
    if step is None or not any(_has_face(one, key) for one in step.entrants):
        raise NotFound
    photo = db.session.scalar(
        sa.select(EntryPortrait.photo)
        .join(Entry, Entry.id == EntryPortrait.entry_id)
        .where(Entry.contest_id == ceremony.round.contest_id, Entry.key == key)
    )
    if not photo:
        raise NotFound
    return photo


def _has_face(one: Entrant, key: str) -> bool:
    return one.key == key and one.photo
