"""The demonstration's quizzes, made through the services: one played, one ready to be played."""

from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.demo.skills import person
from blueprints.contests.services import progress
from blueprints.contests.services import setup as contests
from blueprints.quizzes.demo import questions, script
from blueprints.quizzes.models import Segment
from blueprints.quizzes.rules.segments import SegmentRules
from blueprints.quizzes.services import setup
from blueprints.quizzes.services.bank.importing import import_rows
from blueprints.quizzes.services.bank.reading import Row
from blueprints.quizzes.services.drawing import draw_segment
from store import db
from store.actors import SYSTEM

TITLE = "工会法知识竞赛"
ONE_EACH = {"parts": [{"n": 1, "subject": "工会法"}]}
TIED = {"parts": [{"n": 3, "subject": "工会法"}]}
MIXED = {
    "parts": [
        {"n": 4, "subject": "劳动合同"},
        {"n": 2, "subject": "劳动保护"},
        {"n": 2, "subject": "安全生产"},
        {"n": 2, "subject": "工运史与精神"},
    ]
}
TITLES = (
    "第一轮 一号选手必答",
    "第二轮 二号选手必答",
    "第三轮 三号选手必答",
    "第四轮 抢答（上）",
    "第五轮 抢答（下）",
    "第六轮 加赛",
)
RULES = {"required": ONE_EACH, "buzzer": MIXED, "tie_break": TIED}


def fill_bank(federation: int, now: datetime) -> None:
    """The bank of the federation: for contests, and for practice."""
    every = [*questions.for_contest(), *questions.for_practice()]
    rows = [Row(line, given, "") for line, given in enumerate(every, 1)]
    import_rows(SYSTEM, federation, rows, now)


def law_quiz(federation: int, now: datetime, *, title: str = TITLE) -> tuple[int, int]:
    """The quiz of thirteen teams in an open round, its questions drawn: (round, quiz)."""
    given = contests.ContestInput(title, "示例市职工文化中心", now.date().isoformat())
    contest_id = contests.create_contest(SYSTEM, federation, given, now)
    event_id = contests.add_event(SYSTEM, contest_id, "团队知识竞赛", now)
    round_id = contests.add_round(SYSTEM, event_id, "总决赛", "speech", "each", now)
    contests.add_entries(SYSTEM, round_id, _teams(), now)
    policy = contests.PrizePolicy(boundary="cut")  # a tie-break decides
    contests.set_prizes(SYSTEM, round_id, list(script.PRIZES), now, policy)
    quiz_id = setup.create_quiz(SYSTEM, round_id, now, base=script.BASE, seats=script.SEATS)
    setup.add_ready_made(SYSTEM, quiz_id, "usual", now)
    _name_and_draw(quiz_id, now)
    setup.seat_teams(SYSTEM, quiz_id, now)
    progress.open_round(SYSTEM, round_id, now)
    return round_id, quiz_id


def segments_of(quiz_id: int) -> list[Segment]:
    """In their order."""
    query = sa.select(Segment).where(Segment.quiz_id == quiz_id).order_by(Segment.position)
    return list(db.session.scalars(query))


def _teams() -> list[contests.EntryInput]:
    return [
        contests.EntryInput(
            name=team.name,
            unit=team.name,
            code=f"{place + 1:02d}",
            people=tuple(person(place * script.SEATS + seat) for seat in range(script.SEATS)),
        )
        for place, team in enumerate(script.TEAMS)
    ]


def _name_and_draw(quiz_id: int, now: datetime) -> None:
    for place, segment in enumerate(segments_of(quiz_id)):
        rules = SegmentRules.of({**segment.rules, "rule": RULES[segment.kind]})
        setup.change_segment(SYSTEM, segment.id, TITLES[place], rules, now)
        draw_segment(SYSTEM, segment.id, f"{script.SEED}-{place}", now)
