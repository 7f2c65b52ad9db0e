"""Contest → events (赛项) → rounds (轮次), and the schemes by which rounds are scored."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.audit import GENESIS
from store.base import JsonText, db


class RoundState(StrEnum):
    """Where a round stands. Steps only lead onwards, but for pause and reopening (audited)."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    REVIEW = "review"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"


class Release(StrEnum):
    """When a mark may be seen outside the desk."""

    EACH = "each"
    TOGETHER = "together"
    PUBLISHED = "published"


class Contest(db.Model):  # type: ignore[name-defined,misc]
    """A contest held by an organisation. `blind` hides names behind codes until decoding."""

    __tablename__ = "contests"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    ref: Mapped[str] = mapped_column(sa.String(64), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    venue: Mapped[str] = mapped_column(sa.String(200), default="")
    starts_on: Mapped[str] = mapped_column(sa.String(10), default="")
    blind: Mapped[bool] = mapped_column(default=False)
    decoded_at: Mapped[datetime | None]
    public: Mapped[bool] = mapped_column(default=False)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    # The optional steps of its life that it has: names of contests.life.Step.
    steps: Mapped[Any] = mapped_column(JsonText, default=list)
    archived_at: Mapped[datetime | None]  # nothing is changed any more; what was kept, as a file:
    archive_file: Mapped[str | None] = mapped_column(sa.String(64))
    archive_bytes: Mapped[int | None]
    document: Mapped[Any] = mapped_column(JsonText)  # what an imported file holds beyond columns
    version: Mapped[int] = mapped_column(default=1)  # counts set-up changes; caches compare it
    created_at: Mapped[datetime]

    events: Mapped[list["ContestEvent"]] = relationship(
        order_by="ContestEvent.position", back_populates="contest", cascade="all, delete-orphan"
    )

    @property
    def names_hidden(self) -> bool:
        return self.blind and self.decoded_at is None


class ContestEvent(db.Model):  # type: ignore[name-defined,misc]
    """One 赛项: a trade or discipline with entries and rounds of its own."""

    __tablename__ = "contest_events"
    __table_args__ = (sa.UniqueConstraint("contest_id", "ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    ref: Mapped[str] = mapped_column(sa.String(64))
    title: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int] = mapped_column(default=0)

    contest: Mapped[Contest] = relationship(back_populates="events")
    rounds: Mapped[list["Round"]] = relationship(
        order_by="Round.position", back_populates="event", cascade="all, delete-orphan"
    )


class Scheme(db.Model):  # type: ignore[name-defined,misc]
    """A version of a marking scheme. A version that scored a mark is never changed again."""

    __tablename__ = "schemes"
    __table_args__ = (sa.UniqueConstraint("contest_id", "ref", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    ref: Mapped[str] = mapped_column(sa.String(64))
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(sa.String(200))
    document: Mapped[Any] = mapped_column(JsonText)
    # What versions of a scheme of the organiser's own share; empty for ready-made and imported.
    family: Mapped[str] = mapped_column(sa.String(64), default="")
    created_at: Mapped[datetime]


class Round(db.Model):  # type: ignore[name-defined,misc]
    """A round and the head of its ledger (`seq`, `head_hash`).

    `state`, `on_stage_id` and the stamps are projections of the ledger, kept for queries.
    """

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contest_events.id", ondelete="CASCADE"), index=True
    )
    scheme_id: Mapped[int] = mapped_column(sa.ForeignKey("schemes.id"))
    ref: Mapped[str] = mapped_column(sa.String(64))
    title: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int] = mapped_column(default=0)
    release: Mapped[str] = mapped_column(sa.String(12), default=Release.EACH)
    document: Mapped[Any] = mapped_column(JsonText)  # the file's keys that have no column

    state: Mapped[str] = mapped_column(sa.String(12), default=RoundState.DRAFT)
    on_stage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("entries.id"))
    confirmed_by: Mapped[str | None] = mapped_column(sa.String(40))
    closed_by: Mapped[str | None] = mapped_column(sa.String(40))
    published_at: Mapped[datetime | None]
    prizes_confirmed_at: Mapped[datetime | None]
    # While set, the public sees the fold of the rows up to here, and why.
    frozen_seq: Mapped[int | None]
    frozen_at: Mapped[datetime | None]
    frozen_reason: Mapped[str | None] = mapped_column(sa.String(500))
    # How long one may appeal after the publication, and how long the public notice is to be.
    appeal_minutes: Mapped[int] = mapped_column(default=120)
    notice_days: Mapped[int] = mapped_column(default=5)
    notice_from: Mapped[datetime | None]
    notice_until: Mapped[datetime | None]

    epoch: Mapped[int] = mapped_column(default=1)
    seq: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(sa.String(64), default=GENESIS)
    outcome_tag: Mapped[str] = mapped_column(sa.String(48), default="")  # see models.outcomes

    contest: Mapped[Contest] = relationship()
    event: Mapped[ContestEvent] = relationship(back_populates="rounds")
    scheme: Mapped[Scheme] = relationship()

    @property
    def is_public(self) -> bool:
        """Whether anybody may know of it: the contest is public and the round has begun."""
        return self.contest.public and self.state != RoundState.DRAFT

    @property
    def takes_marks(self) -> bool:
        return self.state == RoundState.OPEN

    @property
    def public_state(self) -> str:
        """Its state as everybody may know it: what happens behind a freeze stays behind it."""
        return self.state if self.frozen_seq is None else "frozen"
