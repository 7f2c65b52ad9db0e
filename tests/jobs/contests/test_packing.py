"""Packing by the worker: after publication by itself, and what was left while none ran."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests import jobs
from blueprints.contests.queries.packages import package_lines
from blueprints.contests.services import progress, promotion
from blueprints.contests.services.promotion import RuleInput
from store.actors import SYSTEM
from tests.services.contests.test_promotion import hall_with_rule, publish
from tests.support.contests import make_hall
from tests.support.packages import published


def test_publication_asks_for_a_package_and_the_job_makes_it(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(jobs.pack, "later", asked.append)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    hall = published(make_hall(now, entries=4))
    assert asked and set(asked) == {hall.contest_id}
    jobs.pack(hall.contest_id)
    jobs.pack(hall.contest_id)
    assert [line.version for line in package_lines(hall.contest_id)] == [1]
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    jobs.pack(hall.contest_id)
    assert [line.version for line in package_lines(hall.contest_id)] == [2, 1]


def test_what_no_worker_packed_is_found(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    hall = published(make_hall(now, entries=4))
    asked: list[int] = []
    monkeypatch.setattr(jobs.pack, "later", asked.append)
    jobs.pack_what_was_left()
    assert asked == [hall.contest_id]
    jobs.pack(hall.contest_id)
    jobs.pack_what_was_left()
    assert asked == [hall.contest_id]


def test_who_was_sent_on_asks_for_another_package(
    app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = hall_with_rule(now, RuleInput("top", count=2))
    publish(hall)
    asked: list[int] = []
    monkeypatch.setattr(jobs.pack, "later", asked.append)
    promotion.promote(SYSTEM, hall.round_id, now)
    assert asked == [hall.contest_id]
