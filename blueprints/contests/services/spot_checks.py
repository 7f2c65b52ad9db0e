"""Drawing and carrying out the supervised spot-check of a confirmed result."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from blueprints.contests import spot_checks
from blueprints.contests.access import Right, round_for
from blueprints.contests.models import LedgerKind, Round, RoundState
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.spot_checks import has_spot_check, places_in, required_in
from blueprints.contests.queries.standings import reading
from blueprints.contests.services.desk.common import entry_of, note_of
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from store import NotFound, UserError, write
from store.actors import Actor

NUMBER_LENGTH = 20
FOUND = ("ok", "error")


def draw(
    actor: Actor,
    round_id: int,
    number: str,
    seen: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Draw who is checked, once, by the ledger's newest hash and the number said aloud.

    `seen` is the hash that was shown when the number was said: the seed is fixed before anybody
    knows whom it draws, and refused when a row came between.
    """
    number = number.strip()[:NUMBER_LENGTH]
    if not number:
        raise UserError(_("Enter the number that the supervisor said aloud."), code="number")
    with write():
        round_ = _round(actor, round_id)
        if done_before(round_, key):
            return
        if seen != round_.head_hash:
            raise UserError(
                _("The ledger has moved on since this page was loaded. Say a number anew."),
                status=409,
                code="stale",
            )
        data = _drawn(round_, number)
        append(round_, LedgerKind.SPOT_CHECK, actor, now, data=data, key=desk_key(key))


def _drawn(round_: Round, number: str) -> dict[str, Any]:
    """What the ledger keeps of the draw: all from which anybody can repeat it."""
    with reading(round_.id, Audience.DESK) as live:
        if live.book.judging.spot_check is not None:
            raise UserError(_("The spot-check is drawn already."), status=409, code="drawn")
        seed = spot_checks.seed_of(round_.head_hash, number)
        found = spot_checks.draw(places_in(live), seed)
    if not found.entries:
        raise UserError(_("Nobody has a result that could be checked."), status=409)
    return {
        "seed": seed,
        "head": round_.head_hash,
        "number": number,
        "top": list(found.top),
        "entries": list(found.entries),
        "rest": found.rest,
        "drawn": len(found.lot),
        "share": spot_checks.SHARE,
    }


def record(
    actor: Actor,
    round_id: int,
    entry_key: str,
    found: str,
    note: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """What checking an entrant again found: `ok`, or `error` and what is wrong.

    After an error was amended it is checked again; that there was one counts on.
    """
    if found not in FOUND:
        raise UserError(_("Say whether it is correct."))
    if found == "error" and not note.strip():
        raise UserError(_("Say what is wrong."), code="note")
    with write():
        round_ = _round(actor, round_id)
        entry = entry_of(round_, entry_key)
        if done_before(round_, key, entry_id=entry.id, value=found):
            return
        with reading(round_.id, Audience.DESK) as live:
            check = live.book.judging.spot_check
            wanted = required_in(live, check) if check else []
            if entry.id not in {one.id for one, _why in wanted}:
                raise NotFound
        append(
            round_,
            LedgerKind.SPOT_CHECKED,
            actor,
            now,
            entry=entry,
            value=found,
            note=note_of(note),
            key=desk_key(key),
        )


def _round(actor: Actor, round_id: int) -> Round:
    round_ = round_for(actor, round_id, Right.CONFIRM, lock=True)
    if not has_spot_check(round_):
        raise NotFound
    if round_.state != RoundState.CONFIRMED:
        raise UserError(
            _("The spot-check is made between confirming and publishing."),
            status=409,
            code="round_state",
        )
    return round_
