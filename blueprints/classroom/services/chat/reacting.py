"""Reactions: counted in memory as they come, kept in sums."""

from collections.abc import Mapping

import sqlalchemy as sa

from blueprints.classroom.models import Reaction, ReactionKind
from store import db, write

MOST_AT_ONCE = 20  # taps of one kind in one request: more than a thumb can do in its time


def counted(asked: Mapping[str, str]) -> dict[str, int]:
    """The reactions of a request that are worth counting; anything odd is none."""
    found = {kind: _number(asked.get(kind, "")) for kind in map(str, ReactionKind)}
    return {kind: min(count, MOST_AT_ONCE) for kind, count in found.items() if count}


def add_to_totals(session_id: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Add to what is kept; the new totals."""
    with write():
        query = sa.select(Reaction).where(Reaction.session_id == session_id).with_for_update()
        rows = {row.kind: row for row in db.session.scalars(query)}
        for kind, count in counts.items():
            if kind not in rows:
                rows[kind] = Reaction(session_id=session_id, kind=kind, count=0)
                db.session.add(rows[kind])
            rows[kind].count += count
        return {kind: row.count for kind, row in rows.items()}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else 0
