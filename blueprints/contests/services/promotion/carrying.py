"""A promotion carried out, and corrected as its policy says.

Who goes on is a fact: a decision in the round's ledger and rows of their own. A correction of the
result afterwards changes it only as the policy says that was declared beforehand.
"""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, locked_round, round_for
from blueprints.contests.models import (
    Entry,
    LatePolicy,
    LedgerKind,
    LedgerRow,
    Promoted,
    Promotion,
    Round,
    RoundEntry,
    RoundState,
)
from blueprints.contests.queries.promotion import by_rule, promotion_of, standing_ids
from blueprints.contests.services.desk.common import note_of
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from blueprints.contests.services.setup.common import is_in_a_ledger, note, round_changed
from blueprints.contests.services.setup.entries import EntryInput, enter, next_position
from store import NotFound, UserError, db, write
from store.actors import Actor


def promote(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> int:
    """Send on whom the rule names in the published result; how many. Once."""
    with write():
        round_, promotion = _published(actor, round_id)
        if done_before(round_, key) or promotion.made_at is not None:
            return len(standing_ids(promotion))
        entries = by_rule(round_.id)
        if not entries:
            raise UserError(_("By the rule nobody goes on from this result."), status=409)
        _require_ready(round_, promotion)
        promotion.made_at = now
        _send_on(actor, promotion, entries, "", now)
        _tell(actor, round_, promotion, note_of(""), key, now)
        return len(entries)


def correct(
    actor: Actor, round_id: int, reason: str, now: datetime, *, key: str | None = None
) -> None:
    """Bring the promotion up to a corrected result, as far as the declared policy allows."""
    with write():
        round_, promotion = _published(actor, round_id)
        if done_before(round_, key):
            return
        if promotion.made_at is None:
            raise UserError(_("Nobody has been sent on yet."), status=409)
        if promotion.policy == LatePolicy.KEEP:
            raise UserError(
                _("By the policy declared beforehand, who was sent on stays."), status=409
            )
        if not reason.strip():
            raise UserError(
                _("Say in a few words why the advancement is corrected."), code="reason"
            )
        should, are = by_rule(round_.id), standing_ids(promotion)
        leaving = are - set(should) if promotion.policy == LatePolicy.REPLACE else set()
        _require_ready(round_, promotion)
        _take_back(actor, promotion, leaving, reason, now)
        _send_on(actor, promotion, [one for one in should if one not in are], reason, now)
        _tell(actor, round_, promotion, note_of(reason), key, now)


def _published(actor: Actor, round_id: int) -> tuple[Round, Promotion]:
    round_ = round_for(actor, round_id, Right.PUBLISH, lock=True)
    promotion = promotion_of(round_id)
    if promotion is None:
        raise NotFound
    if round_.state != RoundState.PUBLISHED:
        raise UserError(_("Entrants are sent on once the result is published."), status=409)
    return round_, promotion


def _require_ready(round_: Round, promotion: Promotion) -> None:
    """Refuse while the next round can't take anybody: locked first, for it may be opened now.

    Entrants of another contest have names there, and would tell who is behind the codes here.
    """
    if promotion.to_round_id is None:
        return
    target = locked_round(promotion.to_round_id)
    if target.state != RoundState.DRAFT:
        raise UserError(_("The next round has begun: who takes part in it is fixed."), status=409)
    if target.contest_id != round_.contest_id and round_.contest.names_hidden:
        raise UserError(
            _("Resolve the codes first: the other contest is given the names."),
            status=409,
            code="names_hidden",
        )


def _send_on(
    actor: Actor, promotion: Promotion, entry_ids: list[int], reason: str, now: datetime
) -> None:
    """Record these entries and seat them in the next round."""
    known = {
        one.entry_id: one
        for one in db.session.scalars(
            sa.select(Promoted).where(Promoted.promotion_id == promotion.id)
        )
    }
    for entry_id in entry_ids:
        row = known.get(entry_id) or Promoted(promotion_id=promotion.id, entry_id=entry_id)
        row.withdrawn, row.reason = False, note_of(reason) or ""
        row.at, row.by_name = now, actor.name[:120]
        row.next_entry_id = _seat(promotion, db.session.get_one(Entry, entry_id))
        db.session.add(row)
    db.session.flush()
    if promotion.to_round is not None:
        round_changed(
            actor, "round.entries_promoted", promotion.to_round, now, count=len(entry_ids)
        )


def _seat(promotion: Promotion, entry: Entry) -> int | None:
    """The entry's place in the next round: its own in the same contest, else that of a copy."""
    target = promotion.to_round
    if target is None:
        return None
    if target.contest_id != entry.contest_id:
        members = tuple(one["name"] for one in entry.document.get("members", ()))
        (copy,) = enter(
            target, [EntryInput(entry.name, entry.unit, zone=entry.zone, people=members)]
        )
        return copy.id
    if "advanced_from" not in target.document and not _is_seated(target, entry):
        place = RoundEntry(
            round_id=target.id, entry_id=entry.id, position=next_position(target), document={}
        )
        db.session.add(place)
        db.session.flush()
    return entry.id


def _is_seated(target: Round, entry: Entry) -> bool:
    query = sa.select(RoundEntry.id).where(
        RoundEntry.round_id == target.id, RoundEntry.entry_id == entry.id
    )
    return db.session.scalar(query) is not None


def _take_back(
    actor: Actor, promotion: Promotion, entry_ids: set[int], reason: str, now: datetime
) -> None:
    """Withdraw these, and free their places in the next round."""
    rows = db.session.scalars(
        sa.select(Promoted).where(
            Promoted.promotion_id == promotion.id, Promoted.entry_id.in_(entry_ids)
        )
    ).all()
    for row in rows:
        row.withdrawn, row.reason = True, note_of(reason) or ""
        row.at, row.by_name = now, actor.name[:120]
        _unseat(promotion, row)


def _unseat(promotion: Promotion, row: Promoted) -> None:
    if promotion.to_round_id is None or row.next_entry_id is None:
        return
    db.session.execute(
        sa.delete(RoundEntry).where(
            RoundEntry.round_id == promotion.to_round_id,
            RoundEntry.entry_id == row.next_entry_id,
        )
    )
    copy_id, row.next_entry_id = row.next_entry_id, None
    db.session.flush()
    if copy_id != row.entry_id and not is_in_a_ledger(LedgerRow.entry_id, copy_id):
        db.session.execute(sa.delete(Entry).where(Entry.id == copy_id))


def _tell(
    actor: Actor,
    round_: Round,
    promotion: Promotion,
    reason: str | None,
    key: str | None,
    now: datetime,
) -> None:
    """The promotion as a decision in the round's ledger: from here the engine takes it as given."""
    ids = standing_ids(promotion)
    refs = db.session.scalars(sa.select(Entry.ref).where(Entry.id.in_(ids)).order_by(Entry.id))
    append(
        round_,
        LedgerKind.DECISION,
        actor,
        now,
        data={"kind": "advancement", "entries": list(refs), "policy": promotion.policy},
        note=reason,
        key=desk_key(key),
    )
    note(actor, "round.promoted", f"round:{round_.id}", round_.contest, now, count=len(ids))
