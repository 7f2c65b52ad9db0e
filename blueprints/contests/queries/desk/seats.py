"""The judges' seats of a contest, as the desk sees them."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import ContestEvent, Judge, Round, RoundJudge
from store import db


@dataclass(frozen=True)
class SeatRow:
    """A seat. `pin` is None where there is none or the asker may not know it."""

    judge_id: int
    number: int
    name: str
    unit: str
    pin: str | None
    is_open: bool
    rounds: tuple[str, ...]


def seats_of(contest_id: int, *, with_pins: bool) -> list[SeatRow]:
    """All seats in order of their numbers, with the rounds that the judge sits in."""
    rounds = _rounds(contest_id)
    judges = db.session.scalars(
        sa.select(Judge).where(Judge.contest_id == contest_id).order_by(Judge.number, Judge.id)
    )
    return [
        SeatRow(
            judge_id=judge.id,
            number=judge.number,
            name=judge.name,
            unit=judge.unit,
            pin=judge.pin if with_pins else None,
            is_open=bool(judge.pin or judge.join_hash),
            rounds=tuple(rounds.get(judge.id, ())),
        )
        for judge in judges
    ]


def _rounds(contest_id: int) -> dict[int, list[str]]:
    rows = db.session.execute(
        sa.select(RoundJudge.judge_id, ContestEvent.title, Round.title)
        .join(Round, Round.id == RoundJudge.round_id)
        .join(ContestEvent, ContestEvent.id == Round.event_id)
        .where(Round.contest_id == contest_id)
        .order_by(ContestEvent.position, Round.position)
    )
    found: dict[int, list[str]] = {}
    for judge_id, event, round_ in rows:
        found.setdefault(judge_id, []).append(f"{event} · {round_}")
    return found
