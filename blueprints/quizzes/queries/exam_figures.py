"""How each question of an exam did. For after the exam: here questions can be read."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blueprints.quizzes.models import Exam, ExamAnswer, ExamPaper, ExamQuestion
from blueprints.quizzes.queries.exam_points import Graded, graded
from blueprints.quizzes.rules.exams import Figures, figures, with_decision
from blueprints.quizzes.rules.kinds import QuestionKind
from store import db


@dataclass(frozen=True)
class Choice:
    """An option: whether it is right, and how many picked it."""

    place: int
    text: str
    right: bool
    picked: int


@dataclass(frozen=True)
class QuestionFigures:
    """A question with its figures. `accepted` are the right texts of a fill-in or open one."""

    id: int
    number: int
    kind: str
    text: str
    source: str
    points: int
    choices: tuple[Choice, ...]
    accepted: tuple[str, ...]
    decision: Any
    figures: Figures


@dataclass(frozen=True)
class ExamFigures:
    """All questions, and how many papers were begun and still wait for somebody to mark them."""

    questions: tuple[QuestionFigures, ...]
    papers: int
    unmarked: int


def exam_figures(exam: Exam) -> ExamFigures:
    """Work everything out as it stands now."""
    found = graded(exam)
    picks = _picks(exam.id)
    return ExamFigures(
        tuple(_of(one, found, picks.get(one.id, Counter())) for one in found.questions),
        len(found.papers),
        sum(one.points is None for one in found.papers),
    )


def _of(question: ExamQuestion, found: Graded, picks: Counter[Any]) -> QuestionFigures:
    content = with_decision(question.content, question.decision)
    return QuestionFigures(
        id=question.id,
        number=question.position + 1,
        kind=content["kind"],
        text=content["text"],
        source=content.get("source", ""),
        points=question.points,
        choices=_choices(content, picks),
        accepted=_accepted(content),
        decision=question.decision,
        figures=figures(
            question.points,
            [
                (one.points, one.by_question[question.id], question.id in one.answered)
                for one in found.papers
            ],
        ),
    )


def _choices(content: dict[str, Any], picks: Counter[Any]) -> tuple[Choice, ...]:
    if content["kind"] in (QuestionKind.FILL_IN, QuestionKind.OPEN):
        return ()
    texts = list(content["options"])
    if content["kind"] == QuestionKind.TRUE_FALSE:
        texts = texts if len(texts) == 2 else ["", ""]
    return tuple(
        Choice(place, text, place in content["answer"], picks[place])
        for place, text in enumerate(texts)
    )


def _accepted(content: dict[str, Any]) -> tuple[str, ...]:
    if content["kind"] == QuestionKind.FILL_IN:
        return tuple(" | ".join(one) for one in content["answer"])
    return tuple(content["answer"]) if content["kind"] == QuestionKind.OPEN else ()


def _picks(exam_id: int) -> dict[int, Counter[Any]]:
    """Per question: how often each option was picked."""
    rows = db.session.execute(
        sa.select(ExamAnswer.question_id, ExamAnswer.given)
        .join(ExamPaper, ExamPaper.id == ExamAnswer.paper_id)
        .where(ExamPaper.exam_id == exam_id)
    )
    found: dict[int, Counter[Any]] = {}
    for question_id, given in rows:
        counted = found.setdefault(question_id, Counter())
        counted.update(one for one in given if isinstance(one, int))
    return found
