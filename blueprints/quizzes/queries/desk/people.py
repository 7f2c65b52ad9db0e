"""Who plays: names of teams and seats, as the desk knows them."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import Entry, RoundEntry
from blueprints.quizzes.models import Contestant, Quiz
from store import db


@dataclass(frozen=True)
class People:
    """Team names in running order; seats by (team, seat) and by contestant."""

    teams: dict[int, str]
    seats: dict[tuple[int, int], str]
    contestants: dict[int, int]  # contestant id → seat

    def seat(self, entry_id: int | None, seat: int | None) -> str:
        """The name of who sits there."""
        return self.seats.get((entry_id or 0, seat or 0), "")


def people_of(quiz: Quiz) -> People:
    """Everybody of a quiz."""
    entries = db.session.execute(
        sa.select(Entry.id, Entry.name)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == quiz.round_id)
        .order_by(RoundEntry.position, RoundEntry.id)
    ).all()
    rows = db.session.execute(
        sa.select(Contestant.id, Contestant.entry_id, Contestant.seat, Contestant.name).where(
            Contestant.quiz_id == quiz.id
        )
    ).all()
    return People(
        {row.id: row.name for row in entries},
        {(row.entry_id, row.seat): row.name for row in rows},
        {row.id: row.seat for row in rows},
    )
