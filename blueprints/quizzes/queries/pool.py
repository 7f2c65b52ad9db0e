"""What a draw for a contest may choose from: not retired, not drawn in this contest before."""

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import Contest, Round
from blueprints.quizzes.models import BankQuestion, Exam, ExamQuestion, Quiz, QuizQuestion
from blueprints.quizzes.rules.drawing import Candidate
from store import db
from store.lots import drawn

_LOOKED_AT = (
    BankQuestion.id,
    BankQuestion.ref,
    BankQuestion.subject,
    BankQuestion.level,
    BankQuestion.kind,
    BankQuestion.difficulty,
    BankQuestion.tags,
    BankQuestion.media_kind,
    BankQuestion.for_practice,
    BankQuestion.used_count,
)


@dataclass(frozen=True)
class Pool:
    """Candidates in the order of the lot; `digest` proves which they were."""

    candidates: tuple[Candidate, ...]
    digest: str


def pool_of(contest: Contest, seed: str, *, but_segment: int | None = None) -> Pool:
    """The bank of the contest's organisation, without what this contest has drawn already.

    Questions never asked come before those that were, each in the order of the seed.
    `but_segment` is the segment that is drawn anew: its own questions may come again.
    """
    taken = taken_in(contest.id, but_segment=but_segment)
    rows = [
        row
        for row in db.session.execute(
            sa.select(*_LOOKED_AT).where(
                BankQuestion.organisation_id == contest.organisation_id,
                BankQuestion.retired_at.is_(None),
            )
        )
        if row.id not in taken
    ]
    rows.sort(key=lambda row: (row.used_count > 0, drawn(seed, row.ref)))
    refs = "\n".join(row.ref for row in rows)
    return Pool(tuple(map(_candidate, rows)), hashlib.sha256(refs.encode()).hexdigest())


def taken_in(contest_id: int, *, but_segment: int | None = None) -> set[int]:
    """Bank questions that a quiz or an exam of the contest has drawn."""
    quizzes = (
        sa.select(QuizQuestion.question_id, QuizQuestion.segment_id)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .join(Round, Round.id == Quiz.round_id)
        .where(Round.contest_id == contest_id)
    )
    exams = (
        sa.select(ExamQuestion.question_id)
        .join(Exam, Exam.id == ExamQuestion.exam_id)
        .join(Round, Round.id == Exam.round_id)
        .where(Round.contest_id == contest_id)
    )
    rows = db.session.execute(quizzes).all()
    asked = {row.question_id for row in rows if but_segment is None or row[1] != but_segment}
    return asked | set(db.session.scalars(exams))


def _candidate(row: Any) -> Candidate:
    return Candidate(
        row.id,
        row.subject,
        row.level,
        row.kind,
        row.difficulty,
        tuple(row.tags),
        row.media_kind or "",
        row.for_practice,
    )
