"""Award lists (表彰名单): the one place where certificates, rolls and notices take names from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.people.models import Organisation
from store.base import JsonText, db


class Source(StrEnum):
    """Where the names of a list come from. `source_id` is the round's or the class session's."""

    CONTEST = "contest"
    ATTENDANCE = "attendance"
    SPREADSHEET = "spreadsheet"
    HAND = "hand"


class AwardList(db.Model):  # type: ignore[name-defined,misc]
    """Who is honoured for what on which occasion, in ceremony order.

    `version` counts changes of its recipients. `source_state` is what the source looked like
    when the names were taken (a round's ledger number and hash), so that a later correction
    there can be told.
    """

    __tablename__ = "award_lists"
    __table_args__ = (sa.Index("ix_award_lists_source", "source", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    occasion: Mapped[str] = mapped_column(sa.String(200))
    source: Mapped[str] = mapped_column(sa.String(12))
    source_id: Mapped[int | None]
    source_state: Mapped[str] = mapped_column(sa.String(100), default="")
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    recipients: Mapped[list["Recipient"]] = relationship(
        order_by="Recipient.position", back_populates="award_list", cascade="all, delete-orphan"
    )


class Recipient(db.Model):  # type: ignore[name-defined,misc]
    """A person, team or unit on a list.

    `key` is the source's own name of the row (an entry's key), so that taking the names again
    finds the row it made; `taken` is what the source said then, so that what was changed there
    is told from what was corrected here. `values` are further fields that a template may ask for.
    `hidden_at`: publication was withdrawn; rolls and public pages leave the person out, what
    was issued stays valid.
    """

    __tablename__ = "recipients"
    __table_args__ = (sa.UniqueConstraint("list_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(
        sa.ForeignKey("award_lists.id", ondelete="CASCADE"), index=True
    )
    key: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(120))
    honorific: Mapped[str] = mapped_column(sa.String(20), default="")
    unit: Mapped[str] = mapped_column(sa.String(200), default="")
    award: Mapped[str] = mapped_column(sa.String(120), default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    story: Mapped[str] = mapped_column(sa.Text, default="")
    photo: Mapped[str | None] = mapped_column(sa.String(64))  # SHA-256 in the file store
    official_number: Mapped[str] = mapped_column(sa.String(22), default="")
    values: Mapped[Any] = mapped_column(JsonText, default=dict)
    taken: Mapped[Any] = mapped_column(JsonText, default=dict)  # what the source said of it
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("persons.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[str | None] = mapped_column(sa.String(40))
    hidden_reason: Mapped[str] = mapped_column(sa.String(300), default="")

    award_list: Mapped[AwardList] = relationship(back_populates="recipients")
