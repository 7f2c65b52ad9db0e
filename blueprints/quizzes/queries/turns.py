"""What holds in a turn: who is out of it, who missed, who pressed in which order."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from blueprints.contests.queries.values import out_of_round
from blueprints.quizzes.models import Phase, Press, Quiz, Ruling, Turn
from blueprints.quizzes.queries.points import rulings_of
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.scores import standing
from blueprints.quizzes.rules.segments import BY_BUZZER, EarlyPress, SegmentRules
from store import db

RACED = ("", Verdict.FIRST, Verdict.TOO_CLOSE, Verdict.LATER)  # presses that took part
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MISSES = ("wrong", "pass")
OWN_WAY = (SegmentKind.RELAY, SegmentKind.AUDIENCE)  # run on by themselves, or are the audience's
LOCKING = (EarlyPress.LOCKED, EarlyPress.FOUL, EarlyPress.FIRST_FREE)


def rules_of(turn: Turn) -> SegmentRules:
    """The settings by which a turn is played."""
    return SegmentRules.of(turn.segment.rules)


def standing_in(turn: Turn) -> list[Ruling]:
    """The rulings of a turn that count."""
    return [one for one in standing(rulings_of(turn.quiz_id)) if one.turn_id == turn.id]  # type: ignore[misc]


def missed(turn: Turn) -> frozenset[int]:
    """Teams that had the word and answered wrong or not at all."""
    return frozenset(
        one.entry_id for one in standing_in(turn) if one.kind in MISSES and one.entry_id
    )


def locked_out(turn: Turn) -> frozenset[int]:
    """Teams that may not press in this turn any more: a miss, a foul, an early press.

    An early press that the desk has waived locks nobody out. Who left the round is out of all.
    """
    rulings = standing_in(turn)
    out = {one.entry_id for one in rulings if one.kind in (*MISSES, "foul") and one.entry_id}
    if rules_of(turn).early in LOCKING:
        out |= early_teams(turn)
    return frozenset(out | out_of_round(_round_id(turn)).keys())


def _round_id(turn: Turn) -> int:
    return db.session.get_one(Quiz, turn.quiz_id).round_id


def early_teams(turn: Turn) -> frozenset[int]:
    """Teams whose early press of this turn stands: that came after the desk waived, if it did."""
    pressed = db.session.execute(
        sa.select(Press.entry_id, sa.func.max(Press.arrived_us).label("newest_us"))
        .where(Press.turn_id == turn.id, Press.verdict == Verdict.EARLY)
        .group_by(Press.entry_id)
    )
    waived = _waived(turn)
    return frozenset(
        one.entry_id
        for one in pressed
        if one.entry_id not in waived
        or EPOCH + timedelta(microseconds=one.newest_us) > waived[one.entry_id]
    )


def _waived(turn: Turn) -> dict[int | None, datetime]:
    """Team → when its early presses were last excused in this turn, and not taken back."""
    rulings = rulings_of(turn.quiz_id)
    undone = {one.undoes for one in rulings if one.kind == "undo"}
    return {
        one.entry_id: one.at
        for one in rulings
        if one.turn_id == turn.id and one.kind == "waived" and one.seq not in undone
    }


def asks_audience(turn: Turn) -> bool:
    """Whether the audience is asked: in a segment of its own, or because no team knew it."""
    return turn.segment.kind == SegmentKind.AUDIENCE or turn.phase == Phase.AUDIENCE


def may_ask_audience(turn: Turn) -> bool:
    """Whether the question may be given to the audience: no team was right, or still answers."""
    if turn.shown_at is None or turn.thrown_out or turn.segment.kind in OWN_WAY:
        return False
    if turn.phase in (Phase.SHOWN, Phase.OPEN, Phase.TOO_CLOSE):
        return turn.segment.kind in BY_BUZZER
    over = turn.phase in (Phase.RULED, Phase.VOID)
    return over and not any(one.kind == "right" for one in standing_in(turn))


def may_press(turn: Turn, entry_id: int) -> bool:
    """Whether the buzzers of this team count in this turn."""
    allowed = turn.heat_teams or turn.teams
    return (not allowed or entry_id in allowed) and entry_id not in locked_out(turn)


def press_order(turn: Turn) -> list[Press]:
    """The valid presses of the shown heat, the first of each team, in the order that counts."""
    found: dict[int, Press] = {}
    for press in db.session.scalars(
        sa.select(Press)
        .where(Press.turn_id == turn.id, Press.heat == turn.shown_heat, Press.verdict.in_(RACED))
        .order_by(Press.verdict != Verdict.FIRST, Press.at_us, Press.id)
    ):
        found.setdefault(press.entry_id, press)
    return list(found.values())
