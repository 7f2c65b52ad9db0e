"""Decoding (解密) in two hands: the encryption referee and a witness, two different people."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, locked_round, may, require_unarchived
from blueprints.contests.keeping import is_keeper, is_sealed, is_witness
from blueprints.contests.models import (
    Contest,
    DecodingConfirmation,
    LedgerKind,
    Round,
    RoundState,
    SealedEntry,
)
from blueprints.contests.queries.spot_checks import blocker, has_spot_check
from blueprints.contests.services.codes.envelopes import unseal
from blueprints.contests.services.ledger import append
from blueprints.contests.services.setup.common import changed, note
from store import NotFound, UserError, db, write
from store.actors import Actor

KEEPER, WITNESS = "keeper", "witness"
UNDER_WAY = (RoundState.OPEN, RoundState.PAUSED, RoundState.REVIEW)


def confirm_decoding(actor: Actor, contest_id: int, now: datetime) -> bool:
    """One of the two hands. True when it was the second: the names are out then, for good."""
    with write():
        contest = db.session.get(Contest, contest_id, with_for_update=True, populate_existing=True)
        if contest is None or not (is_keeper(actor, contest) or may(actor, contest, Right.VIEW)):
            raise NotFound
        require_unarchived(contest)
        if not contest.names_hidden or not is_sealed(contest.id):
            raise UserError(_("There is nothing to decode."), status=409)
        part = _part_of(actor, contest)
        rounds = _settled_rounds(contest)
        hands = _hands(contest.id)
        if part in hands:
            return False  # this hand was there before: the same form twice, or a colleague
        if actor.ref in {one.actor for one in hands.values()}:
            raise UserError(_("The second hand has to be another person's."), status=403)
        mine = DecodingConfirmation(
            contest_id=contest.id, part=part, actor=actor.ref, actor_name=actor.name[:120], at=now
        )
        db.session.add(mine)
        note(actor, "contest.decoding_confirmed", f"contest:{contest.id}", contest, now, part=part)
        if not hands:
            return False
        _decode(actor, contest, rounds, [*hands.values(), mine], now)
        return True


def withdraw_hands(contest: Contest) -> None:
    """A hand lent for results that are judged anew doesn't count for those to come."""
    if contest.decoded_at is None:
        db.session.execute(
            sa.delete(DecodingConfirmation).where(DecodingConfirmation.contest_id == contest.id)
        )


def _part_of(actor: Actor, contest: Contest) -> str:
    if is_keeper(actor, contest):
        return KEEPER
    if is_witness(actor, contest):
        return WITNESS
    raise UserError(
        _("The encryption referee decodes, together with a supervisor or the chief referee."),
        status=403,
    )


def _hands(contest_id: int) -> dict[str, DecodingConfirmation]:
    found = db.session.scalars(
        sa.select(DecodingConfirmation).where(DecodingConfirmation.contest_id == contest_id)
    )
    return {one.part: one for one in found}


def _settled_rounds(contest: Contest) -> list[Round]:
    """The rounds that have a ledger, locked. Refused while anything could still be judged by it."""
    query = sa.select(Round.id).where(Round.contest_id == contest.id).order_by(Round.id)
    rounds = [locked_round(one) for one in db.session.scalars(query).all()]
    begun = [one for one in rounds if one.state != RoundState.DRAFT]
    if not begun or any(one.state in UNDER_WAY for one in begun):
        raise UserError(
            _("Decoding comes when the results of all rounds that have begun are confirmed."),
            status=409,
            code="round_state",
        )
    for round_ in begun:
        waiting = blocker(round_) if has_spot_check(round_) else None
        if waiting and round_.state == RoundState.CONFIRMED:
            raise UserError(waiting, status=409, code="spot_check")
    return begun


def _decode(
    actor: Actor,
    contest: Contest,
    rounds: list[Round],
    hands: list[DecodingConfirmation],
    now: datetime,
) -> None:
    sealed = sa.select(SealedEntry).where(SealedEntry.contest_id == contest.id)
    for one in db.session.scalars(sealed).all():
        unseal(one, keep_code=True)
    contest.decoded_at = now
    by = [one.actor_name for one in hands]
    for round_ in rounds:
        append(round_, LedgerKind.DECODED, actor, now, data={"by": by})
    changed(actor, "contest.decoded", contest, now, by=by)
