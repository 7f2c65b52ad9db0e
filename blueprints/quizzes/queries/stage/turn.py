"""The question on air: whose it is, who pressed, what was decided, as far as it may be known."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import Round
from blueprints.quizzes.models import Clock, Contestant, Phase, PlayAlong, Quiz, SeatAnswer, Turn
from blueprints.quizzes.queries.points import rulings_of, team_scores
from blueprints.quizzes.queries.stage.moving import shows_points
from blueprints.quizzes.queries.stage.sealing import PLAYED, is_revealed, question_of, unsealed
from blueprints.quizzes.queries.stage.teams import InPlay
from blueprints.quizzes.queries.stage.views import (
    ClockView,
    Guesses,
    Outcome,
    PressView,
    SegmentView,
    Team,
    TurnView,
)
from blueprints.quizzes.queries.turns import (
    LOCKING,
    asks_audience,
    early_teams,
    press_order,
    rules_of,
    standing_in,
)
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.rules.scores import TeamScore
from store import db

NOT_SETTLED = (Phase.READY, Phase.SHOWN, Phase.OPEN)
RACED_FOR = (Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE)


def in_play(turn: Turn | None, round_: Round) -> InPlay:
    """What the question does to the teams. Points stay unsaid while the public may not see them."""
    if turn is None:
        return InPlay()
    points = _points(turn) if shows_points(round_) and turn.segment.item else {}
    answered = db.session.scalars(
        sa.select(SeatAnswer.entry_id).where(SeatAnswer.turn_id == turn.id).distinct()
    )
    return InPlay(turn, points, frozenset(answered))


def _points(turn: Turn) -> dict[int, int]:
    """What each team that was decided on has from this question, by entry id."""
    quiz = db.session.get_one(Quiz, turn.quiz_id)
    rulings = rulings_of(turn.quiz_id)
    with_it = team_scores(quiz, rulings)
    without = team_scores(quiz, [row for row in rulings if row.turn_id != turn.id])
    return {
        entry_id: with_it[entry_id].total - without.get(entry_id, TeamScore()).total
        for entry_id in dict.fromkeys(row.entry_id for row in standing_in(turn) if row.entry_id)
    }


def turn_view(
    turn: Turn, segment: SegmentView, teams: Mapping[int, Team], round_: Round
) -> TurnView:
    """The turn as everybody may see it."""
    return TurnView(
        id=turn.id,
        number=turn.number,
        place=_place(turn),
        phase=turn.phase,
        heat=turn.heat,
        segment=segment,
        question=question_of(turn),
        clock=_clock(turn, segment),
        stake=turn.stake,
        **_whose(turn, teams, round_),
        presses=_presses(turn, teams),
        early=_early(turn, teams),
        outcomes=_outcomes(turn, teams) if shows_points(round_) else (),
        guesses=guesses_of(turn) if is_revealed(turn) else None,
        thrown_out=bool(turn.thrown_out),
        takes_guesses=takes_guesses(turn),
        asks_audience=asks_audience(turn),
    )


def _whose(turn: Turn, teams: Mapping[int, Team], round_: Round) -> dict[str, Any]:
    """Whose question it is, or who speaks. Once the audience has it, it is no team's."""
    if asks_audience(turn):
        return {}
    name = "" if round_.contest.names_hidden else _name(turn)
    return {"team": teams.get(turn.entry_id or 0), "seat": turn.seat, "name": name}


def takes_guesses(turn: Turn) -> bool:
    """Whether observers may still play along: until the ruling, or when the audience has it."""
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
    rules = segment.rules
    seconds = {Clock.PRESS: rules.press_s, Clock.START: rules.start_s}.get(
        Clock(turn.clock or Clock.ANSWER), rules.answer_s
    )
    stopped = turn.paused_ms is not None
    deadline = None if stopped else turn.deadline_at
    return ClockView(turn.clock, deadline, turn.paused_ms, seconds * 1000)


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
    """Each team's press of the shown heat in the order that counts, once that is settled."""
    if turn.phase in NOT_SETTLED or not turn.shown_heat:
        return ()
    pressed = [one for one in press_order(turn) if one.entry_id in teams]
    seats = dict(
        db.session.execute(
            sa.select(Contestant.id, Contestant.seat).where(
                Contestant.id.in_([one.contestant_id for one in pressed])
            )
        ).all()
    )
    return tuple(
        PressView(
            teams[press.entry_id].key,
            teams[press.entry_id].label,
            seats[press.contestant_id],
            press.verdict,
            None if press.opened_us is None else (press.at_us - press.opened_us) // 1000,
        )
        for press in pressed
    )


def _early(turn: Turn, teams: Mapping[int, Team]) -> tuple[str, ...]:
    """Who is out by a press before "go": seen at once, since the hall has heard the buzzer."""
    if turn.phase not in RACED_FOR or rules_of(turn).early not in LOCKING:
        return ()
    ruled = {one.entry_id for one in standing_in(turn) if one.kind == "foul"}
    return tuple(teams[one].label for one in sorted(early_teams(turn) - ruled) if one in teams)


def _outcomes(turn: Turn, teams: Mapping[int, Team]) -> tuple[Outcome, ...]:
    """Decisions in their order; one alone about a team says what it was worth in the end."""
    rows = [row for row in standing_in(turn) if row.entry_id in teams]
    alone = Counter(row.entry_id for row in rows)
    return tuple(
        Outcome(
            team.key,
            team.label,
            row.kind,
            row.points if team.delta is None or alone[row.entry_id] > 1 else team.delta,
        )
        for row in rows
        if (team := teams.get(row.entry_id or 0)) is not None
    )


def guesses_of(turn: Turn) -> Guesses:
    """How those who play along answered: for the desk at any time, for others with the answer."""
    rows = db.session.execute(
        sa.select(PlayAlong.right, PlayAlong.given).where(PlayAlong.turn_id == turn.id)
    ).all()
    chosen = Counter(place for row in rows for place in row.given if isinstance(place, int))
    return Guesses(
        len(rows),
        sum(1 for row in rows if row.right),
        tuple(chosen[one.position] for one in unsealed(turn).options),
    )
