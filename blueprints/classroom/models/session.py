"""A session (一场云课堂), its topics, guests and materials."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.classroom.models.season import Book, Season
from store.base import db


class SessionState(StrEnum):
    """Where a session stands. `live` may be paused by its host without leaving it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    LIVE = "live"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Visibility(StrEnum):
    """Who finds the session: everybody, accounts of the organisation and below, or by link."""

    PUBLIC = "public"
    ORGANISATION = "organisation"
    LINK = "link"


class VideoSource(StrEnum):
    """Where the picture comes from."""

    BROWSER = "browser"
    OBS = "obs"
    EXTERNAL = "external"


class Moderation(StrEnum):
    """Whose messages are shown after a moderator's look (先审后发): nobody's, those of guests who
    have had none shown yet, or everybody's.
    """

    OPEN = "open"
    NEW = "new"
    PRE = "pre"


class Replay(StrEnum):
    """Who may watch a session again: nobody, who was there or may see it, or nobody any more."""

    HIDDEN = "hidden"
    SHOWN = "shown"


class ClassSession(db.Model):  # type: ignore[name-defined,misc]
    """One live session. `key` is unguessable and stands in every public address.

    `rehearsal_of` marks a practice copy, which counts nowhere. `minutes_share`, `quiz_share` are
    percentages that a participant has to reach, `sign_ins` how many check-ins; 0 asks for nothing.
    """

    __tablename__ = "class_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    season_id: Mapped[int | None] = mapped_column(sa.ForeignKey("class_seasons.id"), index=True)
    book_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("class_books.id", ondelete="SET NULL")
    )
    rehearsal_of: Mapped[int | None] = mapped_column(sa.ForeignKey("class_sessions.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(160))
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    host_name: Mapped[str] = mapped_column(sa.String(80), default="")
    place: Mapped[str] = mapped_column(sa.String(160), default="")
    cover: Mapped[str] = mapped_column(sa.String(64), default="")
    starts_at: Mapped[datetime] = mapped_column(index=True)
    planned_minutes: Mapped[int] = mapped_column(default=70)
    state: Mapped[str] = mapped_column(sa.String(12), default=SessionState.DRAFT, index=True)
    visibility: Mapped[str] = mapped_column(sa.String(12), default=Visibility.PUBLIC)
    guests_allowed: Mapped[bool] = mapped_column(default=True)  # viewers without an account
    registration: Mapped[bool] = mapped_column(default=False)  # only who registered gets in
    seat_limit: Mapped[int] = mapped_column(default=0)  # 0: as many as come

    source: Mapped[str] = mapped_column(sa.String(12), default=VideoSource.BROWSER)
    external_url: Mapped[str] = mapped_column(sa.String(500), default="")
    stream_key_hash: Mapped[str] = mapped_column(sa.String(64), default="")  # SHA-256, for OBS
    replay: Mapped[str] = mapped_column(sa.String(12), default=Replay.HIDDEN)

    chat_open: Mapped[bool] = mapped_column(default=True)
    moderation: Mapped[str] = mapped_column(sa.String(8), default=Moderation.OPEN)
    slow_seconds: Mapped[int] = mapped_column(default=0)
    auto_slow: Mapped[bool] = mapped_column(default=True)
    calm_until: Mapped[datetime | None]  # until then slow mode is on by itself
    danmaku: Mapped[bool] = mapped_column(default=True)

    minutes_share: Mapped[int] = mapped_column(default=85)
    quiz_share: Mapped[int] = mapped_column(default=0)
    sign_ins: Mapped[int] = mapped_column(default=0)
    presence_checks: Mapped[int] = mapped_column(default=0)  # at random, so many an hour
    credit_hours: Mapped[Decimal] = mapped_column(default=Decimal(0))

    topic_id: Mapped[int | None]  # the topic being talked about; no foreign key, it would be round
    excerpt_id: Mapped[int | None]  # what is being read together, and its page
    excerpt_page: Mapped[int] = mapped_column(default=1)
    reader: Mapped[str] = mapped_column(sa.String(80), default="")  # whose turn (领读) it is
    crowd: Mapped[str] = mapped_column(sa.String(24), default="")  # of a rehearsal: who plays it
    crowd_here: Mapped[int] = mapped_column(default=0)  # synthetic viewers in the room now
    went_live_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)  # of what calendars hold (SEQUENCE)
    created_at: Mapped[datetime]

    season: Mapped[Season | None] = relationship()
    book: Mapped[Book | None] = relationship()
    topics: Mapped[list["Topic"]] = relationship(
        order_by="Topic.position", back_populates="session", cascade="all, delete-orphan"
    )
    guests: Mapped[list["GuestCard"]] = relationship(
        order_by="GuestCard.position", back_populates="session", cascade="all, delete-orphan"
    )
    materials: Mapped[list["Material"]] = relationship(
        order_by="Material.id", back_populates="session", cascade="all, delete-orphan"
    )

    @property
    def is_live(self) -> bool:
        return self.state == SessionState.LIVE

    @property
    def has_ended(self) -> bool:
        return self.state == SessionState.ENDED

    @property
    def counts(self) -> bool:
        """Whether it is part of any figure: rehearsals never are."""
        return self.rehearsal_of is None


class Topic(db.Model):  # type: ignore[name-defined,misc]
    """A topic (话题); `started_at` makes it a chapter of the replay."""

    __tablename__ = "class_topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(sa.String(120))
    started_at: Mapped[datetime | None]

    session: Mapped[ClassSession] = relationship(back_populates="topics")


class GuestCard(db.Model):  # type: ignore[name-defined,misc]
    """A guest (嘉宾) as presented to viewers."""

    __tablename__ = "class_guests"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.String(160), default="")
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    photo: Mapped[str] = mapped_column(sa.String(64), default="")

    session: Mapped[ClassSession] = relationship(back_populates="guests")


class Material(db.Model):  # type: ignore[name-defined,misc]
    """A file handed out in the room."""

    __tablename__ = "class_materials"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(160))
    file: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[str] = mapped_column(sa.String(8))  # pdf, png, jpeg
    size: Mapped[int]  # bytes
    added_at: Mapped[datetime]

    session: Mapped[ClassSession] = relationship(back_populates="materials")
