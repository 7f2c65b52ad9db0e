"""Reveal ceremonies (揭晓): their steps, worked out at the start, and where they stand.

What a hall or anybody else may know is the steps up to `Ceremony.shown`. Steps are rows of
their own so that a query for the hall never even reads the others.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.contest import Round
from blueprints.contests.models.entrants import Entry
from store.base import JsonText, db


class Ceremony(db.Model):  # type: ignore[name-defined,misc]
    """A ceremony of a round, or a rehearsal of one with a made-up order.

    `moves` counts every step forth and back: a tap says which number it was meant for, so that
    the same tap, or two phones', never count twice. `digest` is of the result it was made from.
    """

    __tablename__ = "ceremonies"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), index=True
    )
    rehearsal: Mapped[bool] = mapped_column(default=False)
    manner: Mapped[str] = mapped_column(sa.String(12))
    from_place: Mapped[int | None]
    steps: Mapped[int]
    shown: Mapped[int] = mapped_column(default=0)
    moves: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(sa.String(64))
    began_at: Mapped[datetime]
    began_by: Mapped[str] = mapped_column(sa.String(40))
    ended_at: Mapped[datetime | None]
    completed: Mapped[bool] = mapped_column(default=False)

    round: Mapped[Round] = relationship()


class CeremonyStep(db.Model):  # type: ignore[name-defined,misc]
    """What one tap shows."""

    __tablename__ = "ceremony_steps"
    __table_args__ = (sa.UniqueConstraint("ceremony_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ceremonies.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]  # from 1 on; `Ceremony.shown` is the greatest that may be seen
    document: Mapped[Any] = mapped_column(JsonText)


class EntryPortrait(db.Model):  # type: ignore[name-defined,misc]
    """What a ceremony shows of a winner beside name and unit: a photograph and one line."""

    __tablename__ = "entry_portraits"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), unique=True
    )
    photo: Mapped[str] = mapped_column(sa.String(64), default="")  # SHA-256 in the file store
    line: Mapped[str] = mapped_column(sa.String(120), default="")
    changed_at: Mapped[datetime]

    entry: Mapped[Entry] = relationship()
