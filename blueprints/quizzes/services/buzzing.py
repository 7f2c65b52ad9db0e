"""Presses of the buzzers: each is written down before it is acknowledged, then the race is settled.

A race is settled once, when the window after its first press is over: by a timer of the web
process, or by whoever looks next. It doesn't matter who; the turn is locked, and the presses are
in the database.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import RoundState
from blueprints.quizzes.models import Clock, Contestant, Phase, Press, Quiz, Ruling, Turn
from blueprints.quizzes.queries.turns import LOCKING, locked_out, may_press, rules_of
from blueprints.quizzes.rules.buzzers import (
    BuzzerRules,
    Exchange,
    Finger,
    Stamp,
    Verdict,
    decide,
    read_clock,
    stamp,
)
from blueprints.quizzes.rules.segments import BY_BUZZER
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play import clocks, pausing
from blueprints.quizzes.services.play.common import checked_key, micros
from blueprints.quizzes.services.play.word import hand_word
from store import NotFound, UserError, db, write

PENDING = ""


@dataclass(frozen=True)
class PressInput:
    """A press as the phone tells it. `heat` is the one that it saw; `client_us` by its clock."""

    turn_id: int
    heat: int
    key: str
    client_us: int | None
    exchanges: tuple[Exchange, ...] = ()
    by: str = "socket"


@dataclass(frozen=True)
class Pressed:
    """The acknowledgement: the press is in the database. `verdict` is empty until settled."""

    press_id: int
    verdict: str
    at_us: int
    uncertainty_us: int
    repeated: bool = False


def press(
    contestant_id: int, device: int, given: PressInput, *, now: datetime, now_us: int
) -> Pressed:
    """Take a press of the phone that sits at this seat now."""
    checked_key(given.key)
    with write():
        contestant = db.session.get(Contestant, contestant_id)
        if contestant is None:
            raise NotFound
        quiz = _locked_quiz(contestant.quiz_id)
        db.session.refresh(contestant)
        if contestant.device != device:
            raise UserError(
                _("Another phone sits at this seat now. This press was not counted."),
                status=409,
                code="replaced",
            )
        before = _by_key(contestant_id, given.key)
        if before is not None:
            return _acknowledge(before, repeated=True)
        turn = _locked_turn(quiz, given.turn_id)
        _settle_if_due(quiz, turn, now, now_us)
        return _acknowledge(_take(quiz, turn, contestant, given, now, now_us))


def settle(turn_id: int, *, now: datetime, now_us: int) -> None:
    """Decide the race of a turn if its window is over. Again is no harm."""
    if not is_due(turn_id, now_us):
        return
    with write():
        found = db.session.get(Turn, turn_id)
        if found is not None:
            quiz = _locked_quiz(found.quiz_id)
            _settle_if_due(quiz, _locked_turn(quiz, turn_id), now, now_us)


def settle_quiz(quiz_id: int, *, now: datetime, now_us: int) -> None:
    """The same for what is on air in a quiz: whoever reads it calls this first."""
    turn_id = db.session.scalar(sa.select(Quiz.turn_id).where(Quiz.id == quiz_id))
    if turn_id is not None:
        settle(turn_id, now=now, now_us=now_us)


def is_due(turn_id: int, now_us: int) -> bool:
    """Whether a race waits to be settled, without locking anything."""
    due = due_us(turn_id)
    return due is not None and due <= now_us


def due_us(turn_id: int) -> int | None:
    """When the window of the race that goes on is over; None when none goes on."""
    row = db.session.execute(
        sa.select(sa.func.min(Press.arrived_us), Quiz.settings)
        .join(Turn, sa.and_(Turn.id == Press.turn_id, Turn.heat == Press.heat))
        .join(Quiz, Quiz.id == Turn.quiz_id)
        .where(Turn.id == turn_id, Turn.phase == Phase.OPEN, Press.verdict == PENDING)
        .group_by(Quiz.settings)
    ).first()
    return None if row is None else row[0] + buzzer_rules(row[1]).gather_us


def buzzer_rules(settings: object) -> BuzzerRules:
    """How a quiz treats its buzzers, from its settings."""
    chosen = settings.get("buzzers") if isinstance(settings, dict) else None
    return BuzzerRules.of(chosen if isinstance(chosen, dict) else {})


def _locked_quiz(quiz_id: int) -> Quiz:
    return db.session.get_one(Quiz, quiz_id, with_for_update=True, populate_existing=True)


def _locked_turn(quiz: Quiz, turn_id: int) -> Turn:
    turn = db.session.get(Turn, turn_id, with_for_update=True, populate_existing=True)
    if turn is None or turn.quiz_id != quiz.id or turn.segment.kind not in BY_BUZZER:
        raise NotFound
    return turn


def _by_key(contestant_id: int, key: str) -> Press | None:
    return db.session.scalar(
        sa.select(Press).where(Press.contestant_id == contestant_id, Press.key == key)
    )


def _acknowledge(one: Press, *, repeated: bool = False) -> Pressed:
    return Pressed(one.id, one.verdict, one.at_us, one.uncertainty_us, repeated)


def _take(
    quiz: Quiz, turn: Turn, contestant: Contestant, given: PressInput, now: datetime, now_us: int
) -> Press:
    if turn.phase == Phase.READY:
        raise NotFound  # nobody knows of it yet
    rules = buzzer_rules(quiz.settings)
    clock = read_clock(given.exchanges, given.client_us or 0, rules)
    found = stamp(now_us, given.client_us, clock, rules)
    heat = _heat(turn, given.heat)
    row = Press(
        turn_id=turn.id,
        heat=heat,
        entry_id=contestant.entry_id,
        contestant_id=contestant.id,
        key=given.key,
        opened_us=_opened_us(turn, heat),
        arrived_us=now_us,
        claimed_us=found.claimed,
        at_us=found.at,
        earliest_us=found.earliest,
        latest_us=found.latest,
        surely_by_us=found.surely_by,
        uncertainty_us=found.uncertainty,
        round_trip_us=clock.round_trip if clock else 0,
        samples=clock.samples if clock else 0,
        verdict=_at_once(quiz, turn, contestant, heat, found),
        by=given.by,
    )
    db.session.add(row)
    db.session.flush()
    if row.verdict in (PENDING, Verdict.EARLY) or _is_out_of_time(turn, found):
        moved(quiz, "pressed", now)
    return row


def _heat(turn: Turn, seen: int) -> int:
    """The heat that a press belongs to. Before the first opening there is none to be seen."""
    if seen == 0 and turn.heat == 1:
        return 1  # on its way while the buzzers were opened
    return max(0, min(seen, turn.heat))


def _opened_us(turn: Turn, heat: int) -> int | None:
    """When this heat was opened; of one before the newest, other presses know."""
    if heat == turn.heat:
        return turn.opened_us
    known = sa.select(sa.func.max(Press.opened_us))
    return db.session.scalar(known.where(Press.turn_id == turn.id, Press.heat == heat))


def _at_once(quiz: Quiz, turn: Turn, contestant: Contestant, heat: int, found: Stamp) -> str:
    """The verdict that needs no race; empty for a press that takes part in one."""
    if quiz.turn_id != turn.id or not _takes_presses(quiz, turn):
        return Verdict.LATE
    if turn.phase not in (Phase.SHOWN, Phase.OPEN) or heat != turn.heat:
        return Verdict.LATE
    if not may_press(turn, contestant.entry_id):
        return Verdict.LOCKED
    if turn.phase == Phase.SHOWN and _was_on_its_way(turn, found):
        return Verdict.LATE
    if turn.phase == Phase.SHOWN or found.surely_by < (turn.opened_us or 0):
        return Verdict.EARLY
    if _is_out_of_time(turn, found):
        return Verdict.LATE
    return Verdict.DOUBLE if _has_pressed(turn, contestant) else PENDING


def _takes_presses(quiz: Quiz, turn: Turn) -> bool:
    """A pause ends no race that goes on: whose line is slow was no later for that."""
    if quiz.round.state == RoundState.PAUSED:
        return due_us(turn.id) is not None
    return quiz.round.state == RoundState.OPEN


def _is_out_of_time(turn: Turn, found: Stamp) -> bool:
    """Whether the finger surely came down after the time to press. A held clock has no end."""
    ends = turn.deadline_at if turn.clock == Clock.PRESS else None
    return ends is not None and found.earliest > micros(ends)


def _was_on_its_way(turn: Turn, found: Stamp) -> bool:
    """Whether it may be from before the question was read out again, which a decision led to."""
    decided = db.session.scalar(sa.select(sa.func.max(Ruling.at)).where(Ruling.turn_id == turn.id))
    said = found.earliest if found.claimed is None else min(found.earliest, found.claimed)
    return bool(turn.heat) and decided is not None and said <= micros(decided)


def _has_pressed(turn: Turn, contestant: Contestant) -> bool:
    """Whether this seat takes part already. Another seat of the team may have been earlier."""
    pressed = sa.exists().where(
        Press.turn_id == turn.id,
        Press.heat == turn.heat,
        Press.contestant_id == contestant.id,
        Press.verdict == PENDING,
    )
    return bool(db.session.scalar(sa.select(pressed)))


def _settle_if_due(quiz: Quiz, turn: Turn, now: datetime, now_us: int) -> None:
    if not is_due(turn.id, now_us):
        return
    racing = {one.id: one for one in _racing(turn)}
    result = decide(
        [_finger(one) for one in racing.values()],
        turn.opened_us or 0,
        locked_out(turn),
        early_is_out=rules_of(turn).early in LOCKING,
    )
    for number, verdict in result.verdicts.items():
        racing[number].verdict = verdict
    _hand_on(turn, racing.get(result.first or 0), result.verdicts, now)
    if quiz.round.state == RoundState.PAUSED:
        pausing.hold(quiz, turn, now)
    moved(quiz, "settled", now)


def _finger(one: Press) -> Finger:
    return Finger(one.id, one.entry_id, one.earliest_us, one.latest_us, one.surely_by_us)


def _racing(turn: Turn) -> list[Press]:
    return list(
        db.session.scalars(
            sa.select(Press).where(
                Press.turn_id == turn.id, Press.heat == turn.heat, Press.verdict == PENDING
            )
        )
    )


def _hand_on(turn: Turn, first: Press | None, verdicts: dict[int, Verdict], now: datetime) -> None:
    """The word to the first; the desk's choice when it was too close; else it stays open."""
    if first is not None:
        seat = db.session.get_one(Contestant, first.contestant_id).seat
        hand_word(turn, first.entry_id, seat, now)
    elif Verdict.TOO_CLOSE in verdicts.values():
        turn.phase = Phase.TOO_CLOSE
        clocks.clear(turn)
