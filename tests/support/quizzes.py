"""A small quiz with its bank, segments, drawn questions and seats, for tests of the quizzes."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.queries import standings
from blueprints.contests.services import progress
from blueprints.quizzes.models import BankQuestion, Contestant, Quiz, QuizQuestion
from blueprints.quizzes.queries.contents import content_hash, content_of
from blueprints.quizzes.rules import segments
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.services import setup
from store import db, write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall

PLAYED = (
    (SegmentKind.REQUIRED, "必答题"),
    (SegmentKind.BUZZER, "抢答题"),
    (SegmentKind.TIE_BREAK, "加赛"),
)


@dataclass
class Show:
    """A quiz that can be played: `hall` has its round, `contestants[team][seat - 1]` its seats."""

    hall: Hall
    quiz_id: int
    segment_ids: list[int]
    entry_ids: list[int]
    contestant_ids: list[list[int]]

    @property
    def quiz(self) -> Quiz:
        return db.session.get(Quiz, self.quiz_id, populate_existing=True)


def set_buzzers(quiz_id: int, **rules: int) -> None:
    """How the quiz treats its buzzers from now on, also beyond what may be chosen."""
    with write():
        quiz = db.session.get_one(Quiz, quiz_id, with_for_update=True, populate_existing=True)
        quiz.settings = {**quiz.settings, "buzzers": rules}


def bank_question(organisation_id: int, number: int, now: datetime) -> BankQuestion:
    """A single-choice question; option 0 is right."""
    return BankQuestion(
        organisation_id=organisation_id,
        ref=f"T{number:03d}",
        kind="single",
        subject="工会法",
        level="national",
        text=f"测试题{number}：下列哪一项是正确的？",
        options=["第一项", "第二项", "第三项", "第四项"],
        answer=[0],
        explanation=f"解析{number}",
        source=f"示例条例第{number}条",
        tags=[],
        created_at=now,
        updated_at=now,
    )


def make_show(
    now: datetime,
    *,
    teams: int = 3,
    seats: int = 2,
    questions: int = 6,
    parent_id: int | None = None,
) -> Show:
    """A public contest whose open round is a quiz of three segments, `questions` drawn for each."""
    hall = make_hall(now, judges=0, entries=teams, open_round=False, parent_id=parent_id)
    quiz_id = setup.create_quiz(SYSTEM, hall.round_id, now, seats=seats)
    with write():
        for place in range(teams):
            entry = hall.entry(place)
            names = [f"{entry.name}{seat + 1}号" for seat in range(seats)]
            entry.document = {"members": [{"name": name} for name in names]}
    segment_ids = [
        setup.add_segment(SYSTEM, quiz_id, kind, title, segments.PRESETS[kind], now)
        for kind, title in PLAYED
    ]
    setup.seat_teams(SYSTEM, quiz_id, now)
    with write():
        for place, segment_id in enumerate(segment_ids):
            _draw(hall, quiz_id, segment_id, place, questions, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    standings.forget()
    entry_ids = [hall.entry(place).id for place in range(teams)]
    contestant_ids = [_contestants(quiz_id, one) for one in entry_ids]
    return Show(hall, quiz_id, segment_ids, entry_ids, contestant_ids)


def _contestants(quiz_id: int, entry_id: int) -> list[int]:
    query = sa.select(Contestant.id).where(
        Contestant.quiz_id == quiz_id, Contestant.entry_id == entry_id
    )
    return list(db.session.scalars(query.order_by(Contestant.seat)))


def _draw(hall: Hall, quiz_id: int, segment_id: int, place: int, count: int, now: datetime) -> None:
    for position in range(count):
        one = bank_question(hall.organisation_id, place * 100 + position + 1, now)
        db.session.add(one)
        db.session.flush()
        content = content_of(one)
        db.session.add(
            QuizQuestion(
                quiz_id=quiz_id,
                segment_id=segment_id,
                question_id=one.id,
                position=position,
                reserve=position >= count - 2,
                content=content,
                content_hash=content_hash(content),
            )
        )
