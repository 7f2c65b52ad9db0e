"""An exam that is closed while somebody begins it: nothing else queues them on PostgreSQL."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.quizzes.models import Exam
from blueprints.quizzes.services import exams
from store import UserError, db, write
from store.actors import SYSTEM
from tests.support.at_once import application
from tests.support.exams import make_theory
from tests.support.processes import wait_until

BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture(params=["postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a new PostgreSQL database."""
    yield from application(request, tmp_path)


def test_nobody_begins_an_exam_that_is_being_closed(app: Flask, now: datetime) -> None:
    theory = make_theory(now)
    taker = theory.sit(0, begin=False)
    told: list[str] = []

    def begin() -> None:
        with app.app_context():
            try:
                exams.begin(taker.paper_id, taker.token, now)
            except UserError as refusal:
                told.append(refusal.code)

    def is_blocked() -> bool:
        with db.engine.connect() as connection:
            return bool(connection.scalar(sa.text(BLOCKED)))

    beginner = Thread(target=begin)
    with write():
        assert exams.close_exam(SYSTEM, theory.exam_id, now) == 0
        beginner.start()
        wait_until(lambda: is_blocked() or not beginner.is_alive(), "somebody who begins")
    beginner.join()
    assert told == ["not_open"]
    assert theory.paper(0).started_at is None
    assert db.session.get_one(Exam, theory.exam_id).state == "closed"
