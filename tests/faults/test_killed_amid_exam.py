"""200 entrants write a theory exam at once, and the server is killed (-9) amid it, twice.

No answer that was confirmed is lost, none is another's, and everybody hands in.
"""

import time
from datetime import datetime

import pytest
import sqlalchemy as sa

from blueprints.quizzes.models import ExamAnswer, ExamPaper
from blueprints.quizzes.queries.exam_paper import asked_on
from blueprints.quizzes.services import exams
from store import db
from store.actors import SYSTEM
from tests.support.exam_takers import Taker, Tally, slowest, write_all
from tests.support.exams import Theory, make_theory
from tests.support.server import Server

TAKERS, QUESTIONS = 200, 20
ANSWERS = TAKERS * (QUESTIONS + 7)  # every third is changed once


@pytest.mark.alone
@pytest.mark.timeout(900)
def test_no_answer_of_two_hundred_is_lost(app, server: Server, now: datetime) -> None:
    theory = make_theory(now, entries=TAKERS, questions=QUESTIONS)
    server.start()
    takers = [Taker(server.url, code, number) for number, code in enumerate(theory.codes)]
    tally, begun = Tally(), time.monotonic()
    threads = write_all(takers, tally)
    for share in (0.3, 0.7):
        assert tally.wait_for(int(ANSWERS * share)), [taker.fault for taker in takers]
        server.kill()
        server.start()
    for thread in threads:
        thread.join()
    took_s = time.monotonic() - begun
    print(f"{took_s:.1f} s, p50 {slowest(takers, 0.5)} ms, p95 {slowest(takers, 0.95)} ms")
    assert [taker.fault for taker in takers if taker.fault] == []
    _check(theory, takers)
    exams.close_exam(SYSTEM, theory.exam_id, now)
    assert exams.enter_points(SYSTEM, theory.exam_id, now) == TAKERS


def _check(theory: Theory, takers: list[Taker]) -> None:
    db.session.rollback()
    for taker, paper_id in zip(takers, theory.paper_ids, strict=True):
        assert taker.path.endswith(f"/{paper_id}")
        assert len(taker.acknowledged) == QUESTIONS
        assert {one.id: one.given for one in asked_on(paper_id)} == taker.acknowledged
    papers = db.session.scalars(sa.select(ExamPaper.handed_in_by)).all()
    assert papers == ["self"] * TAKERS
    versions = db.session.scalars(sa.select(ExamAnswer.version)).all()
    assert (len(versions), sum(versions)) == (TAKERS * QUESTIONS, ANSWERS)
