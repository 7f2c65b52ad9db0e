"""The press log: every press as it arrived, and what was made of it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from blueprints.contests.models import Entry
from blueprints.quizzes.models import Contestant, Press, Quiz, Turn
from store import db

QUICKEST_US = 80_000  # after "go" nobody's finger is faster


@dataclass(frozen=True)
class PressLine:
    """One press. Times are in milliseconds, `after_ms` and `claimed_ms` since the opening.

    `notes`: beyond (it claims what the network doesn't allow), quick (faster than people are),
    blind (without a usable clock: it counts when it arrived).
    """

    number: int
    heat: int
    team: str
    seat: int
    name: str
    verdict: str
    arrived: datetime
    after_ms: float | None
    claimed_ms: float | None
    arrived_ms: float | None
    uncertainty_ms: float
    round_trip_ms: float
    samples: int
    by: str
    notes: tuple[str, ...]


def press_log(quiz: Quiz, turn_number: int | None = None) -> list[PressLine]:
    """The presses of a quiz, the newest question first, in the order that counts."""
    query = (
        sa.select(Press, Turn.number, Entry.name, Contestant)
        .join(Turn, Turn.id == Press.turn_id)
        .join(Entry, Entry.id == Press.entry_id)
        .join(Contestant, Contestant.id == Press.contestant_id)
        .where(Turn.quiz_id == quiz.id)
        .order_by(Turn.number.desc(), Press.heat.desc(), Press.at_us, Press.id)
    )
    if turn_number is not None:
        query = query.where(Turn.number == turn_number)
    return [
        _line(press, number, team, contestant)
        for press, number, team, contestant in db.session.execute(query)
    ]


def _line(press: Press, number: int, team: str, contestant: Contestant) -> PressLine:
    opened = press.opened_us

    def since(moment: int | None) -> float | None:
        return None if opened is None or moment is None else (moment - opened) / 1000

    return PressLine(
        number,
        press.heat,
        team,
        contestant.seat,
        contestant.name,
        press.verdict,
        datetime.fromtimestamp(press.arrived_us / 1_000_000, UTC),
        since(press.at_us),
        since(press.claimed_us),
        since(press.arrived_us),
        press.uncertainty_us / 1000,
        press.round_trip_us / 1000,
        press.samples,
        press.by,
        _notes(press, opened),
    )


def _notes(press: Press, opened: int | None) -> tuple[str, ...]:
    found = []
    if press.claimed_us is None:
        found.append("blind")
    elif press.claimed_us < press.earliest_us:
        found.append("beyond")
    if opened is not None and 0 <= press.latest_us - opened < QUICKEST_US:
        found.append("quick")
    return tuple(found)
