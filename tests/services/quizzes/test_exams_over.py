"""When the time of a paper is up: what comes late is refused, and said to be."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.quizzes.services import exams
from store import UserError
from store.actors import SYSTEM
from tests.support.exams import Taker, make_theory

LATE = timedelta(minutes=61)


def _hand_in(taker: Taker, version: int, place: int, now: datetime) -> None:
    question = taker.theory.questions[0]
    sent = exams.Given(question.id, taker.shown(question, [place]), version)
    exams.hand_in(taker.paper_id, taker.token, [sent], now)


def _refused(code: str, taker: Taker, version: int, place: int, now: datetime) -> None:
    with pytest.raises(UserError) as refusal:
        _hand_in(taker, version, place, now)
    assert refusal.value.code == code


def test_answers_that_come_too_late_are_refused_not_swallowed(app: Flask, now: datetime) -> None:
    theory = make_theory(now)
    taker, question = theory.sit(0), theory.questions[0]
    taker.save(question, [1], 1)
    _refused("over", taker, 2, 2, now + LATE)
    assert theory.paper(0).handed_in_by == "clock"
    _refused("over", taker, 2, 2, now + LATE)
    _hand_in(taker, 1, 1, now + LATE)  # the server has it
    taker.hand_in(now + LATE)
    exams.give_minutes(SYSTEM, theory.exam_id, taker.paper_id, 10, "断网", now + LATE)
    _hand_in(taker, 2, 2, now + LATE)
    assert taker.kept() == {question.id: [2]}
    assert theory.paper(0).handed_in_by == "self"
    _hand_in(taker, 2, 2, now + LATE)  # its answer was lost on the way
    _refused("over", taker, 3, 0, now + LATE)
    assert taker.kept() == {question.id: [2]}
