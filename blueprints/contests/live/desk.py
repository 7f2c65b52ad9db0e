"""The desk's rooms `desk:<round>:<language>`: for staff, derived from the round's ledger.

A frame carries what every desk sees alike. What depends on who looks (buttons) is fetched by
the page itself when the frame's `signature` says that other steps are possible now.
"""

from typing import Any

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import force_locale

from blueprints.contests.access import Right
from blueprints.contests.events import (
    CeremonyMoved,
    LedgerWritten,
    SeatTaken,
    SeatWithdrawn,
    SetupChanged,
)
from blueprints.contests.live.connections import show_connection
from blueprints.contests.live.rounds import may_join, round_of
from blueprints.contests.models import Ceremony, LedgerKind, LedgerRow, Round
from blueprints.contests.queries.desk.matrix import changed_view
from blueprints.contests.queries.eyes import is_kept_out
from blueprints.people import queries as people
from realtime import Identity, flusher, messages, presence, rooms
from store import db
from store.events import after_commit
from web.languages import LANGUAGES

KIND = "desk"


def room_of(round_id: int, language: str) -> str:
    """The live room of a round's desk."""
    return f"{KIND}:{round_id}:{language}"


def _may_join(identity: Identity, key: str) -> bool:
    if not may_join(identity, key, Right.VIEW):
        return False
    round_, _language = round_of(key)
    actor = people.actor_for_account(identity.id or 0)
    return round_ is not None and actor is not None and not is_kept_out(actor, round_)


def _position(key: str) -> tuple[int, int]:
    round_, _language = round_of(key)
    return (round_.epoch, round_.seq) if round_ else (0, 0)


def _render(room: str, after: int, upto: int) -> dict[str, Any]:
    """Head and lines of the entrants that the rows after `after` are about."""
    round_, language = round_of(rooms.key_of(room))
    if round_ is None:
        return {"fragments": []}
    head, lines, places = changed_view(round_.id, _touched(round_.id, after, upto))
    with current_app.test_request_context(f"/?lang={language}"), force_locale(language):
        fragments = [_fragment("#desk-head", "_head", head=head)]
        fragments += [_fragment(f"#line-{one.key}", "_line", line=one, head=head) for one in lines]
    keys = [line.key for line in lines]
    return {
        "fragments": fragments,
        "signature": head.signature,
        "places": places,
        "entries": keys,
    }


def _fragment(target: str, name: str, **values: Any) -> dict[str, str]:
    html = render_template(f"contests/desk/{name}.html", **values)
    return {"target": target, "swap": "morph:outerHTML", "html": html}


def _touched(round_id: int, after: int, upto: int) -> set[int]:
    """Entrants named by these rows; with a call also the one who was on stage before."""
    rows = db.session.execute(
        sa.select(LedgerRow.entry_id, LedgerRow.kind).where(
            LedgerRow.round_id == round_id, LedgerRow.seq > after, LedgerRow.seq <= upto
        )
    ).all()
    touched = {row.entry_id for row in rows if row.entry_id is not None}
    if any(row.kind == LedgerKind.CALL for row in rows):
        touched |= _called_before(round_id, after)
    return touched


def _called_before(round_id: int, upto: int) -> set[int]:
    before = db.session.scalar(
        sa.select(LedgerRow.entry_id)
        .where(
            LedgerRow.round_id == round_id,
            LedgerRow.seq <= upto,
            LedgerRow.kind == LedgerKind.CALL,
        )
        .order_by(LedgerRow.seq.desc())
        .limit(1)
    )
    return {before} if before is not None else set()


rooms.register(KIND, authorise=_may_join, position=_position, render=_render)


@after_commit(LedgerWritten)
def _send(event: LedgerWritten) -> None:
    if event.kind == LedgerKind.STATE:
        _show_out(event.round_id)  # a round that begins is no longer the announcer's to watch
    for language in LANGUAGES:
        flusher.touch(room_of(event.round_id, language))


@after_commit(SetupChanged)
def _reload(event: SetupChanged) -> None:
    """Names, entrants or judges may differ: the pages fetch themselves anew."""
    rounds = db.session.scalars(sa.select(Round.id).where(Round.contest_id == event.contest_id))
    for round_id in rounds.all():
        _show_out(round_id)  # the announcer's eyes may have been closed
        _fetch_anew(round_id)


@after_commit(CeremonyMoved)
def _revealing(event: CeremonyMoved) -> None:
    """What the desk may do differs while a reveal is under way: told when it begins and ends."""
    ceremony = db.session.get_one(Ceremony, event.ceremony_id, populate_existing=True)
    if not ceremony.rehearsal and (ceremony.moves == 0 or ceremony.ended_at is not None):
        _fetch_anew(event.round_id)


def _fetch_anew(round_id: int) -> None:
    for language in LANGUAGES:
        messages.control(room_of(round_id, language), "setup")


def _show_out(round_id: int) -> None:
    """Whoever may no longer be in the rooms leaves before the next frame, not at the next look."""
    for room in (room_of(round_id, language) for language in LANGUAGES):
        for identity in {member.identity for member in presence.members(room)}:
            if not rooms.still_allowed(identity, room):
                rooms.expel(identity, room)


@after_commit(SeatTaken)
def _seat_taken(event: SeatTaken) -> None:
    show_connection(event.judge_id)


@after_commit(SeatWithdrawn)
def _seat_withdrawn(event: SeatWithdrawn) -> None:
    for device_id in event.device_ids:
        rooms.expel(Identity("device", device_id), f"judge:{event.judge_id}", "replaced")
    show_connection(event.judge_id)
