"""Outcomes of published rounds: worked out by the engine, and read back for lists of contests."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import Contest, Entry, Outcome, Round
from blueprints.contests.queries.board.rows import going_on, place_of
from blueprints.contests.queries.board.views import Place
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.results import prizes_by_entry
from blueprints.contests.queries.standings import reading
from store import db

MOST_FOUND = 30


@dataclass(frozen=True)
class Worked:
    """What the engine says of one entrant of a published round."""

    entry_id: int
    place: Place
    total: str | None
    status: str
    prizes: tuple[str, ...]
    advanced: str


@dataclass(frozen=True)
class Line:
    """An entrant in a list: by code alone while names are hidden."""

    round_id: int
    label: str
    unit: str
    place: str
    total: str | None
    prizes: tuple[str, ...]


def worked_out(round_id: int) -> list[Worked]:
    """Everybody in the order of the public result."""
    with reading(round_id, Audience.PUBLIC) as live:
        result = live.standings(Audience.PUBLIC)
        prizes = prizes_by_entry(live, result, Audience.PUBLIC)
        going = going_on(result)
        ids = {entry.ref: entry.id for entry in live.members.entries.values()}
        return [
            Worked(
                ids[row.entry],
                place_of(row, None),
                row.total,
                row.status,
                prizes.get(row.entry, ()),
                going.get(row.entry, ""),
            )
            for row in result.rows
            if row.entry in ids
        ]


def winners(round_ids: Iterable[int], upto: int = 3) -> dict[int, list[Line]]:
    """Of each round those on the first places."""
    query = _lines().where(Outcome.round_id.in_(set(round_ids)), Outcome.place <= upto)
    found: dict[int, list[Line]] = {}
    for row in db.session.execute(query.order_by(Outcome.round_id, Outcome.position)):
        found.setdefault(row[0].round_id, []).append(_line(*row))
    return found


def find(contest_ids: Iterable[int], words: str) -> list[Line]:
    """Entrants of these contests whose name, unit or code holds the words; names that are hidden
    can't be looked for.
    """
    like = f"%{words.strip().translate(_ESCAPED)}%"
    hidden = sa.and_(Contest.blind, Contest.decoded_at.is_(None))
    by_name = sa.or_(Entry.name.like(like, escape="\\"), Entry.unit.like(like, escape="\\"))
    query = _lines().where(
        Contest.id.in_(set(contest_ids)),
        sa.or_(Entry.code.like(like, escape="\\"), sa.and_(sa.not_(hidden), by_name)),
    )
    rows = db.session.execute(query.order_by(Outcome.round_id, Outcome.position).limit(MOST_FOUND))
    return [_line(*row) for row in rows]


_ESCAPED = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def _lines() -> sa.Select[tuple[Outcome, Entry, Contest]]:
    return (
        sa.select(Outcome, Entry, Contest)
        .join(Entry, Entry.id == Outcome.entry_id)
        .join(Round, Round.id == Outcome.round_id)
        .join(Contest, Contest.id == Round.contest_id)
    )


def _line(outcome: Outcome, entry: Entry, contest: Contest) -> Line:
    hidden = contest.names_hidden
    label = (entry.code or f"#{outcome.position}") if hidden else entry.name
    return Line(
        outcome.round_id,
        label,
        "" if hidden else entry.unit,
        outcome.place_text,
        outcome.total,
        tuple(outcome.prizes),
    )
