"""The question bank of an organisation."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from blueprints.quizzes.rules.kinds import Level
from store.base import JsonText, db


class BankQuestion(db.Model):  # type: ignore[name-defined,misc]
    """A question. `options` are texts, empty for fill-in and open ones.

    `answer`: positions (from 0) of the right options, in order; for true/false `[1]` is true; for a
    fill-in a list per blank of what is accepted; for an open one `[text]` to judge by. `version`
    counts changes: what was asked keeps a copy of its own (`QuizQuestion.content`). A question that
    is not `for_practice` is kept for contests and shown to nobody else.
    """

    __tablename__ = "bank_questions"
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "ref"),
        sa.Index("ix_bank_questions_draw", "organisation_id", "subject", "level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"))
    ref: Mapped[str] = mapped_column(sa.String(64))  # its number in the bank, or in a file
    kind: Mapped[str] = mapped_column(sa.String(12))
    subject: Mapped[str] = mapped_column(sa.String(80), default="")
    level: Mapped[str] = mapped_column(sa.String(12), default=Level.NATIONAL)
    difficulty: Mapped[int] = mapped_column(default=2)  # 1 easy, 2 middling, 3 hard
    text: Mapped[str] = mapped_column(sa.Text)
    options: Mapped[Any] = mapped_column(JsonText)
    answer: Mapped[Any] = mapped_column(JsonText)
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.String(300), default="")  # e.g. 《工会法》第十四条
    tags: Mapped[Any] = mapped_column(JsonText)
    media: Mapped[str | None] = mapped_column(sa.String(64))  # SHA-256 of the stored file
    media_kind: Mapped[str | None] = mapped_column(sa.String(8))
    media_type: Mapped[str] = mapped_column(sa.String(80), default="")
    for_practice: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]  # when it was last asked in a contest
    used_count: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
