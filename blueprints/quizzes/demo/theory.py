"""The demonstration's theory exam: open, with a code for each of its entrants."""

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.demo.skills import person
from blueprints.contests.models import Contest, Round
from blueprints.contests.services import progress
from blueprints.contests.services import setup as contests
from blueprints.quizzes.models import Exam, ExamState
from blueprints.quizzes.rules.exams import ExamSettings, Partial
from blueprints.quizzes.services import exams
from store import db
from store.actors import SYSTEM

TITLE = "安全生产知识竞赛"
ENTRANTS = 8
SCHEME = {
    "title": "理论考试",
    "items": [{"id": "theory", "kind": "measured", "title": "理论", "max": "100", "step": "0.5"}],
    "parts": [{"id": "total", "title": "总分", "kind": "sum", "of": ["theory"]}],
}
LINES = (
    {"n": 6, "subject": "安全生产", "points": 10},
    {"n": 4, "subject": "劳动保护", "points": 10},
)


def theory_exam(federation: int, now: datetime) -> int:
    """A round of its own, open, whose points are those of the exam. The exam's id."""
    given = contests.ContestInput(TITLE, "示例市职工文化中心", now.date().isoformat())
    contest_id = contests.create_contest(SYSTEM, federation, given, now)
    event_id = contests.add_event(SYSTEM, contest_id, "个人赛", now)
    round_id = contests.add_round(SYSTEM, event_id, "理论考试", "speech", "published", now)
    contests.score_by(SYSTEM, round_id, SCHEME, now)
    contests.add_entries(SYSTEM, round_id, _entrants(), now)
    progress.open_round(SYSTEM, round_id, now)
    settings = ExamSettings(partial=Partial.HALF, lines=LINES)
    exam = exams.ExamInput("安全生产理论考试", "theory", 30, None, None, settings)
    exam_id = exams.create_exam(SYSTEM, round_id, exam, now)
    exams.draw_questions(SYSTEM, exam_id, "demo-theory", now)
    exams.issue_codes(SYSTEM, exam_id, now)
    exams.open_exam(SYSTEM, exam_id, now)
    return exam_id


def links(base: str, now: datetime) -> Iterator[tuple[str, str]]:
    """The exam, and a link for each entrant; those that were printed before stop working."""
    exam = db.session.scalar(
        sa.select(Exam)
        .join(Round, Round.id == Exam.round_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Contest.title == TITLE, Exam.state == ExamState.OPEN)
        .order_by(Exam.id)
        .limit(1)
    )
    if exam is None:
        return
    yield "theory exam", f"{base}/exams/{exam.id}"
    codes = exams.issue_codes(SYSTEM, exam.id, now)
    for number, code in enumerate(codes.values(), 1):
        yield f"exam entrant {number}", f"{base}/exam/join/{code}"


def _entrants() -> list[contests.EntryInput]:
    return [
        contests.EntryInput(name=person(place), unit="示例精工工会", code=f"L{place + 1:02d}")
        for place in range(ENTRANTS)
    ]
