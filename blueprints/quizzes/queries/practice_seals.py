"""What contests keep from practice, so that it tells nothing about what will be asked.

A question that was kept for contests when it was drawn is shut until it was asked. One that workers
practised with before stays open: that it vanished would tell that it was drawn. While an exam with
such questions is open, the whole bank pauses instead.
"""

import sqlalchemy as sa

from blueprints.contests.models import Contest, Round, RoundState
from blueprints.quizzes.models import (
    Exam,
    ExamQuestion,
    ExamState,
    Quiz,
    QuizQuestion,
    Segment,
)
from blueprints.quizzes.rules.exams import ExamSettings
from store import db

SETTLED = (RoundState.CONFIRMED, RoundState.PUBLISHED)  # what it didn't ask is sealed no more


def paused_banks() -> set[int]:
    """Organisations of which an exam is open that draws practice questions."""
    rows = db.session.execute(
        sa.select(Exam.settings, Contest.organisation_id)
        .join(Round, Round.id == Exam.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Exam.state == ExamState.OPEN, Contest.archived_at.is_(None))
    )
    return {row.organisation_id for row in rows if ExamSettings.of(row.settings).practice}


def sealed_questions() -> set[int]:
    """Questions of the bank that are shut."""
    return _of_exams() | _of_quizzes()


def _of_exams() -> set[int]:
    coming = db.session.scalars(
        sa.select(Exam)
        .join(Round, Round.id == Exam.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(
            Exam.state.in_((ExamState.DRAFT, ExamState.OPEN)),
            Contest.archived_at.is_(None),  # what was forgotten there is asked no more
        )
    )
    kept = [one.id for one in coming if not ExamSettings.of(one.settings).practice]
    asked = sa.select(ExamQuestion.question_id).where(ExamQuestion.exam_id.in_(kept))
    return set(db.session.scalars(asked)) if kept else set()


def _of_quizzes() -> set[int]:
    rows = db.session.execute(
        sa.select(QuizQuestion.question_id, Segment.rules)
        .join(Quiz, Quiz.id == QuizQuestion.quiz_id)
        .join(Round, Round.id == Quiz.round_id)
        .outerjoin(Segment, Segment.id == QuizQuestion.segment_id)
        .where(QuizQuestion.used_at.is_(None), Round.state.not_in(SETTLED))
    )
    return {row.question_id for row in rows if not _draws_practice(row.rules)}


def _draws_practice(rules: dict[str, object] | None) -> bool:
    rule = (rules or {}).get("rule")
    return isinstance(rule, dict) and bool(rule.get("practice"))
