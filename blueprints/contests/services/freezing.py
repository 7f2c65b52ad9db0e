"""Freezing (封榜): from a moment on the public sees the standings of that moment, and why.

Marks go on to be entered at the desk. The freeze is a row of the ledger; the round's columns
only project it, and the queries cut the public's view there.
"""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import LedgerKind, Round, RoundState
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from blueprints.contests.services.reveal.guard import refuse_during_reveal
from store import UserError, audit, write
from store.actors import Actor

REASON_LENGTH = 500
FREEZABLE = (RoundState.OPEN, RoundState.PAUSED, RoundState.REVIEW, RoundState.CONFIRMED)


def freeze(
    actor: Actor, round_id: int, reason: str, now: datetime, *, key: str | None = None
) -> None:
    """Freeze the public standings as they are now, with a reason that the board shows."""
    with write():
        round_ = round_for(actor, round_id, Right.RUN, lock=True)
        if done_before(round_, key):
            return
        if round_.state not in FREEZABLE:
            raise UserError(
                _("Only a round that has begun and is not published can be frozen."),
                status=409,
                code="round_state",
            )
        if round_.frozen_seq is not None:
            raise UserError(_("The board is frozen already."), status=409, code="frozen")
        why = _reason(reason, _("Say in a few words why the board is frozen: it shows them."))
        row = append(
            round_,
            LedgerKind.FREEZE,
            actor,
            now,
            data={"state": round_.state},
            note=why,
            key=desk_key(key),
        )
        round_.frozen_seq, round_.frozen_at, round_.frozen_reason = row.seq, now, why
        _audit(actor, "round.frozen", round_, now, why)


def unfreeze(
    actor: Actor, round_id: int, reason: str, now: datetime, *, key: str | None = None
) -> None:
    """Let everybody see the standings as they are again, with the reason."""
    with write():
        round_ = round_for(actor, round_id, Right.CONFIRM, lock=True)
        if done_before(round_, key):
            return
        if round_.frozen_seq is None:
            raise UserError(_("The board is not frozen."), status=409, code="frozen")
        refuse_during_reveal(round_)
        why = _reason(reason, _("Say in a few words why the board is opened again."))
        thaw(actor, round_, now, note=why, key=key)
        _audit(actor, "round.unfrozen", round_, now, why)


def thaw(
    actor: Actor,
    round_: Round,
    now: datetime,
    *,
    note: str | None = None,
    key: str | None = None,
) -> None:
    """End the freeze of a locked round, if there is one: by itself or with the publication."""
    if round_.frozen_seq is None:
        return
    round_.frozen_seq = round_.frozen_at = round_.frozen_reason = None
    append(round_, LedgerKind.UNFREEZE, actor, now, note=note, key=desk_key(key))


def _reason(text: str, otherwise: str) -> str:
    if not text.strip():
        raise UserError(otherwise, code="reason")
    return text.strip()[:REASON_LENGTH]


def _audit(actor: Actor, action: str, round_: Round, now: datetime, reason: str) -> None:
    audit(
        actor,
        action,
        f"round:{round_.id}",
        now,
        organisation_id=round_.contest.organisation_id,
        reason=reason,
    )
