"""Judges: seats in a contest, the devices they sit at, the rounds they judge."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import JsonText, db


class Judge(db.Model):  # type: ignore[name-defined,misc]
    """A judge's seat (评委席). Joins with the PIN or a one-time code; has no password."""

    __tablename__ = "judges"
    __table_args__ = (sa.UniqueConstraint("contest_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    ref: Mapped[str] = mapped_column(sa.String(64))
    number: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(120))
    unit: Mapped[str] = mapped_column(sa.String(200), default="")
    pin: Mapped[str | None] = mapped_column(sa.String(6), unique=True)
    join_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    document: Mapped[Any] = mapped_column(JsonText)


class JudgeDevice(db.Model):  # type: ignore[name-defined,misc]
    """A phone or tablet at a judge's seat. One is active; the others were replaced."""

    __tablename__ = "judge_devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    judge_id: Mapped[int] = mapped_column(
        sa.ForeignKey("judges.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    judge: Mapped[Judge] = relationship()


class RoundJudge(db.Model):  # type: ignore[name-defined,misc]
    """A judge in a round, with the items marked by that judge (null: all judged items)."""

    __tablename__ = "round_judges"
    __table_args__ = (sa.UniqueConstraint("round_id", "judge_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), index=True
    )
    judge_id: Mapped[int] = mapped_column(
        sa.ForeignKey("judges.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    items: Mapped[Any] = mapped_column(JsonText, nullable=True)

    judge: Mapped[Judge] = relationship()
