"""Corrections: points by the referee, taking back, throwing a question out and in again."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, count
from typing import Any

from flask_babel import gettext as _

from blueprints.quizzes.models import DONE, Phase, Quiz, Ruling, RulingKind, Turn
from blueprints.quizzes.queries.points import rulings_of
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play import clocks, pausing
from blueprints.quizzes.services.play.common import (
    CORRECTABLE,
    checked_reason,
    moved_on,
    playing,
    playing_turn,
    team,
)
from blueprints.quizzes.services.play.points import enter_points
from blueprints.quizzes.services.play.rulings import following, replacing
from blueprints.quizzes.services.play.rulings.rows import (
    Deed,
    add,
    before,
    done_before,
    put_back,
)
from blueprints.quizzes.services.play.turns.beginning import on_air, put_on_air
from blueprints.quizzes.undoing import UNDOABLE, newest_standing, taken_with
from store import UserError, audit, db, write
from store.actors import Actor

MOST = 1000


def override(
    actor: Actor,
    turn_id: int,
    entry_id: int,
    points: int,
    reason: str,
    now: datetime,
    *,
    key: str,
) -> None:
    """The referee sets what a team has from this question, whatever was decided before."""
    words = checked_reason(reason)
    if not -MOST <= points <= MOST:
        raise UserError(_("Points have to be between −1000 and 1000."), code="points")
    with write():
        quiz, turn = playing_turn(actor, turn_id, CORRECTABLE)
        if done_before(quiz, key, RulingKind.OVERRIDE, turn_id=turn.id):
            return
        if turn.thrown_out or turn.shown_at is None:
            raise moved_on()
        deed, about = Deed(actor, now, key), team(quiz, entry_id).id
        stood = {"before": before(turn, now)}
        row = add(
            quiz,
            turn,
            RulingKind.OVERRIDE,
            deed,
            entry_id=about,
            points=points,
            reason=words,
            data=stood,
        )
        if turn.entry_id == about and turn.phase not in DONE:
            following.end(turn, now)
        _finish(quiz, turn, row, deed, "ruled")


def undo(actor: Actor, quiz_id: int, now: datetime, *, key: str, seq: int | None = None) -> None:
    """Take the newest decision back. `seq` is the one that the desk saw as the newest."""
    with write():
        quiz = playing(actor, quiz_id, CORRECTABLE)
        if done_before(quiz, key, RulingKind.UNDO):
            return
        rulings = rulings_of(quiz.id)
        row = newest_standing(rulings, *UNDOABLE)
        if row is None:
            raise UserError(_("There is no decision to take back."), status=409, code="nothing")
        if seq is not None and seq != row.seq:
            raise moved_on()
        turn = db.session.get_one(Turn, row.turn_id, with_for_update=True, populate_existing=True)
        deed, data = Deed(actor, now, key), replacing.follow_undo(quiz, turn, row, rulings, now)
        taken = [
            _taken(quiz, turn, one, deed, part, data)
            for one, part in zip(taken_with(rulings, row), _parts(), strict=False)
        ]
        _take_stage_back(quiz, turn, row, now)
        _finish(quiz, turn, taken[0], deed, "undone")


def throw_out(
    actor: Actor, turn_id: int, reason: str, now: datetime, *, key: str, replace: bool = True
) -> None:
    """The question counts for nobody; a reserve is asked in its place. Everything is re-scored."""
    words = checked_reason(reason)
    with write():
        quiz, turn = playing_turn(actor, turn_id, CORRECTABLE)
        if done_before(quiz, key, RulingKind.THROWN_OUT, turn_id=turn.id):
            return
        if turn.thrown_out:
            raise moved_on()
        deed, data = Deed(actor, now, key), {"before": before(turn, now)}
        was_on_air = quiz.turn_id == turn.id
        clocks.leave(turn)
        turn.thrown_out, turn.phase, turn.ended_at = words, Phase.VOID, turn.ended_at or now
        if replace:
            data |= replacing.replace(quiz, turn, now, on_air=was_on_air)
        row = add(quiz, turn, RulingKind.THROWN_OUT, deed, reason=words, data=data)
        _finish(quiz, turn, row, deed, "thrown_out")


def restore(actor: Actor, turn_id: int, reason: str, now: datetime, *, key: str) -> None:
    """A question that was thrown out counts again, with what was decided in it."""
    words = checked_reason(reason)
    with write():
        quiz, turn = playing_turn(actor, turn_id, CORRECTABLE)
        if done_before(quiz, key, RulingKind.RESTORED, turn_id=turn.id):
            return
        if not turn.thrown_out:
            raise moved_on()
        deed, data = Deed(actor, now, key), {"before": before(turn, now)}
        turn.thrown_out = ""
        turn.phase = Phase.RULED if turn.shown_at else Phase.VOID
        if turn.shown_at:  # else it is not asked any more, and the replacement is
            data |= replacing.withdraw(quiz, turn, rulings_of(quiz.id), now)
        row = add(quiz, turn, RulingKind.RESTORED, deed, reason=words, data=data)
        _finish(quiz, turn, row, deed, "undone")


def _parts() -> Iterator[str]:
    """Tells the rows of one request apart; the first carries its key as it is."""
    return chain([""], (f"-{number}" for number in count(1)))


def _taken(
    quiz: Quiz, turn: Turn, row: Ruling, deed: Deed, part: str, data: dict[str, Any]
) -> Ruling:
    about = {"undoes": row.seq, "entry_id": row.entry_id, "data": data}
    return add(quiz, turn, RulingKind.UNDO, deed, part=part, **about)


def _finish(quiz: Quiz, turn: Turn, row: Ruling, deed: Deed, what: str) -> None:
    """The points into the ledger, the deed into the audit log, the news to the screens."""
    enter_points(quiz, deed.actor, turn, row, deed.now)
    audit(
        deed.actor,
        f"quiz.{row.kind}",
        f"quiz:{quiz.id}",
        deed.now,
        organisation_id=quiz.round.contest.organisation_id,
        question=turn.number,
        entry=row.entry_id,
        points=row.points,
        reason=row.reason,
        ruling=row.undoes or row.seq,
    )
    moved(quiz, what, deed.now)


def _take_stage_back(quiz: Quiz, turn: Turn, row: Ruling, now: datetime) -> None:
    """Put the turn back to how it stood, and on air again unless another question is played.

    Once the answer has been shown the question stays over: it may only be decided anew.
    """
    current = on_air(quiz)
    is_free = current is None or current.id == turn.id or current.phase in (Phase.READY, *DONE)
    was_revealed = turn.phase == Phase.REVEALED
    if is_free or row.kind in (RulingKind.THROWN_OUT, RulingKind.RESTORED):
        put_back(turn, row.data["before"])
        pausing.forget(quiz, turn)
    if was_revealed:
        turn.phase = Phase.REVEALED
        clocks.leave(turn)
    if not is_free and turn.phase not in DONE:
        turn.phase = Phase.RULED
        clocks.leave(turn)
    if is_free and quiz.turn_id != turn.id:
        put_on_air(quiz, turn, now)
