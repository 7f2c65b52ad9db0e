"""A quiz: how a contest's round is played, its segments, its questions, who sits where."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models import Entry, Round
from store.base import JsonText, db


class Quiz(db.Model):  # type: ignore[name-defined,misc]
    """A round that is played as a quiz. Its points reach the round's ledger as desk marks.

    `moves` counts everything that changed what a screen shows; sockets compare it. `turn_id` is
    what is on air. `key` is the name in public addresses.
    """

    __tablename__ = "quizzes"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), unique=True
    )
    key: Mapped[str] = mapped_column(sa.String(16), unique=True)
    base: Mapped[int] = mapped_column(default=100)  # every team's points at the beginning
    seats: Mapped[int] = mapped_column(default=3)  # contestants of a team
    # carried: earlier rounds; buzzers: BuzzerRules; held: the turn whose clock waits in a pause
    settings: Mapped[Any] = mapped_column(JsonText)
    epoch: Mapped[int] = mapped_column(default=1)
    moves: Mapped[int] = mapped_column(default=0)
    turn_id: Mapped[int | None]
    segment_id: Mapped[int | None]
    screen: Mapped[str] = mapped_column(sa.String(12), default="welcome")  # see Screen
    created_at: Mapped[datetime]

    round: Mapped[Round] = relationship()
    segments: Mapped[list["Segment"]] = relationship(
        order_by="Segment.position", back_populates="quiz", cascade="all, delete-orphan"
    )


class Screen(StrEnum):
    """What the hall's screen shows."""

    WELCOME = "welcome"
    SEGMENT = "segment"  # the title card of the segment that begins
    QUESTION = "question"
    STANDINGS = "standings"
    BREAK = "break"


class Segment(db.Model):  # type: ignore[name-defined,misc]
    """A part of the quiz with rules of its own. `item` is its column in the round's scheme;
    empty where points never count (tie-break, audience).
    """

    __tablename__ = "quiz_segments"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(
        sa.ForeignKey("quizzes.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(sa.String(12))  # rules.kinds.SegmentKind
    title: Mapped[str] = mapped_column(sa.String(80))
    item: Mapped[str] = mapped_column(sa.String(64), default="")
    rules: Mapped[Any] = mapped_column(JsonText)  # rules.segments.SegmentRules

    quiz: Mapped[Quiz] = relationship(back_populates="segments")


class QuizQuestion(db.Model):  # type: ignore[name-defined,misc]
    """A question drawn into a quiz, as it was at that moment. Sealed until its turn begins.

    `reserve` ones have no segment or wait in it for a question that is thrown out. The unique
    constraint keeps a question from being drawn twice.
    """

    __tablename__ = "quiz_questions"
    __table_args__ = (sa.UniqueConstraint("quiz_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(
        sa.ForeignKey("quizzes.id", ondelete="CASCADE"), index=True
    )
    segment_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("quiz_segments.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("bank_questions.id"))
    position: Mapped[int] = mapped_column(default=0)
    reserve: Mapped[bool] = mapped_column(default=False)
    # What a bank question says, see `BankQuestion`, without ref, tags and use.
    content: Mapped[Any] = mapped_column(JsonText)
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None]


class Contestant(db.Model):  # type: ignore[name-defined,misc]
    """A seat of a team, and the phone that sits there. Joins with a one-time code in a QR.

    `seat` counts from 1. `substitute` says that the name was entered for this seat and is not that
    of the entrant's member. `token_hash` is of the phone's cookie; a newer phone replaces it, with
    a new `device`.
    """

    __tablename__ = "quiz_contestants"
    __table_args__ = (sa.UniqueConstraint("quiz_id", "entry_id", "seat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(
        sa.ForeignKey("quizzes.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("entries.id", ondelete="CASCADE"))
    seat: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    substitute: Mapped[bool] = mapped_column(default=False)
    join_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    token_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    device: Mapped[int] = mapped_column(default=0)  # how many phones have sat here
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    joined_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

    entry: Mapped[Entry] = relationship()
