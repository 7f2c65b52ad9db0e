"""Keeping the outcomes of published rounds: derived rows that lists of many contests read."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blueprints.contests.models import Outcome, Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.heads import result_state
from blueprints.contests.queries.outcomes import Worked, worked_out
from store import db, write


def keep_current(round_ids: Iterable[int]) -> None:
    """Make the outcomes of these rounds anew where the results have changed since.

    Cheap when nothing has: one query, and a few for a round that builds on others. Rows of rounds
    that aren't published don't exist.
    """
    for round_id in _stale(set(round_ids)):
        _renew(round_id)


def _stale(round_ids: set[int]) -> list[int]:
    rounds = db.session.scalars(
        sa.select(Round)
        .where(Round.id.in_(round_ids))
        .options(joinedload(Round.contest), joinedload(Round.scheme))
    )
    return [one.id for one in rounds if one.outcome_tag != _tag(one)]


def _tag(round_: Round) -> str:
    """Another one whenever the outcome may be another one; empty while there is none."""
    if round_.state != RoundState.PUBLISHED:
        return ""
    return result_state(round_, Audience.PUBLIC)


def _renew(round_id: int) -> None:
    with write():
        round_ = db.session.get(Round, round_id, with_for_update=True, populate_existing=True)
        if round_ is None or round_.outcome_tag == _tag(round_):
            return  # removed, or somebody else was first
        tag = _tag(round_)  # before the rows: an earlier round may be written meanwhile
        db.session.execute(sa.delete(Outcome).where(Outcome.round_id == round_id))
        if round_.state == RoundState.PUBLISHED:
            rows = [_row(round_id, n, one) for n, one in enumerate(worked_out(round_id), 1)]
            if rows:
                db.session.execute(sa.insert(Outcome), rows)
        round_.outcome_tag = tag


def _row(round_id: int, position: int, one: Worked) -> dict[str, object]:
    return {
        "round_id": round_id,
        "entry_id": one.entry_id,
        "position": position,
        "place": one.place.number,
        "place_text": one.place.text,
        "total": one.total,
        "status": one.status,
        "prizes": list(one.prizes),
        "advanced": one.advanced,
    }
