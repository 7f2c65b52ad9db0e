"""Honor rolls and notices: what a list becomes when it is made public."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.certificates.models.authority import Seal
from blueprints.certificates.models.lists import AwardList
from blueprints.people.models import Organisation
from store.base import JsonText, db


class RollState(StrEnum):
    """A roll is public from publishing on, until it is withdrawn."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class NoticeState(StrEnum):
    """draft → submitted (a seal is used) → issued: stored as issued, never changed again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ISSUED = "issued"


class HonorRoll(db.Model):  # type: ignore[name-defined,misc]
    """A roll (光荣榜) of a list. `basis`: on what ground names and pictures are published.

    `slug` is its unguessable address; `look` the colours and order of page, slideshow, poster.
    """

    __tablename__ = "honor_rolls"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("award_lists.id"), index=True)
    slug: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    subtitle: Mapped[str] = mapped_column(sa.String(300), default="")
    basis: Mapped[str] = mapped_column(sa.String(300), default="")
    state: Mapped[str] = mapped_column(sa.String(12), default=RollState.DRAFT)
    look: Mapped[Any] = mapped_column(JsonText)
    published_by: Mapped[str | None] = mapped_column(sa.String(40))
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    award_list: Mapped[AwardList] = relationship()


class Notice(db.Model):  # type: ignore[name-defined,misc]
    """A notice (通报) or decision (表彰决定) about a list, laid out by GB/T 9704.

    `kind`: notice or decision. `annex`: the list follows as an annex instead of in the text.
    `content`: everything that is printed, frozen when it is handed in (or issued), so that
    what is issued is what was approved. `note`: why it was sent back.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("award_lists.id"), index=True)
    seal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seals.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    document_number: Mapped[str] = mapped_column(sa.String(60), default="")
    title: Mapped[str] = mapped_column(sa.String(200))
    addressed_to: Mapped[str] = mapped_column(sa.String(300), default="")
    opening: Mapped[str] = mapped_column(sa.Text, default="")
    closing: Mapped[str] = mapped_column(sa.Text, default="")
    issuer: Mapped[str] = mapped_column(sa.String(200))
    issued_on: Mapped[str] = mapped_column(sa.String(10))
    annex: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(sa.String(12), default="zh_Hans_CN")
    content: Mapped[Any] = mapped_column(JsonText, default=dict)
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    state: Mapped[str] = mapped_column(sa.String(12), default=NoticeState.DRAFT)
    submitted_by: Mapped[str | None] = mapped_column(sa.String(40))
    approved_by: Mapped[str | None] = mapped_column(sa.String(40))
    issued_at: Mapped[datetime | None]
    file: Mapped[str | None] = mapped_column(sa.String(64), index=True)  # SHA-256, as issued
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    award_list: Mapped[AwardList] = relationship()
    seal: Mapped[Seal | None] = relationship()
