"""The stages of a turn: shown, open, answered, revealed. Each is reached once; again is no harm."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.quizzes.models import DONE, Clock, Phase, Quiz, Turn
from blueprints.quizzes.queries.turns import may_ask_audience, rules_of
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_BUZZER
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play import asking, clocks, closing, opening
from blueprints.quizzes.services.play.common import (
    micros,
    moved_on,
    playing_turn,
    require_phase,
    team,
)
from blueprints.quizzes.services.play.word import answer_begun, hand_word
from store import UserError, write
from store.actors import Actor


def show(actor: Actor, turn_id: int, now: datetime) -> None:
    """Show the question to everybody. Where reading may be interrupted, buzzers open with it."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.phase == Phase.SHOWN:
            return
        require_phase(turn, Phase.READY)
        _require_on_air(quiz, turn)
        if rules_of(turn).stakes and turn.segment.kind == SegmentKind.RISK and turn.stake is None:
            raise UserError(_("Choose first what the team plays for."), code="stake")
        asking.mark_shown(turn, now)
        turn.phase, quiz.screen = Phase.SHOWN, "question"
        moved(quiz, "shown", now)
        if turn.segment.kind in BY_BUZZER and rules_of(turn).open_while_reading:
            _open(quiz, turn, now, micros(now))


def open_turn(actor: Actor, turn_id: int, now: datetime, *, now_us: int | None = None) -> None:
    """“Begin!”: the buzzers open, or the answer's clock runs and phones take answers."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.phase == Phase.OPEN:
            return
        require_phase(turn, Phase.SHOWN)
        _require_on_air(quiz, turn)
        _open(quiz, turn, now, now_us or micros(now))


def reopen(
    actor: Actor,
    turn_id: int,
    now: datetime,
    *,
    teams: list[int] | None = None,
    now_us: int | None = None,
    heat: int | None = None,
) -> None:
    """Open the buzzers once more: after “too close”, after nobody pressed, for `teams` if named.

    `heat` is the one that the desk saw: a second click opens no further one.
    """
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if heat is not None and heat != turn.heat:
            return
        _require_on_air(quiz, turn)
        require_phase(turn, Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE, Phase.ANSWERING, Phase.VOID)
        if turn.thrown_out or turn.segment.kind not in BY_BUZZER:
            raise moved_on()
        among = [team(quiz, one).id for one in dict.fromkeys(teams or ())]
        opening.begin(turn, now, now_us or micros(now), among)
        moved(quiz, "opened", now)


def give_word(actor: Actor, turn_id: int, entry_id: int, seat: int | None, now: datetime) -> None:
    """The desk decides who answers: the referee's word goes before the buzzers'."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        require_phase(turn, Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE, Phase.ANSWERING)
        if turn.phase == Phase.ANSWERING and (turn.entry_id, turn.seat) == (entry_id, seat):
            return
        hand_word(turn, team(quiz, entry_id).id, seat, now)
        moved(quiz, "settled", now)


def answer_begins(actor: Actor, turn_id: int, now: datetime) -> None:
    """They have begun to answer in time; from now on the answer's end counts."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.clock == Clock.START:
            answer_begun(turn)
            moved(quiz, "timer", now)


def void(actor: Actor, turn_id: int, now: datetime) -> None:
    """Nobody pressed or answered: the question is over and counts for nobody."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.phase == Phase.VOID:
            return
        require_phase(turn, Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE)
        _end_for_teams(turn, Phase.VOID, now)
        moved(quiz, "voided", now)


def ask_audience(actor: Actor, turn_id: int, now: datetime) -> None:
    """Give a question that no team could answer to the audience (转给观众): nobody's points."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.phase == Phase.AUDIENCE:
            return
        if quiz.turn_id != turn.id or not may_ask_audience(turn):
            raise moved_on()
        _end_for_teams(turn, Phase.AUDIENCE, now)
        quiz.screen = "question"
        moved(quiz, "audience", now)


def reveal(actor: Actor, turn_id: int, now: datetime) -> None:
    """Show the right answer to everybody."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if turn.phase == Phase.REVEALED:
            return
        ended = (Phase.RULED, Phase.AUDIENCE, Phase.VOID)
        open_to_all = (Phase.SHOWN, Phase.OPEN)
        is_audience = turn.segment.kind == SegmentKind.AUDIENCE
        require_phase(turn, *ended, *(open_to_all if is_audience else ()))
        if turn.shown_at is None:
            raise moved_on()
        clocks.leave(turn)
        turn.phase, turn.ended_at = Phase.REVEALED, turn.ended_at or now
        moved(quiz, "revealed", now)


def _end_for_teams(turn: Turn, phase: Phase, now: datetime) -> None:
    """No team answers any more; a press whose race was never decided decides nothing."""
    clocks.leave(turn)
    closing.let_lapse(turn)
    turn.phase, turn.ended_at = phase, turn.ended_at or now


def _open(quiz: Quiz, turn: Turn, now: datetime, now_us: int) -> None:
    opening.begin(turn, now, now_us)
    moved(quiz, "opened", now)


def _require_on_air(quiz: Quiz, turn: Turn) -> None:
    if quiz.turn_id != turn.id or (turn.phase in DONE and turn.phase != Phase.VOID):
        raise moved_on()
