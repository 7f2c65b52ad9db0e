"""What defends the judging: limits of alarms, declared mentorships, who decoded, what is announced.

What bears on a result is in the ledger; here lies what it is judged by, and what is personal.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.base import JsonText, db


class JudgingRules(db.Model):  # type: ignore[name-defined,misc]
    """What a round is watched by. `limits`: item → {spread, deviation}, decimals as strings."""

    __tablename__ = "judging_rules"

    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    limits: Mapped[Any] = mapped_column(JsonText, default=dict)
    # The announcer sees what the desk sees, not what the hall does.
    announcer_sees_all: Mapped[bool] = mapped_column(default=False)


class Mentorship(db.Model):  # type: ignore[name-defined,misc]
    """A declared 师徒 relation: by names, since lists come before judges and entrants do."""

    __tablename__ = "mentorships"
    __table_args__ = (sa.UniqueConstraint("contest_id", "mentor", "apprentice"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    mentor: Mapped[str] = mapped_column(sa.String(120))
    apprentice: Mapped[str] = mapped_column(sa.String(120))
    declared_by: Mapped[str] = mapped_column(sa.String(120))
    declared_at: Mapped[datetime]


class CodeDraw(db.Model):  # type: ignore[name-defined,misc]
    """How an event's codes were drawn. The seed is the encryption referee's until decoding."""

    __tablename__ = "code_draws"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contest_events.id", ondelete="CASCADE"), primary_key=True
    )
    seed: Mapped[bytes] = mapped_column(sa.LargeBinary)  # encrypted
    drawn_by: Mapped[str] = mapped_column(sa.String(120))
    drawn_at: Mapped[datetime]


class SealedEntry(db.Model):  # type: ignore[name-defined,misc]
    """Who is behind a code. Until decoding the entry itself holds no name, so that no outlet can.

    The envelope is encrypted JSON; the encryption referee's page alone opens it.
    """

    __tablename__ = "sealed_entries"

    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    envelope: Mapped[bytes] = mapped_column(sa.LargeBinary)


class DecodingConfirmation(db.Model):  # type: ignore[name-defined,misc]
    """One of the two hands that decode: `part` is `keeper` (of the codes) or `witness`."""

    __tablename__ = "decoding_confirmations"
    __table_args__ = (
        sa.UniqueConstraint("contest_id", "part"),
        sa.UniqueConstraint("contest_id", "actor"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(sa.ForeignKey("contests.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(sa.String(8))
    actor: Mapped[str] = mapped_column(sa.String(40))
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime]


class AnnouncerNote(db.Model):  # type: ignore[name-defined,misc]
    """How the announcer reads an entrant's name and unit aloud."""

    __tablename__ = "announcer_notes"

    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    pronunciation: Mapped[str] = mapped_column(sa.String(120), default="")
