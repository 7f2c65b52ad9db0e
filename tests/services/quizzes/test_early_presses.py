"""Presses before "go", and such as only seem to be: what they cost, and what excuses them."""

from datetime import datetime

import pytest

from blueprints.quizzes.models import Phase
from blueprints.quizzes.queries.turns import early_teams
from blueprints.quizzes.services.play import rulings, turns
from store.actors import SYSTEM
from tests.support.quiz_race import Race, settings
from tests.support.quizzes import Show, make_show


@pytest.fixture
def show(app, now: datetime) -> Show:
    return make_show(now)


@pytest.fixture
def race(show: Show, now: datetime) -> Race:
    return Race(show, now).open()


def test_before_go_is_early_and_puts_the_team_out(show: Show, now: datetime) -> None:
    race = Race(show, now)
    assert race.press(0, -200, heat=0).verdict == "early"
    race.open()
    assert race.press(0, 200).verdict == "locked"
    race.press(1, 400)
    race.settle(1_000)
    assert race.turn.entry_id == show.entry_ids[1]


def test_a_waived_early_press_is_excused_itself_and_none_after_it(
    show: Show, now: datetime
) -> None:
    race = Race(show, now)
    race.press(0, -900, heat=0)
    assert early_teams(race.turn) == {show.entry_ids[0]}
    rulings.waive_foul(
        SYSTEM, race.turn_id, show.entry_ids[0], "误报", race.at(-500)[0], key="waive-0001"
    )
    assert early_teams(race.turn) == set()
    assert race.press(0, -200, heat=0).verdict == "early"
    assert early_teams(race.turn) == {show.entry_ids[0]}


def test_a_waiver_that_was_taken_back_excuses_nothing(show: Show, now: datetime) -> None:
    race = Race(show, now)
    race.press(0, -900, heat=0)
    rulings.waive_foul(
        SYSTEM, race.turn_id, show.entry_ids[0], "误报", race.at(-500)[0], key="waive-0001"
    )
    rulings.undo(SYSTEM, show.quiz_id, race.at(-400)[0], key="undo-00001")
    race.open()
    assert race.press(0, 300).verdict == "locked"


def test_early_presses_may_be_forgiven_by_the_rules(show: Show, now: datetime) -> None:
    settings(show, early="ignored")
    race = Race(show, now)
    race.press(0, -200, heat=0)
    race.open()
    assert race.press(0, 200).verdict == ""


def test_on_its_way_while_the_buzzers_open_doubt_is_for_the_team(race: Race) -> None:
    """Pressed 30 ms before "go" is early; within the uncertainty it is not."""
    assert race.press(0, -30, way=40, heat=0).verdict == "early"
    assert race.press(1, -1, way=40, heat=0).verdict == ""


def test_on_its_way_while_the_question_is_read_again_it_is_late_and_no_foul(
    show: Show, now: datetime
) -> None:
    """Pressed in the race that a miss, or another team's foul, has ended; it arrives afterwards."""
    settings(show, second="reopen")
    race = Race(show, now).open()
    race.press(0, 300)
    race.settle(900)
    rulings.rule(SYSTEM, race.turn_id, "wrong", race.at(8_000)[0], key="wrong-0001")
    assert race.turn.phase == Phase.SHOWN
    assert race.press(1, 500, arrives=8_600).verdict == "late", "it waited for the network"
    assert race.press(1, 8_400, client_us=None).verdict == "late", "nobody can say when it was made"
    assert race.press(1, 9_000).verdict == "early"


def test_a_foul_ends_the_race_that_goes_on(race: Race) -> None:
    race.press(0, 300)
    rulings.rule(
        SYSTEM,
        race.turn_id,
        "foul",
        race.at(400)[0],
        key="foul-0001",
        entry_id=race.show.entry_ids[2],
    )
    assert race.verdicts() == {0: "late"}
    turns.open_turn(SYSTEM, race.turn_id, race.at(5_000)[0])
    assert race.press(0, 5_300).verdict == ""
