"""What is the same for all seats of a quiz at one moment: read once for all phones."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import RoundState
from blueprints.contests.queries.values import out_of_round
from blueprints.quizzes.models import Phase, Press, Quiz, SeatAnswer, Turn
from blueprints.quizzes.queries.stage import Stage, stage_of
from blueprints.quizzes.queries.turns import early_teams, locked_out
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.segments import BY_BUZZER
from store import db

RACING = ("", Verdict.FIRST, Verdict.LATER, Verdict.TOO_CLOSE, Verdict.DOUBLE)


@dataclass(frozen=True)
class Floor:
    """The stage, and behind it what phones need: who is out, who has pressed, who has answered.

    `pressed`: team → contestants whose press takes part in the shown heat; `close`: teams that may
    have been first. `given`: contestant → the answer handed in last. `left`: teams that don't
    compete any more. `round` is the round's state, which a frozen board doesn't tell.
    """

    stage: Stage
    round: RoundState
    buzzers: bool = False
    out: frozenset[int] = frozenset()
    early: frozenset[int] = frozenset()
    pressed: dict[int, set[int]] = field(default_factory=dict)
    close: frozenset[int] = frozenset()
    given: dict[int, list[Any]] = field(default_factory=dict)
    left: frozenset[int] = frozenset()


def floor_of(quiz: Quiz, now: datetime) -> Floor:
    """Read it."""
    stage = stage_of(quiz, now)
    turn = db.session.get(Turn, stage.turn.id) if stage.turn else None
    if turn is None or turn.phase == Phase.READY:
        return Floor(stage, RoundState(quiz.round.state))
    buzzers = turn.segment.kind in BY_BUZZER
    pressed, close = _presses(turn) if buzzers else ({}, frozenset())
    return Floor(
        stage,
        RoundState(quiz.round.state),
        buzzers,
        locked_out(turn) if buzzers else frozenset(),
        early_teams(turn) if buzzers else frozenset(),
        pressed,
        close,
        _answers(turn),
        frozenset(out_of_round(quiz.round_id)),
    )


def _presses(turn: Turn) -> tuple[dict[int, set[int]], frozenset[int]]:
    rows = db.session.scalars(
        sa.select(Press).where(
            Press.turn_id == turn.id, Press.heat == turn.shown_heat, Press.verdict.in_(RACING)
        )
    ).all()
    pressed: dict[int, set[int]] = {}
    for one in rows:
        pressed.setdefault(one.entry_id, set()).add(one.contestant_id)
    return pressed, frozenset(one.entry_id for one in rows if one.verdict == Verdict.TOO_CLOSE)


def _answers(turn: Turn) -> dict[int, list[Any]]:
    rows = db.session.scalars(
        sa.select(SeatAnswer)
        .where(SeatAnswer.turn_id == turn.id)
        .order_by(SeatAnswer.at, SeatAnswer.id)
    )
    return {one.contestant_id: one.given for one in rows}
