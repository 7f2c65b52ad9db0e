"""The demonstration's theory exam can be written and entered."""

from datetime import datetime

import sqlalchemy as sa
from flask import Flask

from blueprints.contests.services.seats import token_hash
from blueprints.people import services as people
from blueprints.quizzes.demo import show, theory
from blueprints.quizzes.models import ExamPaper
from blueprints.quizzes.services import exams
from store import db
from store.actors import SYSTEM


def test_the_exam_of_the_demonstration_is_open_to_its_entrants(app: Flask, now: datetime) -> None:
    data = people.OrganisationData("示例市总工会", "federation")
    federation = people.create_organisation(SYSTEM, data, parent_id=None, now=now)
    show.fill_bank(federation, now)
    exam_id = theory.theory_exam(federation, now)
    shown = dict(theory.links("", now))
    assert len(shown) == 1 + theory.ENTRANTS
    code = shown["exam entrant 1"].rpartition("/")[2]
    sat = exams.sit_down(code, "phone", now, take_over=False)
    exams.begin(sat.paper_id, token_hash(sat.token), now)
    exams.hand_in(sat.paper_id, token_hash(sat.token), [], now)
    exams.close_exam(SYSTEM, exam_id, now)
    assert exams.enter_points(SYSTEM, exam_id, now) == 1
    assert db.session.scalar(sa.select(ExamPaper.points).where(ExamPaper.id == sat.paper_id)) == "0"
