"""Entries (参赛单位/选手) and their places in a round's running order."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import JsonText, db


class Entry(db.Model):  # type: ignore[name-defined,misc]
    """An individual or a team. `key` is the unguessable name used in addresses and element ids;
    `code` is what judges and a blind audience see; `ref` is the id in the contest file.
    """

    __tablename__ = "entries"
    __table_args__ = (
        sa.UniqueConstraint("contest_id", "ref"),
        sa.UniqueConstraint("contest_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contest_events.id", ondelete="CASCADE"), index=True
    )
    ref: Mapped[str] = mapped_column(sa.String(64))
    key: Mapped[str] = mapped_column(sa.String(16))
    code: Mapped[str] = mapped_column(sa.String(32), default="")
    name: Mapped[str] = mapped_column(sa.String(120))
    unit: Mapped[str] = mapped_column(sa.String(200), default="")
    zone: Mapped[str] = mapped_column(sa.String(120), default="")
    document: Mapped[Any] = mapped_column(JsonText)  # members and what else the file says


class RoundEntry(db.Model):  # type: ignore[name-defined,misc]
    """An entry in a round: when it is on, and at which station (工位)."""

    __tablename__ = "round_entries"
    __table_args__ = (sa.UniqueConstraint("round_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    station: Mapped[str] = mapped_column(sa.String(32), default="")
    document: Mapped[Any] = mapped_column(JsonText)

    entry: Mapped[Entry] = relationship()
