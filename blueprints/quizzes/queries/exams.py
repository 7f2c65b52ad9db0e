"""Exams as their staff see them. What a question says is not in it before the exam is over."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import Entry, Round, RoundEntry
from blueprints.contests.rules import desk_items
from blueprints.quizzes.models import Exam, ExamAnswer, ExamPaper, ExamQuestion, ExamState
from blueprints.quizzes.queries.exam_paper import named
from blueprints.quizzes.rules.exams import ExamSettings
from blueprints.quizzes.rules.kinds import QuestionKind
from store import db


@dataclass(frozen=True)
class ExamView:
    """An exam with its counts. `lines` are the draw's, as they are stored."""

    id: int
    round_id: int
    contest_id: int
    contest: str
    round: str
    title: str
    item: str
    item_title: str
    minutes: int
    opens_at: datetime | None
    closes_at: datetime | None
    state: str
    settings: ExamSettings
    questions: int
    full: int
    kinds: tuple[tuple[str, int], ...]
    names_hidden: bool
    entrants: int

    @property
    def is_over(self) -> bool:
        return self.state in (ExamState.CLOSED, ExamState.ENTERED)


@dataclass(frozen=True)
class PaperRow:
    """A paper in the list of those who invigilate. `state`: waiting, writing, handed_in."""

    id: int
    who: str
    unit: str
    state: str
    answered: int
    started_at: datetime | None
    deadline_at: datetime | None
    handed_in_at: datetime | None
    handed_in_by: str
    extra: int
    note: str
    label: str
    device: int
    seen_at: datetime | None
    points: str | None


@dataclass(frozen=True)
class OpenAnswer:
    """What was written for an open question; nobody sees by whom."""

    id: int
    text: str
    points: str | None


@dataclass(frozen=True)
class OpenQuestion:
    """An open question to be marked, with all its answers."""

    id: int
    number: int
    text: str
    model: str
    points: int
    answers: tuple[OpenAnswer, ...]

    @property
    def unmarked(self) -> int:
        return sum(one.points is None for one in self.answers)


def exam_of_round(round_id: int) -> Exam | None:
    """The exam of a round, if there is one."""
    found: Exam | None = db.session.scalar(sa.select(Exam).where(Exam.round_id == round_id))
    return found


def exam_view(exam: Exam) -> ExamView:
    """The head of every page about an exam."""
    round_ = exam.round
    questions = db.session.execute(
        sa.select(ExamQuestion.content, ExamQuestion.points).where(ExamQuestion.exam_id == exam.id)
    ).all()
    entrants = db.session.scalar(
        sa.select(sa.func.count()).where(RoundEntry.round_id == exam.round_id)
    )
    return ExamView(
        id=exam.id,
        round_id=exam.round_id,
        contest_id=round_.contest_id,
        contest=round_.contest.title,
        round=f"{round_.event.title} · {round_.title}",
        title=exam.title,
        item=exam.item,
        item_title=dict(items_for(round_)).get(exam.item, exam.item),
        minutes=exam.minutes,
        opens_at=exam.opens_at,
        closes_at=exam.closes_at,
        state=exam.state,
        settings=ExamSettings.of(exam.settings),
        questions=len(questions),
        full=sum(one.points for one in questions),
        kinds=tuple(sorted(Counter(one.content["kind"] for one in questions).items())),
        names_hidden=round_.contest.names_hidden,
        entrants=entrants or 0,
    )


def items_for(round_: Round) -> list[tuple[str, str]]:
    """Values of the round's scheme that points can be entered as: (item, title)."""
    return [(one.id, one.title or one.id) for one in desk_items(round_) if one.span == 1]


def papers_of(exam: Exam) -> list[PaperRow]:
    """Every paper, in running order."""
    answered = (
        sa.select(ExamAnswer.paper_id, sa.func.count().label("n"))
        .where(sa.cast(ExamAnswer.given, sa.String) != "[]")
        .group_by(ExamAnswer.paper_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(ExamPaper, Entry, answered.c.n)
        .join(Entry, Entry.id == ExamPaper.entry_id)
        .outerjoin(
            RoundEntry,
            sa.and_(RoundEntry.entry_id == Entry.id, RoundEntry.round_id == exam.round_id),
        )
        .outerjoin(answered, answered.c.paper_id == ExamPaper.id)
        .where(ExamPaper.exam_id == exam.id)
        .order_by(RoundEntry.position, ExamPaper.id)
    )
    return [_row(paper, entry, n or 0, exam) for paper, entry, n in rows]


def _row(paper: ExamPaper, entry: Entry, answered: int, exam: Exam) -> PaperRow:
    who, unit = named(entry, exam.round.contest)
    return PaperRow(
        id=paper.id,
        who=who,
        unit=unit,
        state=_state(paper),
        answered=answered,
        **{
            name: getattr(paper, name)
            for name in (
                "started_at", "deadline_at", "handed_in_at", "handed_in_by", "extra", "note",
                "label", "device", "seen_at", "points",
            )
        },
    )  # fmt: skip


def _state(paper: ExamPaper) -> str:
    if paper.handed_in_at is not None:
        return "handed_in"
    return "waiting" if paper.started_at is None else "writing"


def open_questions(exam: Exam) -> list[OpenQuestion]:
    """Open questions with what was answered, in an order that tells nothing of the entrants."""
    questions = db.session.scalars(
        sa.select(ExamQuestion)
        .where(ExamQuestion.exam_id == exam.id)
        .order_by(ExamQuestion.position)
    )
    return [_open(one) for one in questions if one.content["kind"] == QuestionKind.OPEN]


def _open(question: ExamQuestion) -> OpenQuestion:
    rows = db.session.execute(
        sa.select(ExamAnswer, ExamPaper.seed)
        .join(ExamPaper, ExamPaper.id == ExamAnswer.paper_id)
        .where(ExamAnswer.question_id == question.id)
        .order_by(ExamPaper.seed)
    )
    return OpenQuestion(
        question.id,
        question.position + 1,
        question.content["text"],
        _first(question.content["answer"]),
        question.points,
        tuple(
            OpenAnswer(one.id, str(one.given[0]), one.points) for one, _seed in rows if one.given
        ),
    )


def _first(texts: Any) -> str:
    return str(texts[0]) if texts else ""
