"""Practice on one's own (岗位练兵), and written theory exams."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models import Entry, Round
from blueprints.quizzes.models.bank import BankQuestion
from store.base import JsonText, db


class PracticeAnswer(db.Model):  # type: ignore[name-defined,misc]
    """One answer of somebody who practises."""

    __tablename__ = "practice_answers"
    __table_args__ = (
        sa.UniqueConstraint("account_id", "key"),
        sa.Index("ix_practice_answers_own", "account_id", "question_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("bank_questions.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(64))
    given: Mapped[Any] = mapped_column(JsonText)
    right: Mapped[bool]
    at: Mapped[datetime]


class ExamState(StrEnum):
    """Where an exam stands."""

    DRAFT = "draft"
    OPEN = "open"  # between `opens_at` and `closes_at` papers can be begun
    CLOSED = "closed"
    ENTERED = "entered"  # its points are marks of the contest


class Exam(db.Model):  # type: ignore[name-defined,misc]
    """A written theory exam for the entrants of a round; its points go to the desk item `item`.

    `settings`: see `rules.exams`. `minutes` is what everybody has from their own beginning.
    """

    __tablename__ = "exams"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), unique=True
    )
    item: Mapped[str] = mapped_column(sa.String(64))
    key: Mapped[str] = mapped_column(sa.String(16), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    minutes: Mapped[int] = mapped_column(default=60)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(sa.String(8), default=ExamState.DRAFT)
    settings: Mapped[Any] = mapped_column(JsonText)
    created_at: Mapped[datetime]

    round: Mapped[Round] = relationship()


class ExamQuestion(db.Model):  # type: ignore[name-defined,misc]
    """A question of the exam, as it was when it was drawn. `points` in whole points."""

    __tablename__ = "exam_questions"
    __table_args__ = (sa.UniqueConstraint("exam_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(sa.ForeignKey("exams.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("bank_questions.id"))
    position: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=1)
    content: Mapped[Any] = mapped_column(JsonText)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    # What was decided when it was looked at again: {"kind": "void" | "key", "answer", "reason"}.
    decision: Mapped[Any] = mapped_column(JsonText, nullable=True)

    question: Mapped[BankQuestion] = relationship()


class HandedInBy(StrEnum):
    """Whose hand a paper was given in by."""

    SELF = "self"
    CLOCK = "clock"  # its time was up
    DESK = "desk"


class ExamPaper(db.Model):  # type: ignore[name-defined,misc]
    """One entrant's paper. `seed` shuffles questions and options, the same after every crash.

    Its code stays good until it is handed in, so that another device can go on with it; `device`
    counts them, and only the newest one's cookie is known.
    """

    __tablename__ = "exam_papers"
    __table_args__ = (sa.UniqueConstraint("exam_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(sa.ForeignKey("exams.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("entries.id", ondelete="CASCADE"))
    code_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)  # the code to get in
    # Of the device's cookie.
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    device: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    seen_at: Mapped[datetime | None]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    started_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    extra: Mapped[int] = mapped_column(default=0)  # minutes given on top
    handed_in_at: Mapped[datetime | None]
    handed_in_by: Mapped[str] = mapped_column(sa.String(8), default="")  # see HandedInBy
    points: Mapped[str | None] = mapped_column(sa.String(16))  # decimal text, once graded
    note: Mapped[str] = mapped_column(sa.String(300), default="")  # why minutes were given

    exam: Mapped[Exam] = relationship()
    entry: Mapped[Entry] = relationship()


class ExamAnswer(db.Model):  # type: ignore[name-defined,misc]
    """What is written for one question of a paper. `version` grows with every save of the page."""

    __tablename__ = "exam_answers"
    __table_args__ = (sa.UniqueConstraint("paper_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(
        sa.ForeignKey("exam_papers.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("exam_questions.id"))
    given: Mapped[Any] = mapped_column(JsonText)
    version: Mapped[int] = mapped_column(default=1)
    points: Mapped[str | None] = mapped_column(sa.String(16))  # open ones, by whoever marks
    saved_at: Mapped[datetime]
