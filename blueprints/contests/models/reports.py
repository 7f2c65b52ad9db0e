"""What units report on their work: benchmark figures, stages of a project, benefit in yuan."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.contest import Round
from blueprints.contests.models.entrants import Entry
from store.base import JsonText, db


class ReportState(StrEnum):
    """Where a report stands. A returned one is handed in again as a further version."""

    HANDED_IN = "handed_in"
    RETURNED = "returned"
    VERIFIED = "verified"


class ReportPlan(db.Model):  # type: ignore[name-defined,misc]
    """A round whose entrants report. `measure` is the unit of the benchmark's figures.

    With a `measure` reports carry baseline, target and actual; `themes` are what a project's
    reports choose from.
    """

    __tablename__ = "report_plans"

    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    measure: Mapped[str] = mapped_column(sa.String(40), default="")
    themes: Mapped[Any] = mapped_column(JsonText)

    round: Mapped[Round] = relationship()
    stages: Mapped[list["ReportStage"]] = relationship(
        order_by="ReportStage.position", cascade="all, delete-orphan"
    )


class ReportStage(db.Model):  # type: ignore[name-defined,misc]
    """A stage (阶段) with the day by which it is reported, if there is one."""

    __tablename__ = "report_stages"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("report_plans.round_id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(sa.String(60))
    due_on: Mapped[str] = mapped_column(sa.String(10), default="")


class Report(db.Model):  # type: ignore[name-defined,misc]
    """One version of an entrant's report on a stage; versions are added, never changed.

    Figures are decimals as text. `benefit` is what the unit reports, `verified_benefit` what
    the desk found; both in yuan.
    """

    __tablename__ = "reports"
    __table_args__ = (sa.UniqueConstraint("stage_id", "entry_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage_id: Mapped[int] = mapped_column(sa.ForeignKey("report_stages.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(12), default=ReportState.HANDED_IN)
    project: Mapped[str] = mapped_column(sa.String(120), default="")
    theme: Mapped[str] = mapped_column(sa.String(60), default="")
    baseline: Mapped[str | None] = mapped_column(sa.String(32))
    target: Mapped[str | None] = mapped_column(sa.String(32))
    actual: Mapped[str | None] = mapped_column(sa.String(32))
    benefit: Mapped[str | None] = mapped_column(sa.String(32))
    story: Mapped[str] = mapped_column(sa.Text, default="")
    handed_in_at: Mapped[datetime]
    verified_benefit: Mapped[str | None] = mapped_column(sa.String(32))
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    decided_by: Mapped[str] = mapped_column(sa.String(120), default="")
    decided_at: Mapped[datetime | None]

    stage: Mapped[ReportStage] = relationship()
    entry: Mapped[Entry] = relationship()
