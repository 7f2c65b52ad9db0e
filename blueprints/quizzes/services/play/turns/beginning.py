"""Beginning a segment and its questions, and what the hall's screen shows meanwhile."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.quizzes.models import DONE, Phase, Quiz, Screen, Segment, Turn
from blueprints.quizzes.queries.order import waiting
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import SegmentRules
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play.common import (
    checked_key,
    moved_on,
    playing,
    playing_turn,
    require_phase,
)
from blueprints.quizzes.services.play.turns import choosing, relays
from store import NotFound, UserError, db, write
from store.actors import Actor


def begin_segment(actor: Actor, quiz_id: int, segment_id: int, now: datetime) -> None:
    """Put a segment's title card on the screen. Beginning the same again changes nothing."""
    with write():
        quiz = playing(actor, quiz_id)
        segment = db.session.get(Segment, segment_id)
        if segment is None or segment.quiz_id != quiz.id:
            raise NotFound
        _require_idle(quiz)
        if quiz.segment_id == segment.id and quiz.turn_id is None:
            return
        quiz.segment_id, quiz.turn_id, quiz.screen = segment.id, None, Screen.SEGMENT
        moved(quiz, "segment", now)


def next_turn(  # noqa: PLR0913 (all of it may be said by the desk, or left to the rules)
    actor: Actor,
    quiz_id: int,
    now: datetime,
    *,
    key: str,
    entry_id: int | None = None,
    seat: int | None = None,
    stake: int | None = None,
    teams: list[int] | None = None,
    seen: int | None = None,
) -> int:
    """Choose the next question; its turn's id. The desk and the announcer see it, nobody else.

    `seen` is the turn that the desk saw on air (0 for none): when another desk went on meanwhile
    the request is refused. A turn that is ready already is the next one.
    """
    with write():
        quiz = playing(actor, quiz_id)
        known = _begun_with(quiz, checked_key(key))
        if known is not None:
            return known.id
        current = on_air(quiz)
        if current is not None and current.phase == Phase.READY:
            return current.id
        if seen is not None and seen != (quiz.turn_id or 0):
            raise moved_on()
        _require_idle(quiz)
        named = choosing.Whose(entry_id, seat, tuple(teams or ()))
        turn = waiting(_segment(quiz)) or _new_turn(quiz, key, named, now)
        if stake is not None:
            turn.stake = _checked_stake(turn, stake)
        put_on_air(quiz, turn, now)
        relays.run_on(quiz, turn, now)
        return turn.id


def choose_stake(actor: Actor, turn_id: int, stake: int, now: datetime) -> None:
    """What the team plays for, before it sees the question."""
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        require_phase(turn, Phase.READY)
        turn.stake = _checked_stake(turn, stake)
        moved(quiz, "stake", now)


def set_screen(actor: Actor, quiz_id: int, screen: str, now: datetime) -> None:
    """What the hall sees: the question, the standings, a break…"""
    with write():
        quiz = playing(actor, quiz_id)
        if screen not in list(Screen):
            raise NotFound
        if quiz.screen != screen:
            quiz.screen = screen
            moved(quiz, "standings", now)


def put_on_air(quiz: Quiz, turn: Turn, now: datetime) -> None:
    """Make a turn the one that desk, phones and screens are about."""
    db.session.flush()
    quiz.turn_id, quiz.segment_id, quiz.screen = turn.id, turn.segment_id, Screen.QUESTION
    moved(quiz, "ready", now)


def on_air(quiz: Quiz) -> Turn | None:
    """The turn that the show is at."""
    return db.session.get(Turn, quiz.turn_id) if quiz.turn_id else None


def is_busy(quiz: Quiz) -> bool:
    """Whether a question is being played, so that nothing else may come on air."""
    current = on_air(quiz)
    return current is not None and current.phase not in (Phase.READY, *DONE)


def add_turn(quiz: Quiz, segment: Segment, question_id: int, **columns: object) -> Turn:
    """A further turn, numbered through the quiz; the quiz is locked."""
    newest = sa.select(sa.func.max(Turn.number)).where(Turn.quiz_id == quiz.id)
    turn = Turn(
        quiz_id=quiz.id,
        segment_id=segment.id,
        question_id=question_id,
        number=(db.session.scalar(newest) or 0) + 1,
        **columns,
    )
    db.session.add(turn)
    db.session.flush()
    return turn


def _require_idle(quiz: Quiz) -> None:
    if is_busy(quiz):
        raise UserError(_("Finish the question that is on air first."), status=409, code="on_air")


def _new_turn(quiz: Quiz, key: str, named: choosing.Whose, now: datetime) -> Turn:
    segment = _segment(quiz)
    who = choosing.whose(quiz, segment, named, now)
    question = choosing.next_question(segment)
    return add_turn(
        quiz,
        segment,
        question.id,
        entry_id=who.entry_id,
        seat=who.seat,
        teams=list(who.teams),
        key=key,
    )


def _segment(quiz: Quiz) -> Segment:
    if quiz.segment_id is None:
        raise UserError(_("Begin a segment first."), status=409, code="no_segment")
    return db.session.get_one(Segment, quiz.segment_id)


def _begun_with(quiz: Quiz, key: str) -> Turn | None:
    return db.session.scalar(sa.select(Turn).where(Turn.quiz_id == quiz.id, Turn.key == key))


def _checked_stake(turn: Turn, stake: int) -> int:
    if turn.segment.kind != SegmentKind.RISK or stake not in stakes_of(turn):
        raise UserError(_("Choose one of the stakes that the rules offer."), code="stake")
    return stake


def stakes_of(turn: Turn) -> tuple[int, ...]:
    """What may be played for."""
    return SegmentRules.of(turn.segment.rules).stakes
