"""In which order teams and seats have their turns, by the rules of a segment."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import RoundEntry
from blueprints.contests.queries.values import out_of_round
from blueprints.quizzes.models import Phase, Quiz, Segment, Turn
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import SegmentRules
from store import db

_HAS_CLOCK = sa.or_(Turn.deadline_at.is_not(None), Turn.paused_ms.is_not(None))


def competing(quiz: Quiz) -> list[int]:
    """The teams in running order, without those that were withdrawn, left or were disqualified."""
    out = out_of_round(quiz.round_id)
    order = db.session.scalars(
        sa.select(RoundEntry.entry_id)
        .where(RoundEntry.round_id == quiz.round_id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    return [one for one in order if one not in out]


def next_team(segment: Segment, order: Sequence[int], now: datetime) -> int | None:
    """The team whose question is next; None when all have had theirs.

    In a relay a team has all of its questions in a row, until its clock has run out; else the teams
    take turns.
    """
    had, each = played(segment), max(1, SegmentRules.of(segment.rules).questions)
    if segment.kind == SegmentKind.RELAY:
        out = _run_out(segment, now)
        return next((one for one in order if had[one] < each and one not in out), None)
    left = [one for one in order if had[one] < each]
    return min(left, key=lambda one: had[one]) if left else None


def next_seat(quiz: Quiz, segment: Segment, entry_id: int) -> int | None:
    """The seat that the rules name; in a relay one after the other; None: any of the team."""
    seat = SegmentRules.of(segment.rules).seat
    if seat is None and segment.kind == SegmentKind.RELAY:
        return played(segment)[entry_id] % quiz.seats + 1
    return seat


def played(segment: Segment) -> Counter[int]:
    """How many questions every team has had in this segment; those thrown out don't count."""
    rows = db.session.scalars(
        sa.select(Turn.entry_id).where(
            Turn.segment_id == segment.id, Turn.thrown_out == "", Turn.entry_id.is_not(None)
        )
    )
    return Counter(one for one in rows if one is not None)


def last_turn(segment: Segment) -> Turn | None:
    """The newest turn of a segment."""
    return db.session.scalar(
        sa.select(Turn).where(Turn.segment_id == segment.id).order_by(Turn.number.desc()).limit(1)
    )


def waiting(segment: Segment) -> Turn | None:
    """A turn that was prepared and put aside: a replacement, or another segment came between."""
    return db.session.scalar(
        sa.select(Turn)
        .where(Turn.segment_id == segment.id, Turn.phase == Phase.READY)
        .order_by(Turn.number)
        .limit(1)
    )


def clock_of_team(turn: Turn) -> Turn | None:
    """A relay's clock before this turn: the team's newest question that has one.

    One that was thrown out counts as well: the clock ran while it was asked.
    """
    return db.session.scalar(
        sa.select(Turn)
        .where(
            Turn.segment_id == turn.segment_id,
            Turn.entry_id == turn.entry_id,
            Turn.number < turn.number,
            _HAS_CLOCK,
        )
        .order_by(Turn.number.desc())
        .limit(1)
    )


def _run_out(segment: Segment, now: datetime) -> set[int]:
    """Teams whose clock has run out: what is left of their questions is not asked.

    The newest question tells: its clock may have been held or lengthened since those before it.
    """
    rows = db.session.execute(
        sa.select(Turn.entry_id, Turn.deadline_at, Turn.paused_ms)
        .where(Turn.segment_id == segment.id, Turn.entry_id.is_not(None), _HAS_CLOCK)
        .order_by(Turn.number)
    )
    newest = {one.entry_id: one for one in rows}
    return {
        entry_id
        for entry_id, one in newest.items()
        if (one.paused_ms <= 0 if one.deadline_at is None else one.deadline_at <= now)
    }
