"""Running order and blind codes (抽签加密): by hand, or drawn so that anybody can check it.

A draw sorts the entrants by SHA-256 of "<seed>:<id in the contest file>". The seed is shown and
audited: whoever knows it gets the same order, and nobody can choose a seed for an order they like
when it is announced beforehand (the next lottery number, a dice roll in front of all).
"""

import secrets
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.life import Step
from blueprints.contests.models import Entry, Round, RoundEntry
from blueprints.contests.services.setup.common import (
    CODE_LENGTH,
    require_draft,
    round_changed,
)
from blueprints.contests.services.setup.entries import codes_of, seats_of
from blueprints.contests.services.setup.timetable import give_stations
from store import NotFound, UserError, db, write
from store.actors import Actor
from store.audit import AuditEntry
from store.lots import drawn

SEED_LENGTH, REASON_LENGTH = 64, 200
ORDER_DRAWN, CODES_DRAWN = "round.order_drawn", "round.codes_drawn"


def move_entry(actor: Actor, round_id: int, entry_key: str, *, to: int, now: datetime) -> None:
    """Put an entrant at place `to` (1 is first) of the running order; the others close up."""
    with write():
        round_ = _draft(actor, round_id)
        seats = seats_of(round_)
        moved = next((seat for seat in seats if seat.entry.key == entry_key), None)
        if moved is None:
            raise NotFound
        seats.remove(moved)
        seats.insert(min(max(to, 1), len(seats) + 1) - 1, moved)
        _number(round_, seats)
        round_changed(actor, "round.entry_moved", round_, now, entry=moved.entry.ref, to=to)


def draw_order(actor: Actor, round_id: int, seed: str, now: datetime, *, reason: str = "") -> str:
    """Draw the running order; the seed, which is made up here when none is given.

    A second draw needs its reason: nobody draws until they like what comes out.
    """
    with write():
        round_ = _draft(actor, round_id)
        why = _reason_to_draw_again(round_, ORDER_DRAWN, reason)
        seed = _seed(seed)
        _number(round_, sorted(seats_of(round_), key=lambda seat: drawn(seed, seat.entry.ref)))
        round_changed(actor, ORDER_DRAWN, round_, now, seed=seed, **why)
        return seed


def draw_codes(
    actor: Actor, round_id: int, prefix: str, seed: str, now: datetime, *, reason: str = ""
) -> str:
    """Give every entrant of the round a fresh code, `<prefix>01` onwards, by lot; the seed."""
    with write():
        round_ = _draft(actor, round_id)
        if Step.DECODING in round_.contest.steps and round_.contest.names_hidden:
            raise UserError(
                _("The encryption referee draws the codes of this contest."), status=409
            )
        why = _reason_to_draw_again(round_, CODES_DRAWN, reason)
        seed, prefix = _seed(seed), prefix.strip()[: CODE_LENGTH - 5]
        entries = [seat.entry for seat in seats_of(round_)]
        codes = _codes(round_, prefix, entries)
        for code, entry in zip(
            codes, sorted(entries, key=lambda e: drawn(seed, e.ref)), strict=True
        ):
            entry.code = code
        round_changed(actor, CODES_DRAWN, round_, now, seed=seed, prefix=prefix, **why)
        return seed


def _draft(actor: Actor, round_id: int) -> Round:
    round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
    require_draft(round_)
    return round_


def _seed(seed: str) -> str:
    return seed.strip()[:SEED_LENGTH] or secrets.token_hex(4)


def _reason_to_draw_again(round_: Round, action: str, reason: str) -> dict[str, str]:
    """What the record of a second draw says besides; refused without a reason."""
    before = sa.select(AuditEntry.id).where(
        AuditEntry.subject == f"round:{round_.id}", AuditEntry.action == action
    )
    if db.session.scalar(before.limit(1)) is None:
        return {}
    if not reason.strip():
        raise UserError(
            _("This was drawn already. Say why it is drawn again."), status=409, code="reason"
        )
    return {"reason": reason.strip()[:REASON_LENGTH]}


def _number(round_: Round, seats: list[RoundEntry]) -> None:
    for position, seat in enumerate(seats):
        seat.position = position
    db.session.flush()
    give_stations(round_)


def _codes(round_: Round, prefix: str, entries: list[Entry]) -> list[str]:
    width = max(2, len(str(len(entries))))
    codes = [f"{prefix}{number:0{width}d}" for number in range(1, len(entries) + 1)]
    own = {entry.id for entry in entries}
    others = {code for code, entry_id in codes_of(round_.event_id).items() if entry_id not in own}
    if others.intersection(codes):
        raise UserError(
            _("Entrants of another round have such codes already. Choose another beginning."),
            code="prefix",
        )
    return codes
