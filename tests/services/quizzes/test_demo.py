"""The demonstration's quiz, played through the services, ends as its table says."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.demo import people
from blueprints.contests.queries import standings
from blueprints.contests.services.ledger import broken_rows
from blueprints.quizzes.demo import playing, questions, script, show
from blueprints.quizzes.rules.questions import faults, tidied
from tests.support.quiz_oracle import TABLE, table_of


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
    federation = people.create(now)
    show.fill_bank(federation, now)
    round_id, quiz_id = show.law_quiz(federation, now)
    playing.finished(round_id, quiz_id, now)
    assert table_of(round_id) == TABLE
    assert broken_rows(round_id) == []
