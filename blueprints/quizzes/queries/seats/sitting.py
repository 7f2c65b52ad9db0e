"""Who sits where: for the phone itself, and for the desk's list."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import Contest, Entry, Round, RoundEntry
from blueprints.quizzes.models import Contestant, Quiz
from store import db


@dataclass(frozen=True)
class Sitting:
    """A seat and the phone that has the right to it."""

    contestant_id: int
    quiz_id: int
    entry_id: int
    seat: int
    name: str
    team: str
    contest: str
    device: int
    label: str
    taken_since: datetime | None


@dataclass(frozen=True)
class SeatRow:
    """A seat in the desk's list. `waits`: a code is out that nobody has used yet."""

    contestant_id: int
    entry_id: int
    team: str
    seat: int
    name: str
    device: int
    label: str
    joined_at: datetime | None
    seen_at: datetime | None
    waits: bool


def sitting(contestant_id: int) -> Sitting | None:
    """A seat in words; None when there is no such seat."""
    return _sitting(Contestant.id == contestant_id)


def sitting_by(contestant_id: int, token_hash: str) -> Sitting | None:
    """The seat if this token is its phone's."""
    return _sitting(Contestant.id == contestant_id, Contestant.token_hash == token_hash)


def _sitting(*conditions: sa.ColumnElement[bool]) -> Sitting | None:
    """In one question to the database: every phone asks it with every move."""
    row = db.session.execute(
        sa.select(
            Contestant.id,
            Contestant.quiz_id,
            Contestant.entry_id,
            Contestant.seat,
            Contestant.name,
            Entry.name,
            Contest.title,
            Contestant.device,
            Contestant.label,
            Contestant.joined_at,
        )
        .join(Entry, Entry.id == Contestant.entry_id)
        .join(Quiz, Quiz.id == Contestant.quiz_id)
        .join(Round, Round.id == Quiz.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(*conditions)
    ).first()
    return Sitting(*row) if row is not None else None


def seat_rows(quiz: Quiz) -> list[SeatRow]:
    """Every seat of the quiz, teams in running order."""
    rows = db.session.execute(
        sa.select(Contestant, Entry.name)
        .join(Entry, Entry.id == Contestant.entry_id)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(Contestant.quiz_id == quiz.id, RoundEntry.round_id == quiz.round_id)
        .order_by(RoundEntry.position, RoundEntry.id, Contestant.seat)
    )
    return [
        SeatRow(
            one.id,
            one.entry_id,
            team,
            one.seat,
            one.name,
            one.device,
            one.label,
            one.joined_at,
            one.seen_at,
            one.join_hash is not None,
        )
        for one, team in rows
    ]
