"""What happens on stage: turns, presses, answers, rulings. Rows are added, never altered.

(A turn's stamps are the exception: each is set once, and cleared only by an undo, which is a row.)
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.quizzes.models.quiz import QuizQuestion, Segment
from store.base import JsonText, db


class Phase(StrEnum):
    """Where a turn stands."""

    READY = "ready"  # chosen; nothing is shown yet
    SHOWN = "shown"  # read out: question and options are on the screen
    OPEN = "open"  # buzzers are open, or phones take answers, or the clock of the answer runs
    TOO_CLOSE = "too_close"  # nobody can say who pressed first: open again, or the referee decides
    ANSWERING = "answering"  # a team has the word
    RULED = "ruled"  # done, the answer is not shown yet
    AUDIENCE = "audience"  # no team knew it: given to the audience, for nobody's points
    REVEALED = "revealed"  # the right answer is on the screen
    VOID = "void"  # nobody pressed, or it was thrown out


# The question is over for the teams, and another may come on air.
DONE = (Phase.RULED, Phase.AUDIENCE, Phase.REVEALED, Phase.VOID)


class Clock(StrEnum):
    """Which of a segment's clocks runs in a turn."""

    PRESS = "press"  # somebody has to press
    START = "start"  # the answer has to begin
    ANSWER = "answer"  # the answer has to end


class Turn(db.Model):  # type: ignore[name-defined,misc]
    """One question played once. `number` counts through the quiz, `deadline_at` is its clock.

    `entry_id` and `seat` say whose it is (required, risk, relay), or who has the word since a
    buzzer was pressed. `heat` counts how often the buzzers were opened for it; `shown_heat` is the
    one whose presses are shown and asked for a second chance: after an undo one before.
    """

    __tablename__ = "quiz_turns"
    __table_args__ = (
        sa.UniqueConstraint("quiz_id", "number"),
        sa.UniqueConstraint("quiz_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(
        sa.ForeignKey("quizzes.id", ondelete="CASCADE"), index=True
    )
    segment_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_segments.id"), index=True)
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_questions.id"), unique=True)
    number: Mapped[int]
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("entries.id"))
    seat: Mapped[int | None]
    stake: Mapped[int | None]  # what a risk question is played for
    teams: Mapped[Any] = mapped_column(JsonText)  # entry ids that may play; empty: all
    phase: Mapped[str] = mapped_column(sa.String(12), default=Phase.READY)
    heat: Mapped[int] = mapped_column(default=0)
    shown_heat: Mapped[int] = mapped_column(default=0)
    heat_teams: Mapped[Any] = mapped_column(JsonText, default=list)  # of these; empty: as `teams`
    opened_us: Mapped[int | None] = mapped_column(sa.BigInteger)  # server clock, µs since 1970
    clock: Mapped[str] = mapped_column(sa.String(8), default="")  # which one runs: see Clock
    deadline_at: Mapped[datetime | None]
    paused_ms: Mapped[int | None]  # what was left on the clock when it was stopped
    shown_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    thrown_out: Mapped[str] = mapped_column(
        sa.String(300), default=""
    )  # the reason; counts nothing
    key: Mapped[str | None] = mapped_column(sa.String(64))  # of the request that began it

    segment: Mapped[Segment] = relationship()
    question: Mapped[QuizQuestion] = relationship()


