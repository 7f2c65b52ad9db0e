"""The sequenced log: what happened in a room, in order, in the database before it is sent.

Numbers grow by one within an epoch. A new epoch says that what was shown before no longer holds
and everybody loads anew; epochs grow with the clock, so a restored or re-made room never
repeats one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from realtime.models import LiveItem, LiveRoom
from store.base import db

MAX_ITEMS = 200  # in one answer or frame
MAX_GAP = 500  # a client further behind loads the whole panel


class Position(NamedTuple):
    """Where a room stands; (0, 0) before anything was written to it."""

    epoch: int
    seq: int


@dataclass(frozen=True)
class Entry:
    """One item as it is sent: `payload` is a JSON value."""

    room: str
    epoch: int
    seq: int
    kind: str
    payload: Any
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """The item inside a frame."""
        return {
            "seq": self.seq,
            "kind": self.kind,
            "payload": self.payload,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class Slice:
    """Items after a number, in order. `entries` may end before `seq` when there are many."""

    epoch: int
    seq: int
    entries: list[Entry]


@dataclass(frozen=True)
class Reset:
    """The asker's place can't be continued from: load everything, which stands at this place."""

    epoch: int
    seq: int


# Built once, and of tables: a lively chat appends hundreds of times a second, and in a storm of
# joins as many ask where the room stands.
_ROOMS: sa.Table = LiveRoom.metadata.tables[LiveRoom.__tablename__]
_ITEMS: sa.Table = LiveItem.metadata.tables[LiveItem.__tablename__]
_TAKE_NUMBER = (
    sa.update(_ROOMS)
    .where(_ROOMS.c.name == sa.bindparam("room"))
    .values(seq=_ROOMS.c.seq + 1)
    .returning(_ROOMS.c.epoch, _ROOMS.c.seq)
)
_ADD = sa.insert(_ITEMS)
_STANDS = sa.select(_ROOMS.c.epoch, _ROOMS.c.seq).where(_ROOMS.c.name == sa.bindparam("room"))


def append(room: str, kind: str, payload: Any, now: datetime) -> Entry:
    """Append an item inside the caller's write transaction and give it its number."""
    epoch, seq = _next_number(room, now)
    entry = Entry(room, epoch, seq, kind, payload, now)
    db.session.execute(_ADD, vars(entry))
    return entry


def _next_number(room: str, now: datetime) -> Position:
    """Taken in one statement, which also holds off other appenders until the commit."""
    taken = db.session.execute(_TAKE_NUMBER, {"room": room}).one_or_none()
    if taken is None:
        _make(room, now)
        taken = db.session.execute(_TAKE_NUMBER, {"room": room}).one()
    return Position(*taken)


def position(room: str) -> Position:
    """Where the room stands."""
    found = db.session.execute(_STANDS, {"room": room}).one_or_none()
    return Position(*found) if found else Position(0, 0)


def since(room: str, epoch: int, after: int, limit: int = MAX_ITEMS) -> Slice | Reset:
    """Items after `after`; a `Reset` when the epoch is another one or the gap is too large."""
    here = position(room)
    if epoch != here.epoch or not here.seq - MAX_GAP <= after <= here.seq:
        return Reset(*here)
    found = db.session.scalars(
        sa.select(LiveItem)
        .where(LiveItem.room == room, LiveItem.epoch == epoch)
        .where(LiveItem.seq > after, LiveItem.seq <= here.seq)
        .order_by(LiveItem.seq)
        .limit(limit)
    )
    return Slice(*here, [_entry(item) for item in found])


def items(room: str, after: int, upto: int) -> dict[str, Any]:
    """The frame of a plain log room: its items after `after`, up to `upto` or a full frame."""
    found = db.session.scalars(
        sa.select(LiveItem)
        .where(LiveItem.room == room, LiveItem.epoch == position(room).epoch)
        .where(LiveItem.seq > after, LiveItem.seq <= upto)
        .order_by(LiveItem.seq)
        .limit(MAX_ITEMS)
    ).all()
    full = len(found) == MAX_ITEMS
    return {
        "items": [_entry(item).as_json() for item in found],
        "seq": found[-1].seq if full else upto,
    }


def new_epoch(room: str, now: datetime) -> Position:
    """Begin anew inside the caller's write transaction: every browser loads the whole panel."""
    row = _locked(room, now)
    row.epoch = max(row.epoch + 1, int(now.timestamp()))
    row.seq = 0
    db.session.flush()
    return Position(row.epoch, row.seq)


def _locked(room: str, now: datetime) -> LiveRoom:
    query = sa.select(LiveRoom).where(LiveRoom.name == room).with_for_update()
    row = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is not None:
        return row
    _make(room, now)
    return db.session.scalars(query).one()


def _make(room: str, now: datetime) -> None:
    postgres = db.session.connection().dialect.name == "postgresql"
    insert = postgresql.insert(LiveRoom) if postgres else sqlite.insert(LiveRoom)
    values = insert.values(name=room, epoch=int(now.timestamp()), seq=0)
    db.session.execute(values.on_conflict_do_nothing())  # another process may be the first


def _entry(item: LiveItem) -> Entry:
    return Entry(item.room, item.epoch, item.seq, item.kind, item.payload, item.at)
