"""Reading together: excerpts as pages, highlights, and whose turn it is."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store.base import db


class Excerpt(db.Model):  # type: ignore[name-defined,misc]
    """A text, EPUB or PDF made into pages. `state` is `preparing`, `ready` or `failed`."""

    __tablename__ = "class_excerpts"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[str] = mapped_column(sa.String(160))
    kind: Mapped[str] = mapped_column(sa.String(8))  # text, epub, pdf
    file: Mapped[str] = mapped_column(sa.String(64), default="")
    state: Mapped[str] = mapped_column(sa.String(10), default="ready")
    problem: Mapped[str] = mapped_column(sa.String(200), default="")
    added_at: Mapped[datetime]

    pages: Mapped[list["ExcerptPage"]] = relationship(
        order_by="ExcerptPage.number", cascade="all, delete-orphan"
    )


class ExcerptPage(db.Model):  # type: ignore[name-defined,misc]
    """One page, from 1: paragraphs (divided by a line feed), or a stored picture."""

    __tablename__ = "class_excerpt_pages"
    __table_args__ = (sa.UniqueConstraint("excerpt_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    excerpt_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_excerpts.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    heading: Mapped[str] = mapped_column(sa.String(160), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    picture: Mapped[str] = mapped_column(sa.String(64), default="")
    width: Mapped[int] = mapped_column(default=0)  # pixels of the picture
    height: Mapped[int] = mapped_column(default=0)


class Highlight(db.Model):  # type: ignore[name-defined,misc]
    """A passage marked for all: characters of a paragraph, or a box in a picture (per mille)."""

    __tablename__ = "class_highlights"

    id: Mapped[int] = mapped_column(primary_key=True)
    excerpt_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_excerpts.id", ondelete="CASCADE"), index=True
    )
    page: Mapped[int]
    paragraph: Mapped[int] = mapped_column(default=0)
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    box: Mapped[str] = mapped_column(sa.String(40), default="")  # x,y,width,height
    made_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
