"""A campaign (竞赛活动): its theme, its tiers from the works to the city, and who holds it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import JsonText, db


class TierKind(StrEnum):
    """A rung of the ladder 岗位练兵 → 技能比武 → 立功竞赛."""

    DRILL = "drill"
    CONTEST = "contest"
    MERIT = "merit"


class HostPart(StrEnum):
    """What an organisation does in a campaign."""

    HOST = "host"  # 主办
    CO_HOST = "co_host"  # 联办
    ORGANISER = "organiser"  # 承办
    SUPPORTER = "supporter"  # 协办


class Campaign(db.Model):  # type: ignore[name-defined,misc]
    """`key` stands in the public address. `orientations` are the tags whose mix is charted."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    theme: Mapped[str] = mapped_column(sa.String(200), default="")
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[str] = mapped_column(sa.String(10), default="")
    ends_on: Mapped[str] = mapped_column(sa.String(10), default="")
    orientations: Mapped[Any] = mapped_column(JsonText)
    public: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    tiers: Mapped[list["Tier"]] = relationship(
        order_by="Tier.position", cascade="all, delete-orphan"
    )
    hosts: Mapped[list["Host"]] = relationship(
        order_by="Host.position", cascade="all, delete-orphan"
    )


class Tier(db.Model):  # type: ignore[name-defined,misc]
    """A tier (级), the lowest first. `planned` is how many contests it is meant to have."""

    __tablename__ = "campaign_tiers"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        sa.ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(12), default=TierKind.CONTEST)
    planned: Mapped[int | None]


class Host(db.Model):  # type: ignore[name-defined,misc]
    """Who holds the campaign, in the order of a poster; several regions may do so together."""

    __tablename__ = "campaign_hosts"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        sa.ForeignKey("campaigns.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(200))
    part: Mapped[str] = mapped_column(sa.String(12), default=HostPart.HOST)
