"""Who is in a session: staff, registrations, and participants behind their nicknames."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.classroom.models.session import ClassSession
from blueprints.people.models import Account
from store.base import db


class RoomRole(StrEnum):
    """What somebody is in the room, from the most to the least."""

    HOST = "host"
    COHOST = "cohost"
    MODERATOR = "moderator"
    GUEST = "guest"
    VIEWER = "viewer"


class Staff(db.Model):  # type: ignore[name-defined,misc]
    """A role in one session, given to an account. Organisers of the union are hosts without it."""

    __tablename__ = "class_staff"
    __table_args__ = (sa.UniqueConstraint("session_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(12))
    granted_at: Mapped[datetime]

    account: Mapped[Account] = relationship()


class Registration(db.Model):  # type: ignore[name-defined,misc]
    """An account that wants to come; a cancelled one may register again."""

    __tablename__ = "class_registrations"
    __table_args__ = (sa.UniqueConstraint("session_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    registered_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    reminder_seen_at: Mapped[datetime | None]
    moved_up_at: Mapped[datetime | None]  # from the waiting list; None once that was read

    account: Mapped[Account] = relationship()


class Waiting(db.Model):  # type: ignore[name-defined,misc]
    """An account that wants the seat of somebody who gives theirs back; first come, first."""

    __tablename__ = "class_waiting"
    __table_args__ = (sa.UniqueConstraint("session_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    since: Mapped[datetime]

    account: Mapped[Account] = relationship()


class Participant(db.Model):  # type: ignore[name-defined,misc]
    """One person in one session: a nickname in public, an account or a guest's token behind it.

    Everything done in the room (messages, votes, minutes) hangs on this row. Live tickets name
    it `viewer:<id>`. `synthetic` ones fill rehearsals and are counted nowhere. `network` is a
    keyed hash of where a guest came from, kept until the session ends.
    """

    __tablename__ = "class_participants"
    __table_args__ = (sa.UniqueConstraint("session_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    nickname: Mapped[str] = mapped_column(sa.String(24))
    role: Mapped[str] = mapped_column(sa.String(12), default=RoomRole.VIEWER)
    synthetic: Mapped[bool] = mapped_column(default=False)
    network: Mapped[str] = mapped_column(sa.String(64), default="")
    joined_at: Mapped[datetime]

    session: Mapped[ClassSession] = relationship()
    account: Mapped[Account | None] = relationship()
