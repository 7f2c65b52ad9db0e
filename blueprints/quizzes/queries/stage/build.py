"""Building the stage from the quiz and the round's public board.

A position is (epoch, seq): `seq` grows with every move of the quiz and every row of the ledger
that the public sees, `epoch` with set-up changes.
"""

from dataclasses import replace
from datetime import datetime
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from blueprints.contests.models import RoundState
from blueprints.contests.queries.board import BoardView, board_view
from blueprints.contests.queries.board import position as board_position
from blueprints.quizzes.models import Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.queries.stage.teams import teams_of
from blueprints.quizzes.queries.stage.turn import in_play, turn_view
from blueprints.quizzes.queries.stage.views import SegmentView, Stage
from blueprints.quizzes.rules.segments import SegmentRules
from store import db

Place = tuple[object, ...]

# The newest stage of each board, which a whole hall may ask for at once.
_kept: WeakKeyDictionary[BoardView, tuple[Place, Stage]] = WeakKeyDictionary()


def position(quiz_id: int) -> tuple[int, int]:
    """(epoch, seq) at which the stage stands now; (0, 0) for an unknown quiz."""
    row = db.session.execute(
        sa.select(Quiz.round_id, Quiz.epoch, Quiz.moves).where(Quiz.id == quiz_id)
    ).first()
    if row is None:
        return 0, 0
    epoch, seq = board_position(row.round_id)
    return epoch + row.epoch, seq + row.moves


def stage_of(quiz: Quiz, now: datetime) -> Stage:
    """The one public projection of a quiz: nothing sealed is in it, whoever shows it."""
    place = position(quiz.id)  # read first: what is built then is at least as new
    db.session.refresh(quiz)
    board = board_view(quiz.round_id)
    turn = db.session.get(Turn, quiz.turn_id, populate_existing=True) if quiz.turn_id else None
    # The phase for itself: nothing that was kept may outlast the moment it was meant for.
    here = (quiz.id, place, quiz.screen, (turn.id, turn.phase) if turn else ())
    kept = _kept.get(board)
    if kept is None or kept[0] != here:
        kept = _kept[board] = here, _build(quiz, turn, board, place, now)
    return replace(kept[1], at=now)


def _build(
    quiz: Quiz, turn: Turn | None, board: BoardView, place: tuple[int, int], now: datetime
) -> Stage:
    round_, segments = quiz.round, _segments(quiz)
    by_id = {one.id: one for one in segments}
    current = _current(quiz, turn)
    teams = teams_of(round_, board, current, in_play(turn, round_))
    by_entry = {team.entry_id: team for team in teams}
    return Stage(
        quiz_id=quiz.id,
        key=quiz.key,
        at=now,
        round_id=quiz.round_id,
        epoch=place[0],
        seq=place[1],
        contest=round_.contest.title,
        event=round_.event.title,
        round=round_.title,
        venue=round_.contest.venue,
        state=board.head.state,
        paused=round_.state == RoundState.PAUSED,
        public=round_.is_public,
        screen=quiz.screen,
        seats=quiz.seats,
        teams=teams,
        segments=segments,
        segment=by_id.get(current.id) if current else None,
        turn=turn_view(turn, by_id[turn.segment_id], by_entry, round_) if turn else None,
        freeze=board.head.freeze,
    )


def _current(quiz: Quiz, turn: Turn | None) -> Segment | None:
    """The segment that goes on: the announced one, else that of the question on air."""
    wanted = quiz.segment_id or (turn.segment_id if turn else None)
    return next((one for one in quiz.segments if one.id == wanted), None)


def _segments(quiz: Quiz) -> tuple[SegmentView, ...]:
    rows = db.session.execute(
        sa.select(QuizQuestion.segment_id, sa.func.count())
        .where(QuizQuestion.quiz_id == quiz.id, QuizQuestion.reserve.is_(False))
        .group_by(QuizQuestion.segment_id)
    )
    counts = dict(rows.all())
    return tuple(
        SegmentView(
            id=one.id,
            number=number,
            count=len(quiz.segments),
            kind=one.kind,
            title=one.title,
            rules=SegmentRules.of(one.rules),
            questions=counts.get(one.id, 0),
        )
        for number, one in enumerate(quiz.segments, 1)
    )
