"""The steps of a round: open → (pause) → review → confirmed by a second person → published.

Every step takes the `key` of the form it came from: the same form sent twice steps once.
"""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.life import Step
from blueprints.contests.models import LedgerKind, Round, RoundEntry, RoundJudge, RoundState
from blueprints.contests.queries.blockers import require_clear
from blueprints.contests.rules import require_scorable
from blueprints.contests.services.codes import require_sealed, withdraw_hands
from blueprints.contests.services.freezing import thaw
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from blueprints.contests.services.notices import end_notice
from blueprints.contests.services.reveal.guard import refuse_during_reveal
from blueprints.contests.services.states import wrong_state
from blueprints.contests.stepping import lock_others
from store import UserError, audit, db, write
from store.actors import Actor

REASON_LENGTH = 500


def open_round(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """Begin a round that has entries, judges and a sound scheme."""
    with write():
        round_ = _stepping(actor, round_id, Right.SET_UP)
        if not _is_due(round_, key, RoundState.DRAFT):
            return
        if not _count(RoundEntry, round_):
            raise UserError(_("Add entrants before opening the round."), status=409)
        require_scorable(round_, judges=_count(RoundJudge, round_))
        require_sealed(round_)
        require_clear(round_, Step.SCORING, now)
        _step(actor, round_, RoundState.OPEN, now, key=key)


def pause_round(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """Take no marks for a while; phones say so and keep what is typed."""
    with write():
        round_ = _stepping(actor, round_id, Right.RUN)
        if _is_due(round_, key, RoundState.OPEN):
            _step(actor, round_, RoundState.PAUSED, now, key=key)


def resume_round(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """Take marks again after a pause."""
    with write():
        round_ = _stepping(actor, round_id, Right.RUN)
        if _is_due(round_, key, RoundState.PAUSED):
            _step(actor, round_, RoundState.OPEN, now, key=key)


def close_round(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """End judging: the result goes under review and waits for a second person."""
    with write():
        round_ = _stepping(actor, round_id, Right.RUN)
        if _is_due(round_, key, RoundState.OPEN, RoundState.PAUSED):
            round_.closed_by = actor.ref
            _step(actor, round_, RoundState.REVIEW, now, key=key)


def reopen_round(
    actor: Actor, round_id: int, reason: str, now: datetime, *, key: str | None = None
) -> None:
    """Back from review to judging, with the reason. A published result is amended instead.

    So is a confirmed one of which the names are known since; any other confirmed result is
    opened by another person than who confirmed it.
    """
    with write():
        round_ = _stepping(actor, round_id, Right.CONFIRM)
        if not _is_due(round_, key, RoundState.REVIEW, RoundState.CONFIRMED):
            return
        if not reason.strip():
            raise UserError(_("Say in a few words why the round is opened again."))
        refuse_during_reveal(round_)
        if round_.state == RoundState.CONFIRMED:
            _require_undoable(actor, round_)
        withdraw_hands(round_.contest)
        round_.confirmed_by = None
        _step(actor, round_, RoundState.OPEN, now, key=key, reason=reason)


def confirm_round(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """Confirm the result. The one who closed the round can't be the one who confirms it."""
    with write():
        round_ = _stepping(actor, round_id, Right.CONFIRM)
        if not _is_due(round_, key, RoundState.REVIEW):
            return
        if round_.closed_by == actor.ref:
            raise UserError(
                _("You closed this round. A second person has to confirm it."),
                status=409,
                code="second_person",
            )
        require_clear(round_, Step.REVIEW, now)
        round_.confirmed_by = actor.ref
        _step(actor, round_, RoundState.CONFIRMED, now, key=key)


def publish_round(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """Make the confirmed result public and final."""
    with write():
        round_ = _stepping(actor, round_id, Right.PUBLISH)
        if _is_due(round_, key, RoundState.CONFIRMED):
            refuse_during_reveal(round_)
            require_clear(round_, Step.RESULTS, now)
            thaw(actor, round_, now)  # what is published, everybody sees
            round_.published_at = now
            _step(actor, round_, RoundState.PUBLISHED, now, key=key)


def confirm_prizes(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """Confirm the prizes of a published result; certificates are made from them."""
    with write():
        round_ = _stepping(actor, round_id, Right.PUBLISH)
        if not _is_due(round_, key, RoundState.PUBLISHED):
            return
        if round_.prizes_confirmed_at is not None:
            return
        require_clear(round_, Step.PRIZES, now)
        end_notice(actor, round_, now)
        round_.prizes_confirmed_at = now
        append(round_, LedgerKind.PRIZES, actor, now, key=desk_key(key))
        _audit(actor, "round.prizes_confirmed", round_, now)


def _stepping(actor: Actor, round_id: int, right: Right) -> Round:
    """The round that is about to take a step, locked after what goes before it."""
    lock_others(round_id)
    return round_for(actor, round_id, right, lock=True)


def _require_undoable(actor: Actor, round_: Round) -> None:
    """Whether the actor may take this confirmation back."""
    db.session.refresh(round_.contest)  # it may have been decoded while the round was waited for
    if round_.contest.blind and not round_.contest.names_hidden:
        raise UserError(
            _("The names are known: this result changes only by an amendment."),
            status=409,
            code="decoded",
        )
    if round_.confirmed_by == actor.ref:
        raise UserError(
            _("You confirmed this result. A second person has to open the round again."),
            status=409,
            code="second_person",
        )


def _is_due(round_: Round, key: str | None, *states: RoundState) -> bool:
    """False when this very form was carried out before; refused in another state."""
    if done_before(round_, key) is not None:
        return False
    if round_.state not in states:
        raise wrong_state(round_)
    return True


def _step(
    actor: Actor,
    round_: Round,
    state: RoundState,
    now: datetime,
    *,
    key: str | None,
    reason: str | None = None,
) -> None:
    before, round_.state = round_.state, state
    note = reason.strip()[:REASON_LENGTH] if reason else None
    append(round_, LedgerKind.STATE, actor, now, value=state, note=note, key=desk_key(key))
    _audit(actor, f"round.{state}", round_, now, before=before, reason=note)


def _audit(actor: Actor, action: str, round_: Round, now: datetime, **detail: str | None) -> None:
    audit(
        actor,
        action,
        f"round:{round_.id}",
        now,
        organisation_id=round_.contest.organisation_id,
        **detail,
    )


def _count(model: type[RoundEntry] | type[RoundJudge], round_: Round) -> int:
    return (
        db.session.scalar(
            sa.select(sa.func.count()).select_from(model).where(model.round_id == round_.id)
        )
        or 0
    )
