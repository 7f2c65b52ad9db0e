"""Broadcasts of a session and what was kept of them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.base import db


class Broadcast(db.Model):  # type: ignore[name-defined,misc]
    """One stretch of sending, from going live (or coming back) to the end of the picture.

    `key` names its folder below the media folder; `program_start` is the wall clock of its first
    picture, which lines chat and replay up.
    """

    __tablename__ = "class_broadcasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(sa.String(32), unique=True)
    source: Mapped[str] = mapped_column(sa.String(12))
    media_type: Mapped[str] = mapped_column(sa.String(120), default="")
    started_at: Mapped[datetime]
    program_start: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(sa.String(200), default="")


class Recording(db.Model):  # type: ignore[name-defined,misc]
    """A broadcast kept for the replay, at its place in the replay's time line."""

    __tablename__ = "class_recordings"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    broadcast_id: Mapped[int] = mapped_column(sa.ForeignKey("class_broadcasts.id"), unique=True)
    started_at: Mapped[datetime]  # wall clock of the first picture
    duration_ms: Mapped[int]
    begins_ms: Mapped[int]  # where it begins in the replay
    size: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # bytes on disk
