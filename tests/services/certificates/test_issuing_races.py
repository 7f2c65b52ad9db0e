"""Numbers and rows when several are at it, and when a process dies: on both databases."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from blueprints.certificates.models import BatchState, CertificateStatus, RowState
from blueprints.certificates.services import batches, issuing
from blueprints.certificates.services.batches import steps as batches_steps
from store.actors import SYSTEM
from store.audit import broken_links
from tests.support import at_once
from tests.support.at_once import DATABASES, application
from tests.support.award_lists import filled_list
from tests.support.issuing import (
    batch_now,
    certificates_of,
    gaps,
    given,
    issue_undrawn,
    passed,
    people,
    rows_of,
    running,
)
from tests.support.people import World, make_world
from tests.support.processes import ROOT


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    yield from application(request, tmp_path)


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def together(app: Flask, asks: list[Callable[[], object]]) -> list[object]:
    answers = at_once.together(app, asks)
    assert broken_links() == []
    return answers


def test_batches_at_once_share_one_row_of_numbers(app: Flask, world: World, now: datetime) -> None:
    ids = [running(world.west, people(60, 100 * n), now) for n in range(4)]
    asks = [lambda n=n: issue_undrawn(n, f"worker-{n}", now) for n in ids]
    assert together(app, asks) == [True] * 4
    assert gaps() == []
    numbers = [one.number for n in ids for one in certificates_of(n)]
    assert len(set(numbers)) == len(numbers) == 240
    assert {row.state for n in ids for row in rows_of(n)} == {RowState.ISSUED}


def test_of_many_workers_one_takes_a_batch(app: Flask, world: World, now: datetime) -> None:
    batch_id = running(world.west, people(60), now)
    asks = [lambda n=n: issuing.take(batch_id, f"worker-{n}", now) for n in range(6)]
    assert sorted(together(app, asks)) == [False] * 5 + [True]


def test_workers_that_think_the_other_dead_issue_each_row_once(
    app: Flask, world: World, now: datetime
) -> None:
    """Every step of each begins an hour after the last: no lease ever holds."""
    batch_id = running(world.west, people(120), now)
    hours = iter(now + timedelta(hours=n) for n in range(10_000))

    def work(worker: str) -> bool:
        while batch_now(batch_id).state == BatchState.RUNNING:
            issue_undrawn(batch_id, worker, next(hours))
        return True

    assert all(together(app, [lambda n=n: work(f"worker-{n}") for n in range(3)]))
    found = certificates_of(batch_id)
    assert [one.status for one in found] == [CertificateStatus.VALID] * 120
    assert len({one.row_id for one in found}) == 120
    assert gaps() == []


def test_two_batches_of_one_list_never_issue_to_one_person_twice(
    app: Flask, world: World, now: datetime
) -> None:
    list_id = filled_list(world.west, people(40), now)
    ids = [batches.create_batch(SYSTEM, list_id, given(), now) for _ in range(2)]
    for n in ids:
        batches_steps.submit(SYSTEM, passed(n, now), now)
    asks = [lambda n=n: issue_undrawn(n, f"worker-{n}", now) for n in ids]
    assert together(app, asks) == [True, True]
    found = [one.recipient_id for n in ids for one in certificates_of(n)]
    assert len(found) == len(set(found)) == 40
    assert gaps() == []
    states = [row.state for n in ids for row in rows_of(n)]
    assert (states.count(RowState.ISSUED), states.count(RowState.SKIPPED)) == (40, 40)


def test_cancelling_meets_issuing(app: Flask, world: World, now: datetime) -> None:
    batch_id = running(world.west, people(200), now)
    asks = [
        lambda: issue_undrawn(batch_id, "worker", now),
        lambda: batches_steps.cancel(SYSTEM, batch_id, now),
    ]
    together(app, asks)
    assert batch_now(batch_id).state == BatchState.CANCELLED
    by_row = {one.row_id: one.status for one in certificates_of(batch_id)}
    for row in rows_of(batch_id):
        valid = by_row.get(row.id) == CertificateStatus.VALID
        assert row.state == (RowState.ISSUED if valid else RowState.SKIPPED)
    assert CertificateStatus.RESERVED not in by_row.values()
    assert gaps() == []


@pytest.mark.parametrize("moment", ["before_commit", "after_commit"])
def test_a_process_that_dies_leaves_no_gap(
    app: Flask, world: World, now: datetime, moment: str, tmp_path: Path
) -> None:
    """It dies right before or right after the commit that takes numbers."""
    batch_id = running(world.west, people(issuing.CHUNK + 5), now)
    before = gaps()
    url = app.extensions["settings"].database_url
    words = [sys.executable, "-m", "tests.support.dying", str(tmp_path), url, str(batch_id), moment]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ}, check=False, capture_output=True)
    assert done.returncode == -9, done.stderr.decode()
    reserved = [one.number for one in certificates_of(batch_id)]
    assert len(reserved) == (0 if moment == "before_commit" else issuing.CHUNK)
    assert (before, gaps()) == ([], [])
    assert issue_undrawn(batch_id, "another worker", now + timedelta(minutes=2))
    assert [one.number for one in certificates_of(batch_id)][: len(reserved)] == reserved
    assert gaps() == []
    assert {row.state for row in rows_of(batch_id)} == {RowState.ISSUED}
