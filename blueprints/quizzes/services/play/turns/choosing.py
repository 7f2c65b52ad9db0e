"""Which question comes next, and whose it is."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.quizzes.models import Phase, Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_TEAM, SegmentRules
from blueprints.quizzes.services.play.common import team, team_ids
from store import UserError, db


@dataclass(frozen=True)
class Whose:
    """Who plays a turn: a team and seat, or these teams (none named: all)."""

    entry_id: int | None = None
    seat: int | None = None
    teams: tuple[int, ...] = ()


def waiting(segment: Segment) -> Turn | None:
    """A turn that was prepared and put aside: a replacement, or another segment came between."""
    return db.session.scalar(
        sa.select(Turn)
        .where(Turn.segment_id == segment.id, Turn.phase == Phase.READY)
        .order_by(Turn.number)
        .limit(1)
    )


def next_question(segment: Segment) -> QuizQuestion:
    """The next drawn question that was in no turn."""
    found = unused(segment, reserve=False)
    if found is None:
        raise UserError(
            _("Every question of this segment has been played."), status=409, code="no_question"
        )
    return found


def next_reserve(segment: Segment) -> QuizQuestion | None:
    """A reserve of the segment, else one of the whole quiz."""
    return unused(segment, reserve=True) or _first(
        QuizQuestion.quiz_id == segment.quiz_id, QuizQuestion.segment_id.is_(None)
    )


def unused(segment: Segment, *, reserve: bool) -> QuizQuestion | None:
    """The first question of the segment that was in no turn."""
    return _first(QuizQuestion.segment_id == segment.id, QuizQuestion.reserve == reserve)


def _first(*conditions: sa.ColumnElement[bool]) -> QuizQuestion | None:
    played = sa.select(Turn.id).where(Turn.question_id == QuizQuestion.id).exists()
    return db.session.scalar(
        sa.select(QuizQuestion)
        .where(*conditions, ~played)
        .order_by(QuizQuestion.position, QuizQuestion.id)
        .limit(1)
    )


def whose(quiz: Quiz, segment: Segment, named: Whose, now: datetime) -> Whose:
    """Whose turn it is: as the desk names them, else by the rules."""
    if segment.kind in BY_TEAM:
        return _of_team(quiz, segment, named, now)
    if segment.kind == SegmentKind.TIE_BREAK:
        return Whose(teams=_tied(quiz, segment, named.teams))
    return Whose(teams=tuple(team(quiz, one).id for one in named.teams))


def _of_team(quiz: Quiz, segment: Segment, named: Whose, now: datetime) -> Whose:
    rules, had = SegmentRules.of(segment.rules), played(segment)
    is_relay = segment.kind == SegmentKind.RELAY
    entry_id = named.entry_id
    if entry_id is None:
        out = run_out(segment, now) if is_relay else ()
        order = [one for one in team_ids(quiz) if one not in out]
        entry_id = next_team(order, had, in_a_row=is_relay, each=rules.questions)
    if entry_id is None:
        raise UserError(_("Every team has had its questions."), status=409, code="all_had")
    seat = named.seat or rules.seat
    if seat is None and is_relay:
        seat = had[entry_id] % quiz.seats + 1
    return Whose(entry_id=team(quiz, entry_id).id, seat=seat)


def run_out(segment: Segment, now: datetime) -> set[int]:
    """Teams of a relay whose clock has run out: what is left of their questions is not asked."""
    rows = db.session.scalars(
        sa.select(Turn.entry_id).where(Turn.segment_id == segment.id, Turn.deadline_at <= now)
    )
    return {one for one in rows if one is not None}


def next_team(
    order: Collection[int], had: Counter[int], *, in_a_row: bool, each: int
) -> int | None:
    """The team whose question is next; None when all have had theirs.

    In a relay a team has all of its questions in a row, else the teams take turns.
    """
    left = [one for one in order if had[one] < max(1, each)]
    if not left:
        return None
    return left[0] if in_a_row else min(left, key=lambda one: had[one])


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


def _tied(quiz: Quiz, segment: Segment, teams: tuple[int, ...]) -> tuple[int, ...]:
    """Those who play a tie-break: named now, else as at its question before."""
    before = last_turn(segment)
    chosen = teams or tuple(before.teams if before else ())
    if len(set(chosen)) < 2:
        raise UserError(_("Name the tied teams that play this tie-break."), code="teams")
    return tuple(team(quiz, one).id for one in dict.fromkeys(chosen))
