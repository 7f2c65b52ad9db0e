"""Who lets a seal be used lets it be used for what they saw, and for nothing that came later."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates.award_rows import as_given
from blueprints.certificates.models import BatchState
from blueprints.certificates.queries.batches.rows import rows_page
from blueprints.certificates.services import lists
from blueprints.certificates.services.batches import steps as batches_steps
from store import UserError
from store.actors import SYSTEM, Actor
from tests.support.issuing import batch_now, made, passed, people, rows_of, seal
from tests.support.people import PASSWORD, World, account, make_world, send, sign_in
from tests.support.people import services as accounts


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def batch_id(world: World, now: datetime) -> int:
    return passed(made(world.west, people(1), now, seal_id=seal(world.west, now)), now)


@pytest.fixture
def supervisor(world: World, now: datetime) -> Actor:
    person = account("supervisor1", "示例监督", world.west, now, PASSWORD)
    accounts.grant_role(SYSTEM, person, "supervisor", organisation_id=world.west, now=now)
    return world.actor(person)


def rename_first(batch_id: int, name: str, now: datetime) -> None:
    """In the list, where names come from; checked again."""
    recipient = rows_of(batch_id)[0].recipient
    changed = replace(as_given(recipient), name=name)
    lists.update_recipient(SYSTEM, recipient.list_id, recipient.id, changed, now)
    passed(batch_id, now)


def hand_in_another(batch_id: int, organiser: Actor, now: datetime) -> None:
    batches_steps.send_back(organiser, batch_id, "再看一遍", now)
    rename_first(batch_id, "换成别人", now)
    batches_steps.submit(organiser, batch_id, now)


def test_what_was_exchanged_meanwhile_is_not_approved(
    world: World, batch_id: int, supervisor: Actor, now: datetime
) -> None:
    organiser = world.actor(world.west_admin)
    batches_steps.submit(organiser, batch_id, now)
    seen = batches_steps.handed_in(batch_now(batch_id))
    later = now.replace(minute=59)
    hand_in_another(batch_id, organiser, later)
    with pytest.raises(UserError) as refused:
        batches_steps.approve(supervisor, batch_id, later, seen)
    assert refused.value.code == "batch_state"
    assert batch_now(batch_id).state == BatchState.SUBMITTED
    batches_steps.approve(supervisor, batch_id, later, batches_steps.handed_in(batch_now(batch_id)))
    assert batch_now(batch_id).state == BatchState.RUNNING


def test_the_page_says_which_handing_in_is_meant(
    client: FlaskClient, world: World, batch_id: int, supervisor: Actor, now: datetime
) -> None:
    batches_steps.submit(world.actor(world.west_admin), batch_id, now)
    sign_in(client, "supervisor1")
    page = f"/certificates/batches/{batch_id}"
    seen = batches_steps.handed_in(batch_now(batch_id))
    assert f'name="seen" value="{seen}"' in client.get(page).text
    send(client, f"{page}/approval", page)  # a form that was made up
    assert batch_now(batch_id).state == BatchState.SUBMITTED
    send(client, f"{page}/approval", page, seen=seen)
    assert batch_now(batch_id).state == BatchState.RUNNING


def test_whoever_approves_sees_where_the_codes_lead(
    client: FlaskClient, world: World, batch_id: int, supervisor: Actor, now: datetime
) -> None:
    """Without a public address it is the one by which the batch was made: anybody's choice."""
    batches_steps.submit(world.actor(world.west_admin), batch_id, now)
    sign_in(client, "supervisor1")
    page = client.get(f"/certificates/batches/{batch_id}").text
    assert f"{batch_now(batch_id).common['verify_base']}/v/" in page


def test_a_batch_that_was_sent_back_shows_the_list_as_it_is(
    world: World, batch_id: int, supervisor: Actor, now: datetime
) -> None:
    batches_steps.submit(world.actor(world.west_admin), batch_id, now)
    batches_steps.send_back(supervisor, batch_id, "姓名有误", now)
    rename_first(batch_id, "改正后", now)
    assert [row.name for row in rows_page(batch_now(batch_id), number=1).items] == ["改正后"]
