"""The page on which a segment's questions are drawn: its rule, the draw, and nothing of them."""

import re
from datetime import datetime

import pytest
from flask import Flask

from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import preset
from blueprints.quizzes.services import setup
from store import db, write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff
from tests.support.quizzes import bank_question


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    made = make_hall(now, judges=0, entries=3, open_round=False)
    with write():
        db.session.add_all(bank_question(made.organisation_id, n, now) for n in range(1, 13))
    return made


@pytest.fixture
def segment(hall: Hall, now: datetime) -> int:
    quiz = setup.create_quiz(SYSTEM, hall.round_id, now)
    rules = preset(SegmentKind.BUZZER)
    return setup.add_segment(SYSTEM, quiz, SegmentKind.BUZZER, "抢答", rules, now)


def rule(n: str) -> dict[str, str]:
    """The form's fields for one line of `n` questions."""
    return {"parts-0-n": n, "parts-0-subject": "工会法", "reserves": "2"}


def test_a_rule_is_set_the_questions_drawn_and_never_shown(
    app: Flask, hall: Hall, segment: int, now: datetime
) -> None:
    organiser = Staff(app, hall, now).browser("organiser")
    page = f"/quizzes/segments/{segment}/questions"
    unset = organiser.get(page).text
    assert "可抽 12 题，需 10 题" in unset
    assert unset.index('id="rule"') < unset.index('id="draw"')  # in the order of the steps
    assert organiser.post(page, **rule("")).status_code == 422
    faulty = organiser.post(page, **rule("500"))
    assert faulty.status_code == 422
    assert "200 以内" in faulty.text
    assert "{&#39;n&#39;" not in faulty.text
    assert organiser.post(page, **rule("20")).status_code == 303
    organiser.post(f"{page}/draw", seed="骰子六")
    assert "还缺 10 题" in organiser.get(page).text
    assert organiser.post(page, **rule("4")).status_code == 303
    organiser.post(f"{page}/draw", seed="骰子六")
    shown = organiser.get(page).text
    assert "种子 骰子六" in shown
    assert len(re.findall(r'id="drawn-\d+"', shown)) == 6
    swap = re.findall(r'action="(/quizzes/drawn/\d+/swap)"', shown)
    assert organiser.post(swap[0]).status_code == 303
    shown = organiser.get(page).text
    for secret in ("测试题", "第一项", "解析", "示例条例"):
        assert secret not in shown
    assert not re.search(r"(?<![\w-])T0\d\d(?![\w-])", shown)  # numbers of questions


def test_others_of_the_staff_do_not_draw(
    app: Flask, hall: Hall, segment: int, now: datetime
) -> None:
    staff = Staff(app, hall, now)
    page = f"/quizzes/segments/{segment}/questions"
    assert_refused(staff.browser("chief_referee"), page, 403)
    assert_refused(staff.browser("stranger"), page, 404)


def assert_refused(browser: Browser, page: str, status: int) -> None:
    assert browser.get(page).status_code == status
    assert browser.post(f"{page}/draw", seed="1").status_code == status
    assert browser.post(f"{page}/pick", ref="T001").status_code == status
