"""Seasons (书香阅读季) and the books that are read in them."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import db


class Season(db.Model):  # type: ignore[name-defined,misc]
    """A series of sessions under one theme. `key` is what public addresses carry."""

    __tablename__ = "class_seasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    theme: Mapped[str] = mapped_column(sa.String(200), default="")
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    cover: Mapped[str] = mapped_column(sa.String(64), default="")  # a stored file, or none
    public: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    books: Mapped[list["Book"]] = relationship(
        order_by="Book.position", back_populates="season", cascade="all, delete-orphan"
    )


class Book(db.Model):  # type: ignore[name-defined,misc]
    """A book of a season's list."""

    __tablename__ = "class_books"

    id: Mapped[int] = mapped_column(primary_key=True)
    season_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_seasons.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(sa.String(160))
    author: Mapped[str] = mapped_column(sa.String(120), default="")
    publisher: Mapped[str] = mapped_column(sa.String(120), default="")
    isbn: Mapped[str] = mapped_column(sa.String(20), default="")
    intro: Mapped[str] = mapped_column(sa.Text, default="")
    cover: Mapped[str] = mapped_column(sa.String(64), default="")

    season: Mapped[Season] = relationship(back_populates="books")
