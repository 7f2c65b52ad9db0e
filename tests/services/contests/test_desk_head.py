"""The desk's head: whom it says to be waited for."""

import uuid
from datetime import datetime

from flask import Flask

from blueprints.contests.queries.desk.matrix import head_view
from blueprints.contests.services import desk
from blueprints.contests.services.judging import MarkInput
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall


def enter(hall: Hall, entry: int, item: str, value: str, now: datetime) -> None:
    key = str(uuid.uuid4())
    given = MarkInput(hall.round_id, hall.entry(entry).key, item, value, key, 1)
    desk.enter_mark(SYSTEM, given, now)


def behind(hall: Hall) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.key, one.waiting) for one in head_view(hall.round_id).behind]


def test_theory_papers_that_came_before_keep_nobody_waiting(app: Flask, now: datetime) -> None:
    hall = make_hall(now, preset="theory_practical", judges=3)
    for entry in range(3):
        enter(hall, entry, "theory", "80", now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    hall.mark(0, 0, "craft", "25")
    assert behind(hall) == []
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(1).key, now)
    hall.lock(0, 0)
    assert behind(hall) == [(hall.entry(0).key, (2, 3))]
