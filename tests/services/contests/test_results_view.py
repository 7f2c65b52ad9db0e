"""What a result says beside places and totals: prizes, advancement, how ties were parted."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.results import ResultView, result_document, result_view
from blueprints.contests.services import desk, progress
from store import write
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall

SECOND = Actor("system", 2, "another person")
RULES = {
    "prizes": {"tiers": [{"id": "first", "title": "一等奖", "count": 1}]},
    "advancement": {"method": "top", "count": 1},
}


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """Three entrants; one prize, and one goes on."""
    hall = make_hall(now, open_round=False)
    with write():
        hall.round.document = RULES
    progress.open_round(SYSTEM, hall.round_id, now)
    return hall


def mark_all(hall: Hall, entry: int, *values: str) -> None:
    for judge, value in enumerate(values):
        hall.mark(judge, entry, "performance", value)


def publish(hall: Hall) -> None:
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)


def view(hall: Hall, audience: Audience = Audience.PUBLIC) -> ResultView:
    return result_view(hall.round_id, audience)


def test_prizes_are_told_once_they_are_confirmed(hall: Hall) -> None:
    mark_all(hall, 1, "9.10", "9.20", "9.30")
    publish(hall)
    assert view(hall, Audience.DESK).rows[0].prizes == ("一等奖",)
    assert view(hall).rows[0].prizes == ()
    (round_,) = result_document(hall.round_id, Audience.PUBLIC)["rounds"]
    assert round_["prizes"] == []
    progress.confirm_prizes(SYSTEM, hall.round_id, hall.now)
    assert [row.prizes for row in view(hall).rows] == [("一等奖",), (), ()]
    (round_,) = result_document(hall.round_id, Audience.PUBLIC)["rounds"]
    assert [prize["entries"] for prize in round_["prizes"]] == [[hall.entry(1).ref]]


def test_advancement_is_certain_only_when_nothing_can_change_it(hall: Hall) -> None:
    mark_all(hall, 1, "9.10", "9.20", "9.30")
    assert view(hall, Audience.DESK).rows[0].advanced == "questionable"
    for entry in (0, 2):
        mark_all(hall, entry, "8.10", "8.20", "8.30")
    assert [row.advanced for row in view(hall, Audience.DESK).rows] == ["certain", "", ""]


def test_a_tie_says_which_step_parted_it(hall: Hall) -> None:
    mark_all(hall, 0, "9.00", "9.10", "9.20")
    mark_all(hall, 1, "8.90", "9.10", "9.30")
    rows = view(hall, Audience.DESK).rows
    assert [row.who.label for row in rows[:2]] == ["钱示二", "赵示一"]
    assert rows[0].decided is not None
    assert rows[0].decided.template == "highest single mark in {name}"


def test_a_stored_decision_parts_a_tie(hall: Hall) -> None:
    for entry in (0, 1):
        mark_all(hall, entry, "9.00", "9.10", "9.20")
    keys = [hall.entry(1).key, hall.entry(0).key]
    desk.decide_tie(SYSTEM, hall.round_id, keys, "tie_break", "加赛", hall.now)
    rows = view(hall, Audience.DESK).rows
    assert [row.who.label for row in rows[:2]] == ["钱示二", "赵示一"]
    assert rows[0].decided is not None
    assert str(rows[0].decided) == "tie-break"


def test_every_judges_mark_is_told_item_by_item(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="diving", judges=7)
    hall.mark(0, 0, "execution", "8.5", attempt=1)
    hall.mark(3, 0, "execution", "7.0", attempt=2)
    groups = view(hall, Audience.DESK).rows[0].groups
    assert [group.attempt for group in groups] == [1, 2, 3, 4, 5]
    assert groups[0].tiles[0].text == "8.5"
    assert groups[1].tiles[3].text == "7.0"
