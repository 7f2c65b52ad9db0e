"""Amendments (更正) after the lock: asked for with a reason, decided by another person.

Both rows stay in the ledger. The approved one carries the columns of what it amends, so that the
fold applies it like any other row; what was there before is never touched.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.models import (
    Appeal,
    Entry,
    Judge,
    LedgerKind,
    LedgerRow,
    Round,
    RoundState,
    Verdict,
)
from blueprints.contests.queries.values import decided, deduction_now, mark_now, status_now
from blueprints.contests.rules import checked_deduction, checked_desk_mark, checked_mark
from blueprints.contests.services.amended import asked_order, require_unchanged
from blueprints.contests.services.desk.common import entry_of, sitting_judge
from blueprints.contests.services.desk.rulings import STATUSES
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from blueprints.contests.services.states import wrong_state
from store import NotFound, UserError, audit, db, write
from store.actors import Actor

REASON_LENGTH = 500
SEALED = (RoundState.CONFIRMED, RoundState.PUBLISHED)


@dataclass(frozen=True)
class Change:
    """What is to be another way. `judge_id` is None for the desk's own values; `seq` names a
    deduction that is to be withdrawn. A decision on a tie is about the entrants in its `order`
    rather than about one, and its value is the kind of decision.
    """

    kind: LedgerKind
    entry_key: str = ""
    value: str = ""
    judge_id: int | None = None
    item: str = ""
    attempt: int = 1
    seq: int = 0
    order: tuple[str, ...] = ()


def ask(
    actor: Actor,
    round_id: int,
    change: Change,
    reason: str,
    now: datetime,
    *,
    appeal: int | None = None,
    key: str | None = None,
) -> int:
    """Propose an amendment of a confirmed or published result; the number of its row.

    `appeal` is the number of the upheld appeal that it carries out.
    """
    with write():
        round_ = _sealed_round(actor, round_id)
        if (known := done_before(round_, key)) is not None:
            return known.seq
        why = _reason(reason)
        row = append(
            round_,
            LedgerKind.AMENDMENT_ASKED,
            actor,
            now,
            note=why,
            key=desk_key(key),
            **_columns(round_, change, _appeal(round_, appeal)),
        )
        _audit(actor, "round.amendment_asked", round_, now, row.seq, why)
        return row.seq


def approve(
    actor: Actor, round_id: int, seq: int, now: datetime, *, key: str | None = None
) -> None:
    """Let an amendment count. Never by the one who asked for it, and decided but once."""
    with write():
        round_, asked = _to_decide(actor, round_id, seq, key)
        if asked is None:
            return
        if asked.actor == actor.ref:
            raise UserError(
                _("You asked for this amendment. Another person has to approve it."),
                status=409,
                code="second_person",
            )
        require_unchanged(round_, asked)
        append(
            round_,
            LedgerKind.AMENDMENT,
            actor,
            now,
            entry=_entry_of(asked),
            judge=db.session.get(Judge, asked.judge_id) if asked.judge_id else None,
            item=asked.item,
            attempt=asked.attempt,
            value=asked.value,
            note=asked.note,
            data={**asked.data, "asked": asked.seq},
            key=desk_key(key),
        )
        _audit(actor, "round.amended", round_, now, asked.seq, asked.note or "")


def refuse(
    actor: Actor, round_id: int, seq: int, reason: str, now: datetime, *, key: str | None = None
) -> None:
    """Turn an amendment down, with the reason. Who asked may take it back so."""
    with write():
        round_, asked = _to_decide(actor, round_id, seq, key)
        if asked is None:
            return
        append(
            round_,
            LedgerKind.AMENDMENT_REFUSED,
            actor,
            now,
            entry=_entry_of(asked),
            note=_reason(reason),
            data={"asked": asked.seq},
            key=desk_key(key),
        )
        _audit(actor, "round.amendment_refused", round_, now, asked.seq, reason)


def _columns(round_: Round, change: Change, appeal: Appeal | None) -> dict[str, object]:
    data: dict[str, object] = {"change": str(change.kind)}
    if appeal is not None:
        data["appeal"] = appeal.number
    if change.kind == LedgerKind.DECISION:
        return {"data": data | asked_order(round_, change.value, change.order)}
    return _Asked(round_, change, data).columns()


class _Asked:
    """The columns of a proposal about an entrant: what it is about, and what stands there now."""

    def __init__(self, round_: Round, change: Change, data: dict[str, object]) -> None:
        self._round, self._change, self._data = round_, change, data
        self._entry = entry_of(round_, change.entry_key)

    def columns(self) -> dict[str, object]:
        make = {
            LedgerKind.MARK: self._mark,
            LedgerKind.STATUS: self._status,
            LedgerKind.DEDUCTION: self._deduction,
            LedgerKind.DEDUCTION_WITHDRAWN: self._withdrawal,
        }.get(self._change.kind)
        if make is None:
            raise UserError(_("This can't be amended."))
        return {"entry": self._entry, "data": self._data, **make()}

    def _mark(self) -> dict[str, object]:
        change, round_ = self._change, self._round
        judge = sitting_judge(round_, change.judge_id) if change.judge_id else None
        where = (change.item, change.attempt, change.value)
        value = (
            checked_mark(round_, judge, self._entry, *where)
            if judge
            else checked_desk_mark(round_, *where)
        )
        if value is None:
            raise UserError(_("Say what the value is to be."), code="value")
        old = mark_now(round_.id, self._entry.id, change.judge_id, change.item, change.attempt)
        self._differs(old, value)
        found = {"item": change.item, "attempt": change.attempt, "value": value}
        return {**found, "judge": judge}

    def _status(self) -> dict[str, object]:
        value = self._change.value
        if value not in STATUSES:
            raise UserError(_("This status is not known."), code="value")
        self._differs(status_now(self._round.id, self._entry.id), value)
        return {"value": value}

    def _deduction(self) -> dict[str, object]:
        return {"value": checked_deduction(self._round, self._change.value)}

    def _withdrawal(self) -> dict[str, object]:
        row = deduction_now(self._round.id, self._entry.id, self._change.seq)
        if row is None:
            raise UserError(_("This deduction is withdrawn already."), status=409)
        self._data |= {"deduction": row.seq, "old": row.value}
        return {}

    def _differs(self, old: str | None, new: str) -> None:
        if old == new:
            raise UserError(_("That is how it stands already."), code="value")
        self._data["old"] = old


def _sealed_round(actor: Actor, round_id: int) -> Round:
    round_ = round_for(actor, round_id, lock=True)
    if not (may(actor, round_.contest, Right.RUN) or may(actor, round_.contest, Right.RULE)):
        round_for(actor, round_id, Right.RUN)  # says so
    if round_.state not in SEALED:
        raise UserError(
            _("The result is not confirmed yet: open the sheet again instead of amending it."),
            status=409,
            code="round_state",
        )
    return round_


def _appeal(round_: Round, number: int | None) -> Appeal | None:
    if number is None:
        return None
    found = db.session.scalar(
        sa.select(Appeal).where(Appeal.round_id == round_.id, Appeal.number == number)
    )
    if found is None:
        raise NotFound
    if found.outcome != Verdict.UPHELD:
        raise UserError(_("Only an upheld appeal leads to an amendment."), status=409)
    return found


def _to_decide(
    actor: Actor, round_id: int, seq: int, key: str | None
) -> tuple[Round, LedgerRow | None]:
    """The round and the open proposal; None in its place when this form was carried out."""
    round_ = round_for(actor, round_id, Right.CONFIRM, lock=True)
    if done_before(round_, key) is not None:
        return round_, None
    asked = db.session.scalar(
        sa.select(LedgerRow).where(
            LedgerRow.round_id == round_.id,
            LedgerRow.seq == seq,
            LedgerRow.kind == LedgerKind.AMENDMENT_ASKED,
        )
    )
    if asked is None:
        raise NotFound
    if round_.state not in SEALED:
        raise wrong_state(round_)
    if seq in decided(round_.id):
        raise UserError(
            _("Somebody else has decided on this amendment meanwhile. Nothing was changed."),
            status=409,
            code="decided",
        )
    return round_, asked


def _entry_of(asked: LedgerRow) -> Entry | None:
    return db.session.get(Entry, asked.entry_id) if asked.entry_id else None


def _reason(text: str) -> str:
    if not text.strip():
        raise UserError(
            _("Say in a few words why: the reason stands in the ledger."), code="reason"
        )
    return text.strip()[:REASON_LENGTH]


def _audit(actor: Actor, action: str, round_: Round, now: datetime, seq: int, reason: str) -> None:
    audit(
        actor,
        action,
        f"round:{round_.id}",
        now,
        organisation_id=round_.contest.organisation_id,
        asked=seq,
        reason=reason,
    )
