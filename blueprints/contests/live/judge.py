"""The judges' rooms `judge:<judge id>`: calls, states and answers of the desk, in order.

Who is in them are devices (`device:<id>`), so that a replaced one can be put out alone.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from blueprints.contests.events import LedgerWritten, SeatTaken, SetupChanged
from blueprints.contests.live.connections import tell_desks
from blueprints.contests.models import (
    Entry,
    Judge,
    JudgeDevice,
    LedgerKind,
    LedgerRow,
    Round,
    RoundJudge,
)
from realtime import Identity, flusher, log, messages, rooms
from store import db
from store.events import after_commit, in_transaction

TO_ALL = (LedgerKind.CALL, LedgerKind.STATE, LedgerKind.STATUS)
TO_ONE = (
    LedgerKind.REOPEN,
    LedgerKind.REOPEN_REFUSED,
    LedgerKind.RECUSAL,
    LedgerKind.REMARK_ASKED,
    LedgerKind.AMENDMENT,  # a signature may have become one for an earlier state
)


def room_of(judge_id: int) -> str:
    """The live room of a judge's seat."""
    return f"judge:{judge_id}"


def _may_join(actor: Identity, key: str) -> bool:
    """Only the device that sits at the seat now."""
    device = db.session.get(JudgeDevice, actor.id) if actor.kind == "device" else None
    return device is not None and str(device.judge_id) == key and device.replaced_at is None


rooms.register("judge", authorise=_may_join, presence=True, on_join=tell_desks, on_leave=tell_desks)


@in_transaction(LedgerWritten)
def _write_items(event: LedgerWritten) -> None:
    """What judges must hear goes into their logs with the row itself, so no phone misses it."""
    judges = list(_concerned(event))
    if not judges:
        return
    payload = _payload(event)
    for judge_id in judges:
        log.append(room_of(judge_id), event.kind, payload, event.at)


@after_commit(LedgerWritten)
def _send_items(event: LedgerWritten) -> None:
    _each(_concerned(event), flusher.touch)


@after_commit(SetupChanged)
def _tell_of_setup(event: SetupChanged) -> None:
    """Names, entrants or items may differ: the phones fetch the state again."""
    judges = db.session.scalars(sa.select(Judge.id).where(Judge.contest_id == event.contest_id))
    _each(judges, lambda room: messages.control(room, "setup"))


@after_commit(SeatTaken)
def _put_out(event: SeatTaken) -> None:
    for device_id in event.replaced_device_ids:
        rooms.expel(Identity("device", device_id), room_of(event.judge_id), "replaced")


def _concerned(event: LedgerWritten) -> Iterable[int]:
    if event.kind in TO_ONE:
        return [] if event.judge_id is None else [event.judge_id]
    if event.kind not in TO_ALL:
        return []
    return db.session.scalars(
        sa.select(RoundJudge.judge_id)
        .where(RoundJudge.round_id == event.round_id)
        .order_by(RoundJudge.judge_id)  # everybody locks the rooms in this order
    )


def _payload(event: LedgerWritten) -> dict[str, Any]:
    """{round, state, entry, value}: enough to act at once; the rest is fetched."""
    row = db.session.execute(
        sa.select(Round.state, LedgerRow.value, Entry.key)
        .join(LedgerRow, LedgerRow.round_id == Round.id)
        .outerjoin(Entry, Entry.id == LedgerRow.entry_id)
        .where(Round.id == event.round_id, LedgerRow.seq == event.seq)
    ).one()
    return {"round": event.round_id, "state": row.state, "value": row.value, "entry": row.key}


def _each(judges: Iterable[int], tell: Callable[[str], None]) -> None:
    for judge_id in judges:
        tell(room_of(judge_id))
