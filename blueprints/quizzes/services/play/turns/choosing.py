"""Which question comes next, and whose it is."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.quizzes.models import Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.queries.order import competing, last_turn, next_seat, next_team
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_TEAM
from blueprints.quizzes.services.play.common import team
from store import UserError, db


@dataclass(frozen=True)
class Whose:
    """Who plays a turn: a team and seat, or these teams (none named: all)."""

    entry_id: int | None = None
    seat: int | None = None
    teams: tuple[int, ...] = ()


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
    entry_id = named.entry_id or next_team(segment, competing(quiz), now)
    if entry_id is None:
        raise UserError(_("Every team has had its questions."), status=409, code="all_had")
    seat = named.seat or next_seat(quiz, segment, entry_id)
    return Whose(entry_id=team(quiz, entry_id).id, seat=seat)


def _tied(quiz: Quiz, segment: Segment, teams: tuple[int, ...]) -> tuple[int, ...]:
    """Those who play a tie-break: named now, else as at its question before."""
    before = last_turn(segment)
    chosen = teams or tuple(before.teams if before else ())
    if len(set(chosen)) < 2:
        raise UserError(_("Name the tied teams that play this tie-break."), code="teams")
    return tuple(team(quiz, one).id for one in dict.fromkeys(chosen))
