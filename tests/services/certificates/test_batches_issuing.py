"""Batches being issued: paused, cancelled, at fault, leased to one worker, and how fast."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.models import (
    BatchState,
    CertificateStatus,
)
from blueprints.certificates.queries.batches import batch_view, progress_of, tally_of
from blueprints.certificates.services import issuing
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.services.batches.workers import has_died, new_worker
from store import AuditEntry, UserError, db
from store.actors import SYSTEM
from tests.support.issuing import (
    batch_now,
    certificates_of,
    finish,
    gaps,
    issue_undrawn,
    people,
    rows_of,
    running,
)
from tests.support.people import World, make_world


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def test_a_batch_is_paused_and_goes_on_under_the_same_numbers(world: World, now: datetime) -> None:
    batch_id = running(world.west, people(issuing.CHUNK + 5), now)
    assert issuing.take(batch_id, "first", now)
    items = issuing.next_chunk(batch_id, "first", now)
    assert items is not None
    batches_steps.pause(SYSTEM, batch_id, now)
    finish(batch_id, "first", items[:10], now)
    assert issuing.next_chunk(batch_id, "first", now) is None
    assert not issuing.take(batch_id, "second", now)
    reserved = [one.number for one in certificates_of(batch_id)]
    batches_steps.resume(SYSTEM, batch_id, now)
    assert issue_undrawn(batch_id, "second", now)
    assert [one.number for one in certificates_of(batch_id)][: issuing.CHUNK] == reserved
    assert gaps() == []


def test_cancelling_voids_what_was_reserved(world: World, now: datetime) -> None:
    batch_id = running(world.west, people(issuing.CHUNK + 5), now)
    issuing.take(batch_id, "worker", now)
    items = issuing.next_chunk(batch_id, "worker", now) or []
    finish(batch_id, "worker", items[:5], now)
    batches_steps.cancel(SYSTEM, batch_id, now)
    finish(batch_id, "worker", items[5:], now)
    statuses = [one.status for one in certificates_of(batch_id)]
    assert statuses == [CertificateStatus.VALID] * 5 + [CertificateStatus.VOID] * (
        issuing.CHUNK - 5
    )
    tally = tally_of(batch_id)
    assert (tally.issued, tally.skipped, tally.pending) == (5, issuing.CHUNK, 0)
    assert gaps() == []
    with pytest.raises(UserError):
        batches_steps.resume(SYSTEM, batch_id, now)


def test_a_row_that_cannot_be_made_goes_to_review_and_its_number_is_void(
    world: World, now: datetime
) -> None:
    batch_id = running(world.west, people(3), now)
    issuing.take(batch_id, "worker", now)
    items = issuing.next_chunk(batch_id, "worker", now) or []
    bad = issuing.Failed(items[1].certificate_id, {"code": "broken", "detail": {"why": "broken"}})
    issuing.finish_chunk(batch_id, "worker", [bad], now)
    finish(batch_id, "worker", [items[0], items[2]], now)
    assert issuing.next_chunk(batch_id, "worker", now) is None
    assert batch_now(batch_id).state == BatchState.DONE
    assert [str(row.state) for row in rows_of(batch_id)] == ["issued", "review", "issued"]
    assert [str(one.status) for one in certificates_of(batch_id)] == ["valid", "void", "valid"]
    assert gaps() == []


def test_a_fault_pauses_and_keeps_what_is_reserved(world: World, now: datetime) -> None:
    batch_id = running(world.west, people(3), now)
    issuing.take(batch_id, "worker", now)
    issuing.next_chunk(batch_id, "worker", now)
    issuing.stop_for(batch_id, "another worker", "storage: full", now)
    assert batch_now(batch_id).state == BatchState.RUNNING
    issuing.stop_for(batch_id, "worker", "storage: full", now)
    assert batch_now(batch_id).state == BatchState.PAUSED
    assert "full" in batch_view(batch_now(batch_id)).fault
    assert {one.status for one in certificates_of(batch_id)} == {CertificateStatus.RESERVED}


def test_a_lease_runs_out_and_ends_with_its_process(world: World, now: datetime) -> None:
    batch_id = running(world.west, people(3), now)
    assert issuing.take(batch_id, "first", now)
    assert not issuing.take(batch_id, "second", now + timedelta(seconds=59))
    assert issuing.take(batch_id, "second", now + timedelta(seconds=61))
    alive = new_worker()
    machine, pid, started, run = alive.split(".")
    dead = f"{machine}.{pid}.{int(started) - 1}.{run}"
    assert (has_died(alive), has_died(dead)) == (False, True)
    assert not has_died(f"00000000.{pid}.1.{run}")
    assert len(alive) <= 40


def test_what_is_told_in_the_audit_log(world: World, now: datetime) -> None:
    issue_undrawn(running(world.west, people(2), now), "worker", now)
    told = db.session.scalars(
        sa.select(AuditEntry.action)
        .where(AuditEntry.subject.startswith("batch:"))
        .order_by(AuditEntry.id)
    ).all()
    assert told == ["batch.made", "batch.submitted", "batch.certificates_issued", "batch.done"]


def test_the_rate_is_measured(world: World, now: datetime) -> None:
    batch_id = running(world.west, people(2 * issuing.CHUNK + 30), now)
    issuing.take(batch_id, "worker", now)
    assert progress_of(batch_view(batch_now(batch_id)), now).rate is None
    for second in (2, 4):
        at = now + timedelta(seconds=second)
        finish(batch_id, "worker", issuing.next_chunk(batch_id, "worker", at) or [], at)
    progress = progress_of(batch_view(batch_now(batch_id)), now + timedelta(seconds=5))
    assert (progress.done, progress.total) == (2 * issuing.CHUNK, 2 * issuing.CHUNK + 30)
    assert progress.rate == pytest.approx(issuing.CHUNK / 3)
    assert progress.seconds_left == round(30 * 3 / issuing.CHUNK)
