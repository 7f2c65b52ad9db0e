"""Before a contest begins: participating units, what is asked of entrants, what was decided.

What an entrant tells for the check alone (day of birth, certificate, contact) stands here and
not in the entry's document, so that no contest file ever carries it.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.entrants import Entry
from store.base import JsonText, db


class ContestUnit(db.Model):  # type: ignore[name-defined,misc]
    """A participating unit (参赛单位). Its organisation's own staff approve its registrations."""

    __tablename__ = "contest_units"
    __table_args__ = (sa.UniqueConstraint("contest_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisations.id"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(200))
    zone: Mapped[str] = mapped_column(sa.String(120), default="")
    leader: Mapped[str] = mapped_column(sa.String(120), default="")
    most: Mapped[int | None]  # entries in the whole contest; null: no limit of its own


class EntryDetails(db.Model):  # type: ignore[name-defined,misc]
    """What the eligibility check looks at. Birth and contact are encrypted (store.encryption)."""

    __tablename__ = "entry_details"

    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    born_on: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    contact: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    occupation: Mapped[str] = mapped_column(sa.String(120), default="")
    certificate: Mapped[str] = mapped_column(sa.String(120), default="")
    photo: Mapped[str | None] = mapped_column(sa.String(64))  # a file by its SHA-256

    entry: Mapped[Entry] = relationship()


class EventConditions(db.Model):  # type: ignore[name-defined,misc]
    """What an event (赛项) asks of its entrants, as data: see `contests.eligibility`."""

    __tablename__ = "event_conditions"

    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contest_events.id", ondelete="CASCADE"), primary_key=True
    )
    document: Mapped[Any] = mapped_column(JsonText, default=dict)


class EligibilityDecision(db.Model):  # type: ignore[name-defined,misc]
    """What a person decided about an entry, and why. The newest counts, the others are kept."""

    __tablename__ = "eligibility_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    verdict: Mapped[str] = mapped_column(sa.String(12))
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    actor: Mapped[str] = mapped_column(sa.String(40))
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime]


class RoundPlan(db.Model):  # type: ignore[name-defined,misc]
    """When a round takes place, as data: start, minutes, gap, stations, breaks."""

    __tablename__ = "round_plans"

    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    document: Mapped[Any] = mapped_column(JsonText, default=dict)


class CheckIn(db.Model):  # type: ignore[name-defined,misc]
    """One tap of the check-in (检录). The newest of an entry in a round counts."""

    __tablename__ = "check_ins"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "key"),
        sa.Index("ix_check_ins_round_entry", "round_id", "entry_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("entries.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(sa.String(12))
    key: Mapped[str | None] = mapped_column(sa.String(64))  # of the form, sent twice or not
    actor: Mapped[str] = mapped_column(sa.String(40))
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime]
