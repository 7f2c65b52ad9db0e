"""Tables of the sequenced log."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.base import JsonText, db


class LiveRoom(db.Model):  # type: ignore[name-defined,misc]
    """Where a room stands. Locked while an item is appended, so that numbers have no holes."""

    __tablename__ = "live_rooms"

    name: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    epoch: Mapped[int] = mapped_column(sa.BigInteger)
    seq: Mapped[int] = mapped_column(sa.BigInteger)


class LiveItem(db.Model):  # type: ignore[name-defined,misc]
    """One thing that happened in a room, numbered without gaps within its epoch."""

    __tablename__ = "live_log"
    __table_args__ = (sa.UniqueConstraint("room", "epoch", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room: Mapped[str] = mapped_column(sa.String(120))
    epoch: Mapped[int] = mapped_column(sa.BigInteger)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    kind: Mapped[str] = mapped_column(sa.String(40))
    payload: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime] = mapped_column()
