"""What a contestant's phone shows: one state at a time, that nobody can mistake for another."""

from dataclasses import dataclass
from typing import Any

from blueprints.contests.models import RoundState
from blueprints.quizzes.models import DONE, Phase
from blueprints.quizzes.queries.answers import is_too_late
from blueprints.quizzes.queries.seats.floor import Floor
from blueprints.quizzes.queries.seats.sitting import Sitting
from blueprints.quizzes.queries.stage import Outcome, Stage, Team, TurnView
from blueprints.quizzes.rules.kinds import QuestionKind, SegmentKind
from blueprints.quizzes.rules.segments import AnswerBy

PRESSABLE = ("reading", "armed")


@dataclass(frozen=True)
class PhoneView:
    """One phone. `state` is one of:
    waiting, watching, paused, next, reading (before "go"), armed, pressed, team_pressed, early,
    locked, too_close, yours, team_yours, others, answer, answered, time_up, right, wrong, foul,
    over.
    """

    state: str
    stage: Stage
    turn: TurnView | None
    team: Team | None
    given: list[Any] | None = None
    outcome: Outcome | None = None

    @property
    def pressable(self) -> bool:
        """Whether the buzzer does anything: before "go" it does, to the team's harm."""
        return self.state in PRESSABLE

    @property
    def answers(self) -> bool:
        """Whether the phone takes an answer now."""
        return self.state in ("answer", "answered")


def phone_of(floor: Floor, seat: Sitting) -> PhoneView:
    """The view of one seat."""
    stage, turn = floor.stage, floor.stage.turn
    team = next((one for one in stage.teams if one.entry_id == seat.entry_id), None)
    if turn is None or turn.phase == Phase.READY or stage.scene != "question":
        return PhoneView("waiting", stage, None, team)
    outcome = next((o for o in reversed(turn.outcomes) if team and o.key == team.key), None)
    given = floor.given.get(seat.contestant_id)
    state = _state(floor, turn, seat, team, outcome)
    if state == "answer" and given is not None:
        state = "answered"
    return PhoneView(state, stage, turn, team, given, outcome)


def _state(
    floor: Floor, turn: TurnView, seat: Sitting, team: Team | None, outcome: Outcome | None
) -> str:
    if team is None or floor.round not in (RoundState.OPEN, RoundState.PAUSED):
        return "watching"
    if turn.phase in DONE:
        return _over(outcome)
    if floor.round == RoundState.PAUSED:
        return "paused"
    plays = team.plays and seat.entry_id not in floor.left
    if takes_answer(turn, seat.entry_id, seat.seat, plays=plays):
        return "time_up" if _is_time_up(floor, turn) else "answer"
    if turn.phase == Phase.SHOWN and _is_next(turn, seat, plays=plays):
        return "next"
    if turn.phase == Phase.ANSWERING or not floor.buzzers:
        return _word(turn, seat)
    return _buzzer(floor, turn, seat, plays=plays)


def takes_answer(turn: TurnView, entry_id: int, seat: int, *, plays: bool) -> bool:
    """Whether this seat may hand in an answer on the phone now."""
    rules = turn.segment.rules
    if rules.answer_by != AnswerBy.PHONE or turn.question is None:
        return False
    if turn.question.kind == QuestionKind.OPEN or turn.segment.kind == SegmentKind.AUDIENCE:
        return False
    if turn.segment.kind == SegmentKind.TOGETHER:
        return turn.phase == Phase.OPEN and plays
    own = turn.team is not None and turn.team.entry_id == entry_id
    return own and turn.seat in (None, seat) and turn.phase in (Phase.OPEN, Phase.ANSWERING)


def _is_time_up(floor: Floor, turn: TurnView) -> bool:
    clock = turn.clock
    return clock is not None and is_too_late(clock.kind, clock.deadline, floor.stage.at)


def _is_press_time_over(floor: Floor, turn: TurnView) -> bool:
    clock = turn.clock
    return clock is not None and clock.deadline is not None and floor.stage.at > clock.deadline


def _over(outcome: Outcome | None) -> str:
    kind = outcome.kind if outcome else ""
    return {"right": "right", "wrong": "wrong", "foul": "foul"}.get(kind, "over")


def _is_next(turn: TurnView, seat: Sitting, *, plays: bool) -> bool:
    """Whether this seat answers as soon as the clock runs."""
    if turn.segment.kind == SegmentKind.TOGETHER:
        return plays
    own = turn.team is not None and turn.team.entry_id == seat.entry_id
    return own and turn.seat in (None, seat.seat)


def _word(turn: TurnView, seat: Sitting) -> str:
    """Whose turn it is to speak."""
    if turn.team is None:
        return "watching"
    if turn.team.entry_id != seat.entry_id:
        return "others"
    return "yours" if turn.seat in (None, seat.seat) else "team_yours"


def _buzzer(floor: Floor, turn: TurnView, seat: Sitting, *, plays: bool) -> str:
    if seat.entry_id in floor.out:
        return "early" if seat.entry_id in floor.early else "locked"
    if not plays:
        return "locked"
    if turn.phase == Phase.TOO_CLOSE:
        return "too_close"
    if turn.phase == Phase.SHOWN:
        return "reading"
    if not floor.pressed and _is_press_time_over(floor, turn):
        return "time_up"
    own = floor.pressed.get(seat.entry_id, set())
    if seat.contestant_id in own:
        return "pressed"
    return "team_pressed" if own else "armed"
