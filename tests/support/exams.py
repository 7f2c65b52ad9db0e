"""A theory exam of a small skills contest, for tests: bank, exam, papers, and who writes them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.services.seats import token_hash
from blueprints.quizzes.models import BankQuestion, Exam, ExamAnswer, ExamPaper, ExamQuestion
from blueprints.quizzes.rules.exams import ExamSettings, places_of
from blueprints.quizzes.services import exams
from store import db, write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall

SUBJECT = "数控铣工"


@dataclass
class Theory:
    """An open exam. `codes[n]` is of the n-th entrant in running order."""

    hall: Hall
    exam_id: int
    paper_ids: list[int]
    codes: list[str]
    now: datetime

    @property
    def exam(self) -> Exam:
        return db.session.get_one(Exam, self.exam_id, populate_existing=True)

    @property
    def questions(self) -> list[ExamQuestion]:
        return list(
            db.session.scalars(
                sa.select(ExamQuestion)
                .where(ExamQuestion.exam_id == self.exam_id)
                .order_by(ExamQuestion.position)
            )
        )

    def paper(self, number: int) -> ExamPaper:
        return db.session.get_one(ExamPaper, self.paper_ids[number], populate_existing=True)

    def sit(self, number: int, *, take_over: bool = False, begin: bool = True) -> "Taker":
        sat = exams.sit_down(self.codes[number], "test phone", self.now, take_over=take_over)
        taker = Taker(self, sat.paper_id, token_hash(sat.token))
        if begin:
            exams.begin(sat.paper_id, taker.token, self.now)
        return taker


@dataclass
class Taker:
    """An entrant at a device, by the services. Options are named as the bank has them."""

    theory: Theory
    paper_id: int
    token: str

    def save(self, question: ExamQuestion, given: Any, version: int, now: Any = None) -> Any:
        sent = exams.Given(question.id, self.shown(question, given), version)
        return exams.save(self.paper_id, self.token, [sent], now or self.theory.now)

    def hand_in(self, now: datetime | None = None) -> None:
        exams.hand_in(self.paper_id, self.token, [], now or self.theory.now)

    def shown(self, question: ExamQuestion, given: Any) -> Any:
        """Where the options stand on this paper."""
        if question.content["kind"] not in ("single", "multiple"):
            return given
        seed = db.session.get_one(ExamPaper, self.paper_id).seed
        places = places_of(seed, question.id, question.content, shuffled=True)
        return [places.index(one) for one in given]

    def kept(self) -> dict[int, Any]:
        """What the database holds: question → answer."""
        db.session.rollback()
        rows = db.session.execute(
            sa.select(ExamAnswer.question_id, ExamAnswer.given).where(
                ExamAnswer.paper_id == self.paper_id
            )
        )
        return dict(rows.all())


def make_theory(
    now: datetime,
    *,
    entries: int = 3,
    questions: int = 4,
    points: int = 5,
    extra: tuple[dict[str, Any], ...] = (),
    is_open: bool = True,
    blind: bool = False,
    parent_id: int | None = None,
    **settings: Any,
) -> Theory:
    """An exam of `questions` single choices (option 0 is right) and of the kinds in `extra`.

    `extra` are bank questions in columns; each is drawn by a line of its own kind.
    """
    hall = make_hall(
        now,
        preset="theory_practical",
        judges=1,
        entries=entries,
        blind=blind,
        parent_id=parent_id,
    )
    fill_bank(hall.organisation_id, questions, now, extra)
    lines = [{"n": questions, "subject": SUBJECT, "kind": "single", "points": points}]
    lines += [{"n": 1, "kind": one["kind"], "points": points} for one in extra]
    given = exams.ExamInput(
        "理论考试", "theory", 60, None, None, ExamSettings(lines=tuple(lines), **settings)
    )
    exam_id = exams.create_exam(SYSTEM, hall.round_id, given, now)
    exams.draw_questions(SYSTEM, exam_id, "seed", now)
    codes = exams.issue_codes(SYSTEM, exam_id, now)
    if is_open:
        exams.open_exam(SYSTEM, exam_id, now)
    return Theory(hall, exam_id, list(codes), list(codes.values()), now)


def fill_bank(
    organisation_id: int, count: int, now: datetime, extra: tuple[dict[str, Any], ...] = ()
) -> None:
    """Single choices whose first option is right, and other questions by their columns."""
    with write():
        for number in range(count):
            columns = {
                "kind": "single",
                "text": f"测试题{number + 1}：下列哪一项是正确的？",
                "options": [f"第{place + 1}项" for place in range(4)],
                "answer": [0],
            }
            db.session.add(_question(organisation_id, f"T{number + 1:03d}", columns, now))
        for number, columns in enumerate(extra, 1):
            db.session.add(_question(organisation_id, f"X{number:03d}", columns, now))


def _question(
    organisation_id: int, ref: str, columns: dict[str, Any], now: datetime
) -> BankQuestion:
    usual = {"subject": SUBJECT, "options": [], "tags": [], "explanation": f"解析{ref}"}
    return BankQuestion(
        organisation_id=organisation_id,
        ref=ref,
        created_at=now,
        updated_at=now,
        **{**usual, **columns},
    )
