"""Minutes: stays as they were measured, checks of presence, disputes, the curve of viewers."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.classroom.models.people import Participant
from store.base import db


class StayKind(StrEnum):
    """Watched live, or again."""

    LIVE = "live"
    REPLAY = "replay"


class Stay(db.Model):  # type: ignore[name-defined,misc]
    """A stretch of time on one device that counts, or doesn't and says why.

    `until` moves on every few seconds while the stretch lasts, so that a crash costs no more than
    that. `reason` is empty where it counts, else `hidden`, `stalled`, `paused` and the like.
    """

    __tablename__ = "class_stays"
    __table_args__ = (sa.Index("ix_class_stays_session_kind", "session_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("class_sessions.id", ondelete="CASCADE"))
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8), default=StayKind.LIVE)
    device: Mapped[str] = mapped_column(sa.String(60))
    since: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(12), default="")
    from_ms: Mapped[int | None]  # where in the replay the stretch began and ended
    to_ms: Mapped[int | None]


class CheckKind(StrEnum):
    """`sign_in` (签到) is opened by the host, `presence` comes at random."""

    SIGN_IN = "sign_in"
    PRESENCE = "presence"


class Check(db.Model):  # type: ignore[name-defined,misc]
    """A moment at which those present say so."""

    __tablename__ = "class_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(sa.String(10))
    title: Mapped[str] = mapped_column(sa.String(80), default="")
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(sa.String(40))


class CheckAnswer(db.Model):  # type: ignore[name-defined,misc]
    """Somebody said so."""

    __tablename__ = "class_check_answers"
    __table_args__ = (sa.UniqueConstraint("check_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_checks.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"), index=True)
    at: Mapped[datetime]


class Dispute(db.Model):  # type: ignore[name-defined,misc]
    """A participant says that their minutes are wrong."""

    __tablename__ = "class_disputes"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(400))
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(sa.String(400), default="")
    upheld: Mapped[bool | None]
    decided_by: Mapped[str] = mapped_column(sa.String(40), default="")
    decided_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()


class Adjustment(db.Model):  # type: ignore[name-defined,misc]
    """Minutes added or taken by a decision; the measured stays are never altered."""

    __tablename__ = "class_adjustments"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"), index=True)
    dispute_id: Mapped[int | None] = mapped_column(sa.ForeignKey("class_disputes.id"))
    seconds: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(400))
    decided_by: Mapped[str] = mapped_column(sa.String(40))
    decided_at: Mapped[datetime]


class ViewerCount(db.Model):  # type: ignore[name-defined,misc]
    """How many people were in the room at a moment: the curve, and the peak."""

    __tablename__ = "class_viewer_counts"
    __table_args__ = (sa.UniqueConstraint("session_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    people: Mapped[int]
    stalled: Mapped[int] = mapped_column(default=0)
