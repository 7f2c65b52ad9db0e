"""What the verbs of the desk share: a locked quiz that may be played, a turn in a fitting phase."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import locked_round
from blueprints.contests.models import Entry, RoundEntry, RoundState
from blueprints.quizzes.access import quiz_for, turn_for
from blueprints.quizzes.models import Phase, Quiz, Turn
from store import NotFound, UserError, db
from store.actors import Actor

PLAYABLE = (RoundState.OPEN,)
CORRECTABLE = (RoundState.OPEN, RoundState.PAUSED, RoundState.REVIEW)
SHORTEST_KEY, LONGEST_KEY = 8, 64
REASON = 300


def playing(actor: Actor, quiz_id: int, states: Collection[RoundState] = PLAYABLE) -> Quiz:
    """The quiz, locked, while its round is in one of `states`."""
    quiz = quiz_for(actor, quiz_id, lock=True)
    _require_state(quiz, states)
    return quiz


def playing_turn(
    actor: Actor, turn_id: int, states: Collection[RoundState] = PLAYABLE
) -> tuple[Quiz, Turn]:
    """A turn and its quiz, locked, while the round is in one of `states`."""
    quiz, turn = turn_for(actor, turn_id)
    _require_state(quiz, states)
    return quiz, turn


def _require_state(quiz: Quiz, states: Collection[RoundState]) -> None:
    state = locked_round(quiz.round_id).state
    if state not in states:
        told = _("The round is not open, so nothing was changed.")
        if state == RoundState.PAUSED:
            told = _("The round is paused, so nothing was changed. Let it go on first.")
        raise UserError(told, status=409, code="round_state")


def moved_on() -> UserError:
    """Another desk, or a second click, was faster."""
    return UserError(
        _("The show has moved on meanwhile. Nothing was changed."), status=409, code="stage_moved"
    )


def require_phase(turn: Turn, *phases: Phase) -> None:
    """Refuse what doesn't fit where the turn stands."""
    if turn.phase not in phases:
        raise moved_on()


def checked_key(key: str) -> str:
    """An idempotency key as a row keeps it."""
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise UserError(_("The request carries no usable key."), status=400, code="bad_key")
    return key


def checked_reason(reason: str) -> str:
    """The reason of a decision that needs one."""
    if not reason.strip():
        raise UserError(_("Say why: this decision needs its reason."), code="reason")
    return reason.strip()[:REASON]


def team_ids(quiz: Quiz) -> list[int]:
    """The teams, in running order."""
    return list(
        db.session.scalars(
            sa.select(RoundEntry.entry_id)
            .where(RoundEntry.round_id == quiz.round_id)
            .order_by(RoundEntry.position, RoundEntry.id)
        )
    )


def team(quiz: Quiz, entry_id: int | None) -> Entry:
    """A team of this quiz."""
    if entry_id is None or entry_id not in team_ids(quiz):
        raise NotFound
    return db.session.get_one(Entry, entry_id)


def micros(now: datetime) -> int:
    """A moment as buzzers count it: µs since 1970."""
    return int(now.timestamp() * 1_000_000)
