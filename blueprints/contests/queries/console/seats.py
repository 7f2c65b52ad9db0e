"""Judges' seats as the judges themselves see them: before sitting down, and while sitting."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import Contest, Judge, JudgeDevice
from store import db
from store.actors import Actor


@dataclass(frozen=True)
class Sitting:
    """A seat that a PIN or a code leads to. `taken_since` is None while nobody sits there."""

    judge_id: int
    number: int
    name: str
    contest_title: str
    taken_since: datetime | None
    taken_by: str  # the other device in words


@dataclass(frozen=True)
class Seated:
    """A device known at a seat. `replaced_at` is set once another one has taken it over."""

    judge_id: int
    number: int
    name: str
    contest_id: int
    contest_title: str
    device_id: int
    replaced_at: datetime | None

    @property
    def is_replaced(self) -> bool:
        return self.replaced_at is not None

    @property
    def actor(self) -> Actor:
        return Actor(
            kind="judge",
            id=self.judge_id,
            name=self.name,
            contest_id=self.contest_id,
            device_id=self.device_id,
        )


def seated(judge_id: int, token_hash: str) -> Seated | None:
    """The device whose token this is at this judge's seat, active or replaced."""
    row = db.session.execute(
        sa.select(JudgeDevice, Judge, Contest)
        .join(Judge, Judge.id == JudgeDevice.judge_id)
        .join(Contest, Contest.id == Judge.contest_id)
        .where(JudgeDevice.judge_id == judge_id, JudgeDevice.token_hash == token_hash)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    device, judge, contest = row
    return Seated(
        judge.id,
        judge.number,
        judge.name,
        contest.id,
        contest.title,
        device.id,
        device.replaced_at,
    )


def invitation(judge: Judge) -> Sitting:
    """The seat of a judge who is about to sit down."""
    contest = db.session.get(Contest, judge.contest_id)
    assert contest is not None
    device = db.session.scalar(
        sa.select(JudgeDevice)
        .where(JudgeDevice.judge_id == judge.id, JudgeDevice.replaced_at.is_(None))
        .order_by(JudgeDevice.id.desc())
    )
    return Sitting(
        judge.id,
        judge.number,
        judge.name,
        contest.title,
        device.joined_at if device else None,
        device.label if device else "",
    )
