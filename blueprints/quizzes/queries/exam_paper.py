"""A paper as its entrant sees it. Right answers, explanations and sources are never in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import Contest, Entry
from blueprints.quizzes.models import ExamAnswer, ExamPaper, ExamQuestion, ExamState
from blueprints.quizzes.rules.exams import ExamSettings, order_of, places_of, shown_answer
from blueprints.quizzes.rules.kinds import QuestionKind
from store import NotFound, db


@dataclass(frozen=True)
class Asked:
    """A question at its place on this paper, and what is written there."""

    id: int
    number: int
    kind: str
    text: str
    points: int
    options: tuple[str, ...]
    blanks: int
    media_kind: str
    given: Any
    version: int


@dataclass(frozen=True)
class Paper:
    """Where a paper stands. `who` is the entrant's code, or the name where it isn't hidden."""

    id: int
    title: str
    contest: str
    who: str
    unit: str
    minutes: int
    extra: int
    opens_at: datetime | None
    closes_at: datetime | None
    is_open: bool
    questions: int
    full: int
    started_at: datetime | None
    deadline_at: datetime | None
    handed_in_at: datetime | None
    handed_in_by: str
    device: int

    @property
    def is_writing(self) -> bool:
        return self.started_at is not None and self.is_open and self.handed_in_at is None

    def may_begin(self, now: datetime) -> bool:
        """Whether it can be begun now."""
        begun = self.opens_at is None or now >= self.opens_at
        over = self.closes_at is not None and now >= self.closes_at
        return self.is_open and self.started_at is None and begun and not over


def own_paper(paper_id: int, token_hash: str) -> tuple[Paper, bool]:
    """The paper, and whether this device writes it; unknown to whoever never sat there.

    Without a cookie of this paper nobody comes here (the route asks for one).
    """
    row = db.session.get(ExamPaper, paper_id)
    if row is None:
        raise NotFound
    return paper_of(row), row.token_hash == token_hash


def paper_of(row: ExamPaper) -> Paper:
    """The head of a paper."""
    exam = row.exam
    count, full = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(ExamQuestion.points), 0)).where(
            ExamQuestion.exam_id == exam.id
        )
    ).one()
    who, unit = named(row.entry, exam.round.contest)
    return Paper(
        id=row.id,
        title=exam.title,
        contest=exam.round.contest.title,
        who=who,
        unit=unit,
        minutes=exam.minutes,
        extra=row.extra,
        opens_at=exam.opens_at,
        closes_at=exam.closes_at,
        is_open=exam.state == ExamState.OPEN,
        questions=count,
        full=full,
        started_at=row.started_at,
        deadline_at=row.deadline_at,
        handed_in_at=row.handed_in_at,
        handed_in_by=row.handed_in_by,
        device=row.device,
    )


def named(entry: Entry, contest: Contest) -> tuple[str, str]:
    """How an entrant is called, and the unit: the code alone while names are hidden."""
    if contest.names_hidden:
        return entry.code or entry.ref, ""
    return " ".join(one for one in (entry.code, entry.name) if one), entry.unit


def asked_on(paper_id: int) -> tuple[Asked, ...]:
    """The questions in the order of this paper, options too."""
    paper = db.session.get_one(ExamPaper, paper_id)
    exam = paper.exam
    settings = ExamSettings.of(exam.settings)
    questions = {
        one.id: one
        for one in db.session.scalars(
            sa.select(ExamQuestion)
            .where(ExamQuestion.exam_id == exam.id)
            .order_by(ExamQuestion.position, ExamQuestion.id)
        )
    }
    answers = {
        one.question_id: one
        for one in db.session.scalars(sa.select(ExamAnswer).where(ExamAnswer.paper_id == paper_id))
    }
    order = order_of(paper.seed, list(questions), shuffled=settings.shuffle_questions)
    return tuple(
        _asked(number, questions[one], answers.get(one), paper.seed, settings)
        for number, one in enumerate(order, 1)
    )


def media_of(paper_id: int, question_id: int) -> tuple[str, str]:
    """File and type of what is shown with a question of this paper, once it is being written."""
    paper = db.session.get(ExamPaper, paper_id)
    question = db.session.get(ExamQuestion, question_id)
    if paper is None or question is None or question.exam_id != paper.exam_id:
        raise NotFound
    if paper.started_at is None or not question.content.get("media"):
        raise NotFound
    return question.content["media"], question.content["media_type"]


def _asked(
    number: int,
    question: ExamQuestion,
    answer: ExamAnswer | None,
    seed: int,
    settings: ExamSettings,
) -> Asked:
    content = question.content
    places = places_of(seed, question.id, content, shuffled=settings.shuffle_options)
    return Asked(
        id=question.id,
        number=number,
        kind=content["kind"],
        text=content["text"],
        points=question.points,
        options=tuple(content["options"][one] for one in places),
        blanks=len(content["answer"]) if content["kind"] == QuestionKind.FILL_IN else 0,
        media_kind=content.get("media_kind") or "",
        given=shown_answer(content, places, answer.given) if answer else [],
        version=answer.version if answer else 0,
    )
