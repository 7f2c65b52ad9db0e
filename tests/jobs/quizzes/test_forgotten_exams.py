"""One exam that was forgotten, or closed a moment ago, stops the job for no other."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.contests.models import Contest
from blueprints.quizzes.queries.practice_seals import paused_banks, sealed_questions
from blueprints.quizzes.services import exams
from blueprints.quizzes.services.exams import running
from store import db, write
from store.actors import SYSTEM
from tests.support.exams import Theory, make_theory

LATE = timedelta(minutes=61)


def _archive(theory: Theory, now: datetime) -> None:
    with write():
        db.session.get_one(Contest, theory.hall.contest_id).archived_at = now


def test_an_exam_forgotten_in_an_archived_contest_stops_no_other(app: Flask, now: datetime) -> None:
    forgotten, other = make_theory(now), make_theory(now)
    forgotten.sit(0)
    other.sit(0)
    _archive(forgotten, now)
    assert exams.hand_in_overdue(now + LATE) == 1
    assert other.paper(0).handed_in_by == "clock"
    assert forgotten.paper(0).handed_in_at is None, "nothing in an archived contest is changed"


def test_an_exam_closed_by_hand_amid_the_job_stops_no_other(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, other = make_theory(now), make_theory(now)
    other.sit(0)
    found = running._running()
    exams.close_exam(SYSTEM, closed.exam_id, now)
    monkeypatch.setattr(running, "_running", lambda: found)  # as the job saw it
    assert exams.hand_in_overdue(now + LATE) == 1


@pytest.mark.parametrize("practice", [True, False])
def test_an_archived_contest_keeps_nothing_from_practice(
    app: Flask, now: datetime, *, practice: bool
) -> None:
    theory = make_theory(now, is_open=False, practice=practice)
    exams.open_exam(SYSTEM, theory.exam_id, now)
    assert bool(paused_banks()) is practice
    assert bool(sealed_questions()) is not practice
    _archive(theory, now)
    assert (paused_banks(), sealed_questions()) == (set(), set())
