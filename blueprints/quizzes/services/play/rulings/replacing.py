"""A reserve question in the place of one that was thrown out, and its end when that counts again.

Rows about the turn that was thrown out say in their `data` which turn stands in its place from
then on (`replacement`: its id, or None); the newest of them holds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.quizzes.models import Phase, Quiz, Ruling, RulingKind, Turn
from blueprints.quizzes.services.play.common import PLAYABLE
from blueprints.quizzes.services.play.turns import beginning, choosing, relays
from store import db

REPLACEMENT = "replacement"


def replace(quiz: Quiz, turn: Turn, now: datetime, *, on_air: bool) -> dict[str, Any]:
    """Make the reserve's turn, for the same team, seat and stake, if one is left.

    It comes on air at once where the other one was, else as the next of its segment. What is
    returned belongs into the row's `data`.
    """
    reserve = choosing.next_reserve(turn.segment)
    if reserve is None:
        return {}
    reserve.segment_id = turn.segment_id
    waits_for = turn.entry_id if _is_of_team(turn) else None
    made = beginning.add_turn(
        quiz,
        turn.segment,
        reserve.id,
        entry_id=waits_for,
        seat=turn.seat if waits_for else None,
        stake=turn.stake,
        teams=turn.teams,
        phase=Phase.READY,
    )
    if on_air:
        beginning.put_on_air(quiz, made, now)
        if quiz.round.state in PLAYABLE:  # in a pause nothing is shown
            relays.run_on(quiz, made, now)
    return {REPLACEMENT: made.id}


def withdraw(quiz: Quiz, turn: Turn, rulings: Sequence[Ruling], now: datetime) -> dict[str, Any]:
    """Take the replacement out of the show unless it was shown: its question is a reserve again.

    Where it was on air the turn comes back. What is returned belongs into the row's `data`.
    """
    made = _replacement_of(turn, rulings)
    if made is None or made.phase != Phase.READY or made.shown_at or _is_decided_on(made):
        return {}
    if quiz.turn_id == made.id:
        beginning.put_on_air(quiz, turn, now)
    db.session.delete(made)
    db.session.flush()
    return {REPLACEMENT: None}


def follow_undo(
    quiz: Quiz, turn: Turn, row: Ruling, rulings: Sequence[Ruling], now: datetime
) -> dict[str, Any]:
    """What taking `row` back means for the replacement: it goes, or is asked after all."""
    if row.kind == RulingKind.THROWN_OUT:
        return withdraw(quiz, turn, rulings, now)
    if row.kind == RulingKind.RESTORED and REPLACEMENT in row.data:
        return replace(quiz, turn, now, on_air=False)
    return {}


def _replacement_of(turn: Turn, rulings: Sequence[Ruling]) -> Turn | None:
    told = [row for row in rulings if row.turn_id == turn.id and REPLACEMENT in row.data]
    made_id = told[-1].data[REPLACEMENT] if told else None
    return db.session.get(Turn, made_id, with_for_update=True) if made_id else None


def _is_decided_on(turn: Turn) -> bool:
    """Whether there are rows about it, such as an objection: then it stays."""
    about = sa.select(Ruling.id).where(Ruling.turn_id == turn.id).limit(1)
    return db.session.scalar(about) is not None


def _is_of_team(turn: Turn) -> bool:
    return turn.segment.kind in choosing.BY_TEAM
