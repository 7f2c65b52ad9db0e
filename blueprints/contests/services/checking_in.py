"""Check-in (检录): who is there, late, or absent; every tap a row, so that any can be undone.

It bears on no result: an absent entrant is out only once the desk says DNS, in the ledger.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, entry_by_key, round_for
from blueprints.contests.events import CheckedIn
from blueprints.contests.models import CheckIn, Entry, Round, RoundEntry, RoundState
from blueprints.contests.services.codes import require_nothing_to_remember
from blueprints.contests.services.desk import set_status
from store import NotFound, UserError, db, record, write
from store.actors import Actor

OVER = (RoundState.CONFIRMED, RoundState.PUBLISHED)
KEY_LENGTH = 64


class Presence(StrEnum):
    """What a tap says; nothing takes the one before back."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    NOTHING = ""


def check_in(
    actor: Actor,
    round_id: int,
    entry_key: str,
    presence: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Note that an entrant is there, late or absent, or take it back. The same form counts once."""
    if presence not in set(Presence):
        raise UserError(_("Choose present, late, or absent."))
    with write():
        round_ = round_for(actor, round_id, Right.RUN, lock=True)
        if round_.state in OVER:
            raise UserError(_("The round is over; check-in is closed."), status=409)
        require_nothing_to_remember(round_)
        entry = _entry_in(round_, entry_key)
        key = key[:KEY_LENGTH] if key else None
        if key is not None and _is_known(round_, key):
            return
        db.session.add(
            CheckIn(
                round_id=round_.id,
                entry_id=entry.id,
                state=presence,
                key=key,
                actor=actor.ref,
                actor_name=actor.name[:120],
                at=now,
            )
        )
        db.session.flush()
        record(CheckedIn(round_.id, round_.contest_id, entry.id, presence, now))


def absent_is_dns(actor: Actor, round_id: int, entry_key: str, now: datetime, *, key: str) -> None:
    """Absent, and so did not start: one tap, both rows or none."""
    with write():
        check_in(actor, round_id, entry_key, Presence.ABSENT, now, key=f"{key[:60]}-a")
        set_status(actor, round_id, entry_key, "dns", _("Absent at check-in"), now, key=key)


def _entry_in(round_: Round, key: str) -> Entry:
    entry = entry_by_key(round_.contest_id, key)
    here = sa.select(RoundEntry.id).where(
        RoundEntry.round_id == round_.id, RoundEntry.entry_id == entry.id
    )
    if db.session.scalar(here) is None:
        raise NotFound
    return entry


def _is_known(round_: Round, key: str) -> bool:
    known = sa.select(CheckIn.id).where(CheckIn.round_id == round_.id, CheckIn.key == key)
    return db.session.scalar(known) is not None
