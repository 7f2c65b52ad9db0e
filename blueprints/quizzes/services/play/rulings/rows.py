"""Adding rows of decisions to a locked quiz."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.quizzes.models import Phase, Quiz, Ruling, RulingKind, Turn
from blueprints.quizzes.services.play import clocks, closing
from blueprints.quizzes.services.play.common import LONGEST_KEY, checked_key
from store import UserError, db
from store.actors import Actor

PUT_BACK = (
    "phase",
    "entry_id",
    "seat",
    "teams",
    "heat_teams",
    "shown_heat",
    "clock",
    "thrown_out",
)


@dataclass(frozen=True)
class Deed:
    """Who decides, when, under which idempotency key."""

    actor: Actor
    now: datetime
    key: str


def done_before(quiz: Quiz, key: str, *kinds: RulingKind, turn_id: int | None = None) -> bool:
    """Whether this request has led to its row already; refused where the row is another one's."""
    found = db.session.scalar(
        sa.select(Ruling).where(Ruling.quiz_id == quiz.id, Ruling.key == checked_key(key))
    )
    if found is None:
        return False
    if found.kind not in kinds or turn_id not in (None, found.turn_id):
        raise UserError(
            _("This page is out of date and nothing was saved. Load it again."),
            status=409,
            code="bad_key",
        )
    return True


def add(
    quiz: Quiz, turn: Turn, kind: RulingKind, deed: Deed, *, part: str = "", **columns: Any
) -> Ruling:
    """A further decision. `part` tells several rows of one request apart."""
    newest = sa.select(sa.func.max(Ruling.seq)).where(Ruling.quiz_id == quiz.id)
    row = Ruling(
        quiz_id=quiz.id,
        turn_id=turn.id,
        seq=(db.session.scalar(newest) or 0) + 1,
        kind=kind,
        actor=deed.actor.ref,
        actor_name=deed.actor.name[:120],
        key=f"{deed.key}{part}"[-LONGEST_KEY:],
        at=deed.now,
        **{"data": {}, **columns},
    )
    db.session.add(row)
    db.session.flush()
    return row


def before(turn: Turn, now: datetime) -> dict[str, Any]:
    """How a turn stands, for an undo: with what was left on its clock."""
    return {
        "phase": turn.phase,
        "entry_id": turn.entry_id,
        "seat": turn.seat,
        "teams": turn.teams,
        "heat_teams": turn.heat_teams,
        "shown_heat": turn.shown_heat,
        "clock": turn.clock,
        "left_ms": clocks.left_ms(turn, now),
        "thrown_out": turn.thrown_out,
    }


def put_back(turn: Turn, stood: dict[str, Any]) -> None:
    """As it stood before, with the clock held.

    Openings are counted on: a press on its way belongs to the one that its phone saw. So a race
    that is open again goes on in the newest.
    """
    for name in PUT_BACK:
        setattr(turn, name, stood[name])
    if turn.phase == Phase.OPEN:
        turn.shown_heat = turn.heat
    left = stood["left_ms"]
    turn.deadline_at, turn.paused_ms = None, None if left is None else max(0, left)
    turn.ended_at = None
    if turn.phase == Phase.SHOWN:
        closing.let_lapse(turn)
