"""What a campaign consists of: its contests, planned or held, and results won elsewhere."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from store.base import db


class Item(db.Model):  # type: ignore[name-defined,misc]
    """A contest in the calendar. With `contest_id` its figures are computed from that contest.

    Without, it is planned or was held outside of this system: then `reported_units` and
    `reported_persons` are what its host reported, and are shown as reported.
    """

    __tablename__ = "campaign_items"
    __table_args__ = (sa.UniqueConstraint("campaign_id", "contest_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        sa.ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    tier_id: Mapped[int] = mapped_column(sa.ForeignKey("campaign_tiers.id"), index=True)
    contest_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(200))
    on_day: Mapped[str] = mapped_column(sa.String(10), default="")
    venue: Mapped[str] = mapped_column(sa.String(200), default="")
    host: Mapped[str] = mapped_column(sa.String(200), default="")
    zone: Mapped[str] = mapped_column(sa.String(120), default="")
    orientation: Mapped[str] = mapped_column(sa.String(60), default="")
    held: Mapped[bool] = mapped_column(default=False)
    reported_units: Mapped[int | None]
    reported_persons: Mapped[int | None]
    created_at: Mapped[datetime]


class Level(StrEnum):
    """Where an outside competition was held."""

    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"


class OutsideResult(db.Model):  # type: ignore[name-defined,misc]
    """What people nominated upward won elsewhere: recorded, never scored here."""

    __tablename__ = "campaign_outside_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        sa.ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    competition: Mapped[str] = mapped_column(sa.String(200))
    level: Mapped[str] = mapped_column(sa.String(12), default=Level.PROVINCE)
    on_day: Mapped[str] = mapped_column(sa.String(10), default="")
    people: Mapped[str] = mapped_column(sa.String(200))
    unit: Mapped[str] = mapped_column(sa.String(200), default="")
    result: Mapped[str] = mapped_column(sa.String(60))
    created_at: Mapped[datetime]
