"""The demonstration's quiz, played through the services, ends as its table says."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.demo import world
from blueprints.contests.queries import standings
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.services.ledger import broken_rows
from blueprints.quizzes.demo import links, questions, script
from blueprints.quizzes.models import Quiz
from blueprints.quizzes.queries.setup import quiz_setup
from blueprints.quizzes.rules.questions import faults, tidied
from store import db
from tests.support.quiz_oracle import TABLE, table_of

BASE = "http://127.0.0.1:8000"


@pytest.mark.parametrize("made", [questions.for_contest, questions.for_practice])
def test_every_question_of_the_demonstration_is_sound(made) -> None:
    found = made()
    assert not [(one.ref, faults(tidied(one))) for one in found if faults(tidied(one))]
    assert len({one.text for one in found}) == len(found)


def test_the_script_adds_up_to_its_totals() -> None:
    for team in script.TEAMS:
        played = team.required + team.right - team.wrong - team.fouls
        assert script.BASE + 10 * played == team.total
    races = list(script.races())
    assert len(races) == 2 * script.QUESTIONS
    assert sum(race.early is not None for race in races) == 2


def test_the_quiz_ends_as_its_table_says(app: Flask, now: datetime) -> None:
    standings.forget()
    app.extensions["clock"] = lambda: now
    assert world.create(now)
    addresses = dict(links(BASE))
    played = db.session.scalars(sa.select(Quiz).order_by(Quiz.id)).first()
    assert addresses["quiz result"] == f"{BASE}/results/{played.round_id}"
    assert table_of(played.round_id, Audience.PUBLIC) == TABLE
    assert broken_rows(played.round_id) == []

    waiting = db.session.scalars(sa.select(Quiz).order_by(Quiz.id.desc())).first()
    assert quiz_setup(waiting).is_ready
    assert waiting.key in addresses["quiz hall"]
    phones = [address for address in addresses.values() if "/quiz/join/" in address]
    assert len(set(phones)) == 8
    browser = app.test_client()
    assert browser.get(addresses["quiz hall"].removeprefix(BASE)).status_code == 200
    assert browser.get(phones[0].removeprefix(BASE)).status_code == 200
