"""Polls, questions, raised hands and picks by lot."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.classroom.models.people import Participant
from store.base import JsonText, db


class PollKind(StrEnum):
    """`quiz` has right answers, `words` makes a word cloud, `rating` is one of 1 to 5."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    RATING = "rating"
    WORDS = "words"
    QUIZ = "quiz"


class PollState(StrEnum):
    """Where a poll stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Poll(db.Model):  # type: ignore[name-defined,misc]
    """A poll. `options` are texts; `right` the positions (from 0) of a quiz's right ones.

    A word cloud has no right answers: its `right` are the words that staff took out.
    `show_results` is whether viewers see the totals; closing a poll shows them.
    """

    __tablename__ = "class_polls"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(sa.String(10))
    question: Mapped[str] = mapped_column(sa.String(300))
    options: Mapped[Any] = mapped_column(JsonText)
    right: Mapped[Any] = mapped_column(JsonText)
    state: Mapped[str] = mapped_column(sa.String(8), default=PollState.DRAFT)
    show_results: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Vote(db.Model):  # type: ignore[name-defined,misc]
    """One vote of one participant, under any race. `choice`: positions, a rating, or words."""

    __tablename__ = "class_votes"
    __table_args__ = (sa.UniqueConstraint("poll_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_polls.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"), index=True)
    choice: Mapped[Any] = mapped_column(JsonText)
    right: Mapped[bool | None]
    at: Mapped[datetime]


class QuestionState(StrEnum):
    """`held` waits for a moderator; `merged` lives on in another question."""

    HELD = "held"
    OPEN = "open"
    ANSWERING = "answering"
    ANSWERED = "answered"
    MERGED = "merged"
    REFUSED = "refused"


class Question(db.Model):  # type: ignore[name-defined,misc]
    """A viewer's question. `answered_from` is when answering began: its minute in the replay."""

    __tablename__ = "class_questions"
    __table_args__ = (sa.UniqueConstraint("participant_id", "client_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"))
    client_key: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.String(400))
    state: Mapped[str] = mapped_column(sa.String(10), default=QuestionState.OPEN)
    merged_into: Mapped[int | None] = mapped_column(sa.ForeignKey("class_questions.id"))
    asked_at: Mapped[datetime]
    answered_from: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()


class QuestionVote(db.Model):  # type: ignore[name-defined,misc]
    """Somebody wants the question answered, too."""

    __tablename__ = "class_question_votes"
    __table_args__ = (sa.UniqueConstraint("question_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_questions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"))
    at: Mapped[datetime]


class Hand(db.Model):  # type: ignore[name-defined,misc]
    """A raised hand, until it is lowered or called."""

    __tablename__ = "class_hands"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"), index=True)
    raised_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    lowered_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()


class Pick(db.Model):  # type: ignore[name-defined,misc]
    """Somebody picked by lot among those present; nobody twice. Anybody can draw it again.

    `pool` are the nicknames and ids that were present, in the order that the seed was applied to.
    """

    __tablename__ = "class_picks"
    __table_args__ = (sa.UniqueConstraint("session_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"))
    seed: Mapped[str] = mapped_column(sa.String(64))
    pool: Mapped[Any] = mapped_column(JsonText)
    picked_at: Mapped[datetime]

    participant: Mapped[Participant] = relationship()
