"""Calling entrants to the stage: judges' phones and boards follow."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import Entry, LedgerKind, Round, RoundEntry
from blueprints.contests.services.desk.common import RUNNING, entry_of, round_in
from blueprints.contests.services.ledger import append
from store import UserError, db, write
from store.actors import Actor

NOT_LOOKED_AT = "?"  # the caller doesn't say whom it saw on stage


def call_entry(
    actor: Actor, round_id: int, entry_key: str, now: datetime, *, seen: str = NOT_LOOKED_AT
) -> None:
    """Call an entry to the stage. Calling the one who is there already changes nothing.

    `seen` is the key of the entry that the caller's page showed on stage ("" for nobody): when
    somebody else called another one meanwhile, the call is refused (409, `stage_moved`).
    """
    with write():
        round_ = round_in(actor, round_id, RUNNING)
        entry = entry_of(round_, entry_key)
        if round_.on_stage_id == entry.id:
            return
        _require_seen(round_, seen)
        _call(actor, round_, entry, now)


def call_next(actor: Actor, round_id: int, now: datetime) -> Entry | None:
    """Call the next entry of the running order; None when there is no further one."""
    with write():
        round_ = round_in(actor, round_id, RUNNING)
        entry = next_entry(round_)
        if entry is not None:
            _call(actor, round_, entry, now)
        return entry


def next_entry(round_: Round) -> Entry | None:
    """The entry after the one on stage, in running order."""
    order = list(
        db.session.scalars(
            sa.select(Entry)
            .join(RoundEntry, RoundEntry.entry_id == Entry.id)
            .where(RoundEntry.round_id == round_.id)
            .order_by(RoundEntry.position, RoundEntry.id)
        )
    )
    ids = [entry.id for entry in order]
    after = ids.index(round_.on_stage_id) + 1 if round_.on_stage_id in ids else 0
    return order[after] if after < len(order) else None


def _require_seen(round_: Round, seen: str) -> None:
    if seen == NOT_LOOKED_AT:
        return
    on_stage = db.session.get(Entry, round_.on_stage_id) if round_.on_stage_id else None
    if seen != (on_stage.key if on_stage else ""):
        raise UserError(
            _("Somebody else has called another entrant meanwhile. Nothing was changed."),
            status=409,
            code="stage_moved",
        )


def _call(actor: Actor, round_: Round, entry: Entry, now: datetime) -> None:
    round_.on_stage_id = entry.id
    append(round_, LedgerKind.CALL, actor, now, entry=entry)
