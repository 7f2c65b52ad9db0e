"""Questions for the audience: a segment of its own, and what no team could answer (转给观众)."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from blueprints.quizzes.models import Phase, Press
from blueprints.quizzes.queries.desk import card_of, desk_of
from blueprints.quizzes.queries.desk.views import DeskView
from blueprints.quizzes.queries.stage import Stage, stage_of
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.services import play_along
from blueprints.quizzes.services.play import turns
from store import db
from store.actors import SYSTEM
from tests.support.quiz_play import BUZZER, REQUIRED, Desk, refused
from tests.support.quizzes import make_show


@pytest.fixture
def desk(app, now: datetime) -> Desk:
    return Desk(make_show(now), now)


def at_desk(desk: Desk) -> DeskView:
    return desk_of(desk.show.quiz, desk.now)


def in_hall(desk: Desk) -> Stage:
    return stage_of(desk.show.quiz, desk.now)


def verbs(desk: Desk) -> dict[str, str]:
    """Key → deed of what can be done at the desk now."""
    view = at_desk(desk)
    buttons = [view.primary, *view.rulings, *view.others]
    return {one.key: one.verb for one in buttons if one}


def give(desk: Desk) -> None:
    turns.ask_audience(SYSTEM, desk.turn_id, desk.now)


def guess(desk: Desk, *options: int) -> None:
    """Further observers, each with an answer."""
    known = in_hall(desk)
    for number, option in enumerate(options):
        token = f"phone-{desk.key()}-{number}"
        play_along.guess(desk.show.quiz, known.turn.number, token, [option], desk.now)


def test_what_no_team_knew_goes_to_the_audience_and_changes_no_total(desk: Desk) -> None:
    desk.begin(BUZZER)
    desk.ask()
    desk.word(0)
    desk.rule("wrong")
    assert verbs(desk)["a"] == "audience"
    give(desk)
    give(desk)  # a second click is no harm
    assert (at_desk(desk).turn.team, in_hall(desk).turn.team) == ("", None)
    assert verbs(desk) == verbs(desk) | {" ": "reveal", ".": "next"}
    assert "r" not in verbs(desk), "the audience's right answer is no team's"
    guess(desk, 0, 2, 0)
    crowd = at_desk(desk).turn.guesses
    assert (crowd.total, crowd.right, crowd.by_option) == (3, 2, (2, 0, 1, 0))
    assert in_hall(desk).turn.guesses is None, "the counts would give the answer away"
    turns.reveal(SYSTEM, desk.turn_id, desk.now)
    assert in_hall(desk).turn.guesses == crowd == card_of(desk.show.quiz, desk.now).turn.guesses
    assert desk.board() == [90, 100, 100]


def test_a_question_is_not_given_away_while_a_team_may_have_it(desk: Desk) -> None:
    desk.begin(REQUIRED)
    desk.ask()
    assert "a" not in verbs(desk)
    with refused("stage_moved"):
        give(desk)
    desk.rule("right")
    with refused("stage_moved"):
        give(desk)
    desk.ask()
    desk.rule("pass")
    give(desk)
    desk.undo()
    assert desk.turn.phase == Phase.OPEN, "taken back, it is the team's again"
    desk.rule("right")
    assert desk.board() == [110, 110, 100]


def test_a_press_whose_race_was_never_decided_decides_nothing(desk: Desk) -> None:
    desk.begin(BUZZER)
    for end in (give, lambda desk: turns.void(SYSTEM, desk.turn_id, desk.now)):
        desk.ask()
        desk.press(0, after_ms=900)
        end(desk)
        desk.settle()
        verdict = sa.select(Press.verdict).where(Press.turn_id == desk.turn_id)
        assert db.session.scalars(verdict).all() == [Verdict.LATE]
        assert desk.press(1, after_ms=950) == Verdict.LATE
        assert desk.turn.entry_id is None


def test_a_segment_of_its_own_counts_what_the_audience_answers(desk: Desk) -> None:
    desk.change_kind(BUZZER, SegmentKind.AUDIENCE)
    desk.begin(BUZZER)
    desk.next()
    assert at_desk(desk).turn.guesses is None, "nothing is asked before it is shown"
    turns.show(SYSTEM, desk.turn_id, desk.now)
    guess(desk, 0)
    turns.open_turn(SYSTEM, desk.turn_id, desk.now)
    guess(desk, 1)
    assert (at_desk(desk).turn.guesses.percent, at_desk(desk).turn.takes_guesses) == (50, True)
    turns.reveal(SYSTEM, desk.turn_id, desk.now)
    with refused("over"):
        guess(desk, 0)
    assert in_hall(desk).turn.guesses.option_percent(1) == 50
    assert desk.board() == [100, 100, 100]
