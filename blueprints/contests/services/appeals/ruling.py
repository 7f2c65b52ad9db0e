"""Hearing an appeal, and ruling on it: once, and never by somebody who judged."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import (
    Appeal,
    AppealState,
    LedgerKind,
    LedgerRow,
    Round,
    Verdict,
)
from blueprints.contests.services.appeals.letters import NAME_LENGTH
from blueprints.contests.services.appeals.noting import note
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from store import NotFound, UserError, db, write
from store.actors import Actor

RULING_LENGTH = 500
JUDGED = (LedgerKind.MARK, LedgerKind.DEDUCTION, LedgerKind.STATUS, LedgerKind.DECISION)


def hear(
    actor: Actor, round_id: int, number: int, now: datetime, *, key: str | None = None
) -> None:
    """Note that the panel has heard the appeal."""
    with write():
        round_ = round_for(actor, round_id, Right.RULE, lock=True)
        appeal = _appeal(round_, number)
        if appeal.state == AppealState.HEARD:
            return
        _require_open(appeal)
        appeal.state, appeal.heard_at = AppealState.HEARD, now
        appeal.heard_by_name = actor.name[:NAME_LENGTH]
        note(actor, "appeal.heard", round_, appeal, now)


def rule(
    actor: Actor,
    round_id: int,
    number: int,
    outcome: str,
    ruling: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Rule on an appeal that was heard: once, final, and never by somebody who judged."""
    if outcome not in set(Verdict):
        raise UserError(_("Say whether the appeal is upheld or refused."), code="outcome")
    if not ruling.strip():
        raise UserError(_("A ruling needs its reason: it is published."), code="ruling")
    with write():
        round_ = round_for(actor, round_id, Right.RULE, lock=True)
        appeal = _appeal(round_, number)
        if done_before(round_, key, value=outcome) is not None:
            return
        _require_open(appeal)
        if appeal.state != AppealState.HEARD:
            raise UserError(
                _("Hear the appeal before it is ruled on."), status=409, code="not_heard"
            )
        _require_impartial(actor, round_)
        said = ruling.strip()[:RULING_LENGTH]
        append(
            round_,
            LedgerKind.APPEAL_RULED,
            actor,
            now,
            entry=appeal.entry,
            value=outcome,
            note=said,
            data={"appeal": appeal.number},
            key=desk_key(key),
        )
        appeal.state, appeal.outcome, appeal.ruling = AppealState.RULED, outcome, said
        appeal.ruled_at, appeal.ruled_by = now, actor.ref
        appeal.ruled_by_name = actor.name[:NAME_LENGTH]
        note(actor, "appeal.ruled", round_, appeal, now, outcome=outcome)


def _require_open(appeal: Appeal) -> None:
    if not appeal.is_open:
        raise UserError(
            _("This appeal was ruled on already; the ruling is final."),
            status=409,
            code="ruled",
        )


def _require_impartial(actor: Actor, round_: Round) -> None:
    """Whoever entered a mark or a ruling of the desk in this round, or closed it, has judged."""
    acted = db.session.scalar(
        sa.select(LedgerRow.id)
        .where(
            LedgerRow.round_id == round_.id,
            LedgerRow.actor == actor.ref,
            LedgerRow.kind.in_(JUDGED),
        )
        .limit(1)
    )
    if acted is not None or round_.closed_by == actor.ref:
        raise UserError(
            _("You took part in judging this round. Somebody else of the panel has to rule."),
            status=409,
            code="partial",
        )


def _appeal(round_: Round, number: int) -> Appeal:
    found = db.session.scalar(
        sa.select(Appeal).where(Appeal.round_id == round_.id, Appeal.number == number)
    )
    if found is None:
        raise NotFound
    return found
