"""Batches: put together, looked through, handed in, approved by another."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.certificates import codes
from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    BatchRow,
    BatchState,
    Recipient,
    RowState,
    Seal,
)
from blueprints.certificates.queries.batches import batch_view, tally_of
from blueprints.certificates.services import batches, issuing, lists
from blueprints.certificates.services.batches import steps as batches_steps
from store import NotFound, UserError, db, write
from store.actors import SYSTEM, Actor
from tests.support.award_lists import filled_list
from tests.support.issuing import (
    batch_now,
    certificates_of,
    given,
    issue_undrawn,
    made,
    passed,
    people,
    rows_of,
    running,
    seal,
)
from tests.support.people import World, account, make_world
from tests.support.people import services as accounts

LATER = timedelta(minutes=1)


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def member(world: World, role: str, now: datetime) -> Actor:
    """Somebody with a role in the western district."""
    person = account(f"{role}1", f"示例{role}", world.west, now)
    accounts.grant_role(SYSTEM, person, role, organisation_id=world.west, now=now)
    return world.actor(person)


def code_of(refusal: pytest.ExceptionInfo[UserError]) -> str:
    return refusal.value.code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issuer": "  "}, "issuer"),
        ({"issued_on": "2026-02-30"}, "issued_on"),
        ({"template": "version:99"}, "template"),
        ({"template": "version:x"}, "template"),
        ({"template": "other:1"}, "template"),
        ({"template": "ready:none-such"}, "not_found"),
        ({"dx_mm": "nan"}, "offset"),
        ({"dy_mm": "1e9"}, "offset"),
        ({"seal_id": 99}, "not_found"),
    ],
)
def test_what_a_batch_is_refused_for(
    world: World, now: datetime, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(UserError) as refusal:
        made(world.west, people(1), now, **changes)
    assert code_of(refusal) == code


def test_an_empty_list_and_a_retired_seal_are_refused(world: World, now: datetime) -> None:
    with pytest.raises(UserError) as refusal:
        made(world.west, [], now)
    assert code_of(refusal) == "empty_list"
    kept = seal(world.west, now)
    with write():
        db.session.get_one(Seal, kept).retired_at = now
    with pytest.raises(UserError) as refusal:
        made(world.west, people(1), now, seal_id=kept)
    assert code_of(refusal) == "retired"


def test_other_bodies_templates_and_seals_are_unknown(world: World, now: datetime) -> None:
    batch = batch_now(made(world.west, people(1), now))
    with pytest.raises(UserError) as refusal:
        made(world.east, people(1), now, template=f"version:{batch.version_id}")
    assert code_of(refusal) == "template"
    with pytest.raises(NotFound):
        made(world.east, people(1), now, seal_id=seal(world.west, now))


def test_only_who_prepares_makes_batches(world: World, now: datetime) -> None:
    list_id = filled_list(world.west, people(1), now)
    with pytest.raises(NotFound):
        batches.create_batch(world.actor(world.east_admin), list_id, given(), now)
    with pytest.raises(UserError) as refusal:
        batches.create_batch(member(world, "supervisor", now), list_id, given(), now)
    assert refusal.value.status == 403
    batches.create_batch(member(world, "organiser", now), list_id, given(), now)


def test_a_batch_without_seal_runs_as_soon_as_it_is_handed_in(world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(3), now), now)
    assert batches_steps.submit(SYSTEM, batch_id, now) == BatchState.RUNNING
    assert issue_undrawn(batch_id, "worker", now)
    batch = batch_now(batch_id)
    assert (batch.state, batch.finished_at, batch.lease_by) == (BatchState.DONE, now, None)
    assert [one.name for one in certificates_of(batch_id)] == ["示例1", "示例2", "示例3"]
    assert not issue_undrawn(batch_id, "worker", now)


def test_a_batch_must_be_checked_as_the_list_is_now(world: World, now: datetime) -> None:
    batch_id = made(world.west, people(2), now)
    with pytest.raises(UserError) as refusal:
        batches_steps.submit(SYSTEM, batch_id, now)
    assert code_of(refusal) == "unchecked"
    passed(batch_id, now)
    lists.add_recipient(SYSTEM, batch_now(batch_id).list_id, AwardRow("迟示到"), now)
    assert batch_view(batch_now(batch_id)).is_stale
    with pytest.raises(UserError) as refusal:
        batches_steps.submit(SYSTEM, batch_id, now)
    assert code_of(refusal) == "stale"


def test_the_seal_is_used_only_when_somebody_else_approves(world: World, now: datetime) -> None:
    organiser, supervisor = (member(world, role, now) for role in ("organiser", "supervisor"))
    batch_id = passed(made(world.west, people(2), now, seal_id=seal(world.west, now)), now)
    assert batches_steps.submit(organiser, batch_id, now) == BatchState.SUBMITTED
    assert not issuing.take(batch_id, "worker", now)
    with pytest.raises(UserError) as refusal:
        batches_steps.approve(organiser, batch_id, now)
    assert code_of(refusal) == "own_batch"
    with pytest.raises(NotFound):
        batches_steps.approve(world.actor(world.east_admin), batch_id, now)
    batches_steps.approve(supervisor, batch_id, now + LATER)
    batch = batch_now(batch_id)
    assert (batch.submitted_by, batch.approved_by) == (organiser.ref, supervisor.ref)
    assert issue_undrawn(batch_id, "worker", now)
    with pytest.raises(UserError) as refusal:
        batches_steps.approve(supervisor, batch_id, now)
    assert code_of(refusal) == "batch_state"


def test_nothing_changes_between_approval_and_issue(world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(1), now, seal_id=seal(world.west, now)), now)
    batches_steps.submit(member(world, "organiser", now), batch_id, now)
    batch = batch_now(batch_id)
    (row,) = rows_of(batch_id)
    recipient = db.session.get_one(Recipient, row.recipient_id)
    other = AwardRow("换示名", "", "别的单位", "特等奖")
    lists.update_recipient(SYSTEM, batch.list_id, recipient.id, other, now)
    with pytest.raises(UserError):
        batches.change_batch(SYSTEM, batch_id, given(issuer="别的单位"), now)
    batches_steps.approve(SYSTEM, batch_id, now)
    issue_undrawn(batch_id, "worker", now)
    (made_,) = certificates_of(batch_id)
    assert (made_.name, made_.award, made_.issuer) == ("示例1", "一等奖", "示例市总工会")
    assert made_.content["values"]["name"] == "示例1"
    assert made_.content["values"]["verify_url"] == f"https://example.org/v/{made_.code}"
    assert made_.content["values"]["verify_code"] == codes.grouped(made_.code)


def test_columns_of_a_list_never_speak_for_the_body(world: World, now: datetime) -> None:
    columns = (
        "issuer",
        "issued_on",
        "seal",
        "lang",
        "verify_base",
        "verify_url",
        "verify_code",
        "number",
        "name",
    )
    rows = [replace(people(1)[0], values={**dict.fromkeys(columns, "冒充"), "team": "甲队"})]
    batch_id = running(world.west, rows, now)
    issue_undrawn(batch_id, "worker", now)
    (one,) = certificates_of(batch_id)
    assert "冒充" not in str(one.content)
    assert one.content["values"]["team"] == "甲队"


def test_a_batch_is_sent_back_with_a_reason_and_handed_in_again(
    world: World, now: datetime
) -> None:
    batch_id = passed(made(world.west, people(1), now, seal_id=seal(world.west, now)), now)
    batches_steps.submit(SYSTEM, batch_id, now)
    supervisor = member(world, "supervisor", now)
    with pytest.raises(UserError) as refusal:
        batches_steps.send_back(supervisor, batch_id, "  ", now)
    assert code_of(refusal) == "reason"
    batches_steps.send_back(supervisor, batch_id, "日期有误: 请改", now)
    view = batch_view(batch_now(batch_id))
    assert (view.state, view.sent_back, view.fault) == (BatchState.DRAFT, "日期有误: 请改", "")
    assert batches_steps.submit(SYSTEM, batch_id, now) == BatchState.SUBMITTED
    assert batch_now(batch_id).fault == ""


def test_a_seal_that_was_retired_meanwhile_is_not_used(world: World, now: datetime) -> None:
    kept = seal(world.west, now)
    batch_id = passed(made(world.west, people(1), now, seal_id=kept), now)
    batches_steps.submit(SYSTEM, batch_id, now)
    with write():
        db.session.get_one(Seal, kept).retired_at = now
    with pytest.raises(UserError) as refusal:
        batches_steps.approve(member(world, "supervisor", now), batch_id, now)
    assert code_of(refusal) == "retired"


def found(batch_id: int, position: int, *codes: str) -> int:
    """As the check would have left a row in which it found this."""
    row_id = rows_of(batch_id)[position].id
    with write():
        row = db.session.get_one(BatchRow, row_id)
        row.findings = [{"code": code} for code in codes]
        row.state = batches.state_by(row.findings, accepted=False)
    return row_id


def test_rows_are_skipped_taken_back_and_let_pass(world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(4), now), now)
    asks, forbids = found(batch_id, 0, "overflow"), found(batch_id, 1, "missing", "overflow")
    found(batch_id, 2, "other_typeface")
    states = lambda: [str(row.state) for row in rows_of(batch_id)]  # noqa: E731
    assert states() == ["review", "review", "pending", "pending"]
    batches.accept_rows(SYSTEM, batch_id, [asks, forbids], now)
    assert states() == ["pending", "review", "pending", "pending"]
    batches.skip_rows(SYSTEM, batch_id, None, "放弃", now)
    assert states() == ["pending", "skipped", "pending", "pending"]
    assert rows_of(batch_id)[1].note == "放弃"
    batches.take_rows_back(SYSTEM, batch_id, [forbids], now)
    assert states() == ["pending", "review", "pending", "pending"]
    batches_steps.submit(SYSTEM, batch_id, now)
    issue_undrawn(batch_id, "worker", now)
    tally = tally_of(batch_id)
    assert (tally.issued, tally.review, tally.skipped, tally.rows) == (3, 1, 0, 4)
    assert tally.adds_up


def test_rows_of_another_batch_are_not_touched(world: World, now: datetime) -> None:
    first, second = (passed(made(world.west, people(1), now), now) for _ in range(2))
    batches.skip_rows(SYSTEM, first, [row.id for row in rows_of(second)], "", now)
    assert [row.state for row in rows_of(second)] == [RowState.PENDING]
