"""What follows from a decision: the word passes on, buzzers open again, or the turn is over."""

from datetime import datetime

from blueprints.quizzes.models import DONE, Contestant, Phase, Press, Quiz, RulingKind, Turn
from blueprints.quizzes.queries.order import competing
from blueprints.quizzes.queries.turns import locked_out, may_press, press_order, rules_of
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_BUZZER, SecondChance
from blueprints.quizzes.services.play import clocks, closing, opening
from blueprints.quizzes.services.play.common import micros
from blueprints.quizzes.services.play.word import hand_word
from store import db


def lead_on(turn: Turn, kind: RulingKind, entry_id: int, now: datetime) -> None:
    """Move the turn to where this decision leads. Its row has been added already."""
    if turn.phase in DONE:
        return
    if turn.segment.kind == SegmentKind.TOGETHER:
        return  # the others are still to be decided on; `close_answers` ends it
    has_word = turn.entry_id == entry_id
    if kind is RulingKind.FOUL and not has_word:
        _read_again(turn)
    elif kind is not RulingKind.RIGHT and turn.segment.kind in BY_BUZZER:
        _after_miss(turn, now)
    else:
        end(turn, now)


def end(turn: Turn, now: datetime) -> None:
    """The turn is over; the answer is not shown yet. A relay's clock runs on."""
    turn.phase, turn.ended_at = Phase.RULED, now
    clocks.leave(turn)


def _read_again(turn: Turn) -> None:
    """A foul of somebody without the word: the question is read again for the others.

    While another team answers, its answer goes on.
    """
    if turn.phase in (Phase.OPEN, Phase.TOO_CLOSE) and turn.segment.kind in BY_BUZZER:
        closing.read_again(turn)


def _after_miss(turn: Turn, now: datetime) -> None:
    """Second chance (补答), as the rules have it."""
    second = rules_of(turn).second
    if second is SecondChance.NEXT_PRESS:
        following = next((one for one in press_order(turn) if may_press(turn, one.entry_id)), None)
        if following is not None:
            hand_word(turn, following.entry_id, _seat_of(following), now)
            return
    if second is SecondChance.REOPEN and _others(turn):
        turn.entry_id = turn.seat = None
        closing.read_again(turn)
        if rules_of(turn).open_while_reading:
            opening.begin(turn, now, micros(now))
        return
    end(turn, now)


def _others(turn: Turn) -> list[int]:
    """Teams that may still press."""
    quiz = db.session.get_one(Quiz, turn.quiz_id)
    out = locked_out(turn)
    teams = turn.teams or competing(quiz)
    return [one for one in teams if one not in out]


def _seat_of(press: Press) -> int:
    return db.session.get_one(Contestant, press.contestant_id).seat
