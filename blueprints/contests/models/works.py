"""Works of a contest that is judged from afar: photographs and essays, a gallery, votes."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.contest import Round
from blueprints.contests.models.entrants import Entry
from store.base import db


class Gallery(db.Model):  # type: ignore[name-defined,misc]
    """A round whose entrants hand works in. `votes` is how many an account has; 0: no vote.

    The gallery is public from `opens_at`; votes count until `votes_until`.
    """

    __tablename__ = "galleries"

    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    works_until: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    votes_until: Mapped[datetime | None]
    votes: Mapped[int] = mapped_column(default=0)

    round: Mapped[Round] = relationship()


class Work(db.Model):  # type: ignore[name-defined,misc]
    """An entrant's work. `withheld` is why it isn't shown, "" when it is."""

    __tablename__ = "works"
    __table_args__ = (sa.UniqueConstraint("round_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(120))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    handed_in_at: Mapped[datetime]
    withheld: Mapped[str] = mapped_column(sa.String(500), default="")

    round: Mapped[Round] = relationship()
    entry: Mapped[Entry] = relationship()
    pictures: Mapped[list["WorkPicture"]] = relationship(
        order_by="WorkPicture.position", cascade="all, delete-orphan"
    )


class WorkPicture(db.Model):  # type: ignore[name-defined,misc]
    """A photograph: a JPEG without metadata, kept under its SHA-256."""

    __tablename__ = "work_pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(sa.ForeignKey("works.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    file: Mapped[str] = mapped_column(sa.String(64))


class WorkVote(db.Model):  # type: ignore[name-defined,misc]
    """One vote of an account. `slot` is which of its votes: so no race gives it one too many."""

    __tablename__ = "work_votes"
    __table_args__ = (
        sa.UniqueConstraint("work_id", "account_id"),
        sa.UniqueConstraint("round_id", "account_id", "slot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    work_id: Mapped[int] = mapped_column(sa.ForeignKey("works.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    slot: Mapped[int]
    at: Mapped[datetime]
