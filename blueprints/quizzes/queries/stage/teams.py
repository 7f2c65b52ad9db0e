"""The teams as the public standings have them, and what the question on air did to them."""

from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from blueprints.contests.models import Entry, Round, RoundEntry
from blueprints.contests.queries.board import BoardView, Row
from blueprints.contests.queries.board.views import Place
from blueprints.quizzes.models import Phase, Quiz, Segment, Turn
from blueprints.quizzes.queries.stage.moving import places_before
from blueprints.quizzes.queries.stage.views import Team
from blueprints.quizzes.queries.turns import asks_audience
from store import db


@dataclass(frozen=True)
class InPlay:
    """What the question on air says about teams, by entry id."""

    turn: Turn | None = None
    points: dict[int, int] = field(default_factory=dict)
    answered: frozenset[int] = frozenset()

    def plays(self, entry_id: int) -> bool:
        """Whether the team may play the question; everybody where it names none."""
        if self.turn is None or not self.turn.teams:
            return True
        return entry_id in self.turn.teams

    def has_word(self, entry_id: int) -> bool:
        turn = self.turn
        return turn is not None and turn.entry_id == entry_id and not asks_audience(turn)


def teams_of(
    round_: Round, board: BoardView, segment: Segment | None, play: InPlay
) -> tuple[Team, ...]:
    """In the order of the standings; before the round begins in running order.

    Nobody has a place before the first decision, unless points from elsewhere tell teams apart.
    """
    entries = _entries(round_)
    before = places_before(round_, segment)
    level = len({row.place.number for row in board.rows}) == 1 and not _is_decided(round_)
    if not board.rows:
        return tuple(_newcomer(round_, entry, n) for n, entry in enumerate(entries.values(), 1))
    return tuple(
        _team(replace(row, place=Place()) if level else row, entries[row.who.key], before, play)
        for row in board.rows
        if row.who.key in entries
    )


def _is_decided(round_: Round) -> bool:
    """Whether any question of the round was decided yet."""
    decided = sa.select(Turn.id).where(
        Turn.quiz_id == Quiz.id,
        Quiz.round_id == round_.id,
        Turn.phase.in_((Phase.RULED, Phase.AUDIENCE, Phase.REVEALED)),
    )
    return db.session.scalar(decided.limit(1)) is not None


def _entries(round_: Round) -> dict[str, Entry]:
    rows = db.session.scalars(
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    return {entry.key: entry for entry in rows}


def _newcomer(round_: Round, entry: Entry, number: int) -> Team:
    hidden = round_.contest.names_hidden
    label = (entry.code or f"#{number}") if hidden else entry.name
    return Team(entry.id, entry.key, label, "" if hidden else entry.unit, number, Place(), None)


def _team(row: Row, entry: Entry, before: dict[str, int], play: InPlay) -> Team:
    then, now = before.get(entry.ref), row.place.number
    moved = None if then is None or now is None else then - now
    return Team(
        entry_id=entry.id,
        key=row.who.key,
        label=row.who.label,
        unit=row.who.unit,
        number=row.who.position,
        place=replace(row.place, move=moved),
        total=row.total,
        delta=play.points.get(entry.id),
        plays=play.plays(entry.id),
        has_word=play.has_word(entry.id),
        answered=entry.id in play.answered,
    )