class Press(db.Model):  # type: ignore[name-defined,misc]
    """A press as it arrived, and what the server makes of it. Times in µs of the server's clock.

    `opened_us` is when its heat was opened, None before the first. `claimed_us` is what the phone
    says, corrected by its clock's measured offset; `at_us` the claim as far as it is trusted. It
    may have been as early as `earliest_us`, and wins as if it had been made at `latest_us`;
    `surely_by_us` tells whether it was early (`rules.buzzers`). `verdict`: see
    `rules.buzzers.Verdict`.
    """

    __tablename__ = "quiz_presses"
    __table_args__ = (
        sa.UniqueConstraint("contestant_id", "key"),
        sa.Index("ix_quiz_presses_heat", "turn_id", "heat"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_turns.id", ondelete="CASCADE"))
    heat: Mapped[int]
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("entries.id"))
    contestant_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_contestants.id"))
    key: Mapped[str] = mapped_column(sa.String(64))
    opened_us: Mapped[int | None] = mapped_column(sa.BigInteger)
    arrived_us: Mapped[int] = mapped_column(sa.BigInteger)
    claimed_us: Mapped[int | None] = mapped_column(sa.BigInteger)
    at_us: Mapped[int] = mapped_column(sa.BigInteger)
    earliest_us: Mapped[int] = mapped_column(sa.BigInteger)
    latest_us: Mapped[int] = mapped_column(sa.BigInteger)
    surely_by_us: Mapped[int] = mapped_column(sa.BigInteger)
    uncertainty_us: Mapped[int]
    round_trip_us: Mapped[int]
    samples: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[str] = mapped_column(sa.String(16), default="")
    by: Mapped[str] = mapped_column(sa.String(8), default="socket")  # or post


class SeatAnswer(db.Model):  # type: ignore[name-defined,misc]
    """What a seat handed in on the phone for a turn; the last one before the end counts."""

    __tablename__ = "quiz_seat_answers"
    __table_args__ = (sa.UniqueConstraint("contestant_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(
        sa.ForeignKey("quiz_turns.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("entries.id"))
    contestant_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_contestants.id"))
    key: Mapped[str] = mapped_column(sa.String(64))
    given: Mapped[Any] = mapped_column(JsonText)
    at: Mapped[datetime]


class RulingKind(StrEnum):
    """What the desk decided about a team in a turn."""

    RIGHT = "right"
    WRONG = "wrong"
    FOUL = "foul"
    PASS = "pass"  # noqa: S105 (gave up or ran out of time: a wrong answer's points don't apply)
    OVERRIDE = "override"  # the referee sets a team's points in a turn, with the reason
    WAIVED = "waived"  # an early press that is no foul: the team may press again
    UNDO = "undo"  # takes the ruling `undoes` back
    THROWN_OUT = "thrown_out"  # the question counts nothing
    RESTORED = "restored"  # it counts again
    OBJECTION = "objection"  # raised by a team's leader; `reason` has the words
    OBJECTION_RULED = "objection_ruled"  # `data` has `objection` (its seq) and `upheld`


class Ruling(db.Model):  # type: ignore[name-defined,misc]
    """One decision. `points` is what it adds to what the team has from this turn; an override's
    replace that. `rules.scores` folds them. `data` keeps how the turn stood before (`before`).
    """

    __tablename__ = "quiz_rulings"
    __table_args__ = (
        sa.UniqueConstraint("quiz_id", "seq"),
        sa.UniqueConstraint("quiz_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(
        sa.ForeignKey("quizzes.id", ondelete="CASCADE"), index=True
    )
    turn_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_turns.id"), index=True)
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(16))
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("entries.id"))
    points: Mapped[int] = mapped_column(default=0)
    undoes: Mapped[int | None]  # the `seq` of the ruling that is taken back
    data: Mapped[Any] = mapped_column(JsonText)
    reason: Mapped[str] = mapped_column(sa.String(300), default="")
    actor: Mapped[str] = mapped_column(sa.String(40))
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    key: Mapped[str | None] = mapped_column(sa.String(64))
    at: Mapped[datetime]


class PlayAlong(db.Model):  # type: ignore[name-defined,misc]
    """What an observer answered on the own phone: a game beside the contest, never scored.

    `player` is a hash of the browser's token.
    """

    __tablename__ = "quiz_play_along"
    __table_args__ = (sa.UniqueConstraint("turn_id", "player"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(sa.ForeignKey("quiz_turns.id", ondelete="CASCADE"))
    player: Mapped[str] = mapped_column(sa.String(64), index=True)
    given: Mapped[Any] = mapped_column(JsonText)
    right: Mapped[bool]
    at: Mapped[datetime]
