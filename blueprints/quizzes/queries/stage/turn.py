"""The question on air: whose it is, who pressed, what was decided, as far as it may be known."""

from collections import Counter
from collections.abc import Mapping

import sqlalchemy as sa

from blueprints.contests.models import Round
from blueprints.quizzes.models import Contestant, Phase, PlayAlong, Press, Ruling, SeatAnswer, Turn
from blueprints.quizzes.queries.stage.moving import shows_points
from blueprints.quizzes.queries.stage.sealing import PLAYED, is_revealed, question_of
from blueprints.quizzes.queries.stage.teams import InPlay
from blueprints.quizzes.queries.stage.views import (
    ClockView,
    Guesses,
    Outcome,
    PressView,
    QuestionView,
    SegmentView,
    Team,
    TurnView,
)
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.rules.scores import standing
from blueprints.quizzes.rules.segments import BY_BUZZER
from store import db

NOT_SETTLED = (Phase.READY, Phase.SHOWN, Phase.OPEN)


def in_play(turn: Turn | None, round_: Round) -> InPlay:
    """What the question does to the teams. Points stay unsaid while the public may not see them."""
    if turn is None:
        return InPlay()
    points: Counter[int] = Counter()
    if shows_points(round_):
        for row in _standing(turn):
            if row.entry_id is not None:
                points[row.entry_id] += row.points
    answered = db.session.scalars(
        sa.select(SeatAnswer.entry_id).where(SeatAnswer.turn_id == turn.id).distinct()
    )
    return InPlay(turn, dict(points), frozenset(answered))


def turn_view(
    turn: Turn, segment: SegmentView, teams: Mapping[int, Team], round_: Round
) -> TurnView:
    """The turn as everybody may see it."""
    question = question_of(turn)
    return TurnView(
        id=turn.id,
        number=turn.number,
        place=_place(turn),
        phase=turn.phase,
        heat=turn.heat,
        segment=segment,
        question=question,
        clock=_clock(turn, segment),
        stake=turn.stake,
        team=teams.get(turn.entry_id or 0),
        seat=turn.seat,
        name="" if round_.contest.names_hidden else _name(turn),
        presses=_presses(turn, teams),
        outcomes=_outcomes(turn, teams) if shows_points(round_) else (),
        guesses=_guesses(turn, question) if is_revealed(turn) else None,
        thrown_out=bool(turn.thrown_out),
        takes_guesses=takes_guesses(turn),
    )


def takes_guesses(turn: Turn) -> bool:
    """Whether observers may still play along: from the question to the ruling."""
    return turn.phase in PLAYED and turn.question.content["kind"] != QuestionKind.OPEN


def _place(turn: Turn) -> int:
    """Which question of its segment it is; those thrown out are not counted."""
    earlier = sa.select(sa.func.count(Turn.id)).where(
        Turn.segment_id == turn.segment_id, Turn.number < turn.number, Turn.thrown_out == ""
    )
    return (db.session.scalar(earlier) or 0) + 1


def _clock(turn: Turn, segment: SegmentView) -> ClockView | None:
    if turn.phase not in PLAYED or (turn.deadline_at is None and turn.paused_ms is None):
        return None
    pressing = segment.kind in BY_BUZZER and turn.phase == Phase.OPEN
    seconds = segment.rules.press_s if pressing else segment.rules.answer_s
    stopped = turn.paused_ms is not None
    return ClockView(None if stopped else turn.deadline_at, turn.paused_ms, seconds * 1000)


def _name(turn: Turn) -> str:
    if turn.entry_id is None or turn.seat is None:
        return ""
    found = db.session.scalar(
        sa.select(Contestant.name).where(
            Contestant.quiz_id == turn.quiz_id,
            Contestant.entry_id == turn.entry_id,
            Contestant.seat == turn.seat,
        )
    )
    return found or ""


def _presses(turn: Turn, teams: Mapping[int, Team]) -> tuple[PressView, ...]:
    """The presses of the last heat in their order, once that is settled."""
    if turn.phase in NOT_SETTLED or not turn.heat:
        return ()
    rows = db.session.execute(
        sa.select(Press, Contestant.seat)
        .join(Contestant, Contestant.id == Press.contestant_id)
        .where(Press.turn_id == turn.id, Press.heat == turn.heat)
        .order_by(Press.at_us, Press.id)
    )
    return tuple(
        PressView(
            teams[press.entry_id].key,
            teams[press.entry_id].label,
            seat,
            press.verdict,
            None if turn.opened_us is None else (press.at_us - turn.opened_us) // 1000,
        )
        for press, seat in rows
        if press.entry_id in teams
    )


def _standing(turn: Turn) -> list[Ruling]:
    """The rulings of this question that count. Undoing is a row of the same turn."""
    rows = db.session.scalars(
        sa.select(Ruling).where(Ruling.turn_id == turn.id).order_by(Ruling.seq)
    )
    return [row for row in standing(rows) if isinstance(row, Ruling)]


def _outcomes(turn: Turn, teams: Mapping[int, Team]) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(team.key, team.label, row.kind, row.points)
        for row in _standing(turn)
        if (team := teams.get(row.entry_id or 0)) is not None
    )


def _guesses(turn: Turn, question: QuestionView | None) -> Guesses:
    rows = db.session.execute(
        sa.select(PlayAlong.right, PlayAlong.given).where(PlayAlong.turn_id == turn.id)
    ).all()
    chosen = Counter(place for row in rows for place in row.given if isinstance(place, int))
    options = question.options if question else ()
    return Guesses(
        len(rows),
        sum(1 for row in rows if row.right),
        tuple(chosen[option.position] for option in options),
    )
