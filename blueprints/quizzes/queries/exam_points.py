"""The points of an exam's papers, worked out from answers, marks and decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from blueprints.quizzes.models import Exam, ExamAnswer, ExamPaper, ExamQuestion
from blueprints.quizzes.rules.exams import ExamSettings, Question, grade, total
from store import db


@dataclass(frozen=True)
class PaperPoints:
    """A paper that was begun. `points` is None while an open answer has yet to be marked."""

    paper_id: int
    points: Decimal | None
    by_question: Mapping[int, Decimal | None]
    answered: frozenset[int]


@dataclass(frozen=True)
class Graded:
    """All papers that were begun, and the exam's questions in order."""

    questions: tuple[ExamQuestion, ...]
    papers: tuple[PaperPoints, ...]


def graded(exam: Exam) -> Graded:
    """Grade every paper as things stand now."""
    questions = tuple(
        db.session.scalars(
            sa.select(ExamQuestion)
            .where(ExamQuestion.exam_id == exam.id)
            .order_by(ExamQuestion.position, ExamQuestion.id)
        )
    )
    begun = sa.select(ExamPaper.id).where(
        ExamPaper.exam_id == exam.id, ExamPaper.started_at.is_not(None)
    )
    answers: dict[int, dict[int, ExamAnswer]] = {one: {} for one in db.session.scalars(begun)}
    for row in db.session.scalars(sa.select(ExamAnswer).where(ExamAnswer.paper_id.in_(begun))):
        answers[row.paper_id][row.question_id] = row
    settings = ExamSettings.of(exam.settings)
    return Graded(
        questions,
        tuple(_paper(one, questions, answers[one], settings) for one in sorted(answers)),
    )


def _paper(
    paper_id: int,
    questions: tuple[ExamQuestion, ...],
    answers: Mapping[int, ExamAnswer],
    settings: ExamSettings,
) -> PaperPoints:
    found = {one.id: _points(one, answers.get(one.id), settings) for one in questions}
    return PaperPoints(
        paper_id,
        total(list(found.values())),
        found,
        frozenset(one for one, row in answers.items() if row.given),
    )


def _points(
    question: ExamQuestion, answer: ExamAnswer | None, settings: ExamSettings
) -> Decimal | None:
    asked = Question(question.content, question.points, question.decision)
    given, marked = (answer.given, answer.points) if answer else (None, None)
    return grade(asked, given, marked, settings.partial)
