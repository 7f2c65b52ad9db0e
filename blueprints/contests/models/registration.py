"""Online registration (网上报名): the window, what was handed in, and who decided what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.contest import Contest, ContestEvent
from blueprints.contests.models.entering import ContestUnit
from store.base import JsonText, db


class RegistrationState(StrEnum):
    """Where a registration stands. Withdrawn and refused ones hold no place."""

    SUBMITTED = "submitted"  # waits for its unit, or for the contest office where none approves
    AT_OFFICE = "at_office"  # the unit approved; the contest office decides
    APPROVED = "approved"
    ENTERED = "entered"  # an entry was made of it
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


HOLDING = ("submitted", "at_office", "approved", "entered")  # states that take a place


class RegistrationWindow(db.Model):  # type: ignore[name-defined,misc]
    """From when to when anybody with the link may register, and for how many places."""

    __tablename__ = "registration_windows"

    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(sa.String(24), unique=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    # per_unit, per_event, photograph, by_unit, consent, events
    document: Mapped[Any] = mapped_column(JsonText, default=dict)
    numbers: Mapped[int] = mapped_column(default=0)  # the last number given

    contest: Mapped[Contest] = relationship()


class Registration(db.Model):  # type: ignore[name-defined,misc]
    """What somebody handed in. `token_hash` is of the link by which they come back."""

    __tablename__ = "registrations"
    __table_args__ = (
        sa.UniqueConstraint("contest_id", "number"),
        sa.UniqueConstraint("contest_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contest_events.id", ondelete="CASCADE"), index=True
    )
    unit_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("contest_units.id", ondelete="SET NULL"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="SET NULL"), unique=True
    )
    number: Mapped[int]
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    client_key: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(120))
    unit: Mapped[str] = mapped_column(sa.String(200))
    members: Mapped[Any] = mapped_column(JsonText, default=list)  # names; empty: an individual
    occupation: Mapped[str] = mapped_column(sa.String(120), default="")
    certificate: Mapped[str] = mapped_column(sa.String(120), default="")
    born_on: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # encrypted
    contact: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # encrypted
    photo: Mapped[str | None] = mapped_column(sa.String(64))
    consent: Mapped[str] = mapped_column(sa.Text)  # the words that were agreed to
    state: Mapped[str] = mapped_column(sa.String(12))
    revision: Mapped[int] = mapped_column(default=1)  # an older form is not saved over a newer
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    contest: Mapped[Contest] = relationship()
    event: Mapped[ContestEvent] = relationship()
    of_unit: Mapped[ContestUnit | None] = relationship()


class RegistrationStep(db.Model):  # type: ignore[name-defined,misc]
    """One step of a registration: to which state, by whom, and why."""

    __tablename__ = "registration_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        sa.ForeignKey("registrations.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(sa.String(12))
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    actor: Mapped[str] = mapped_column(sa.String(40))
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime]
