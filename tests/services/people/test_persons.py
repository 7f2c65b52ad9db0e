"""Persons: a name, a place, a worker number."""

from datetime import datetime

import pytest

from blueprints.people import services
from blueprints.people.models import Person
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.people import World


def test_a_person_is_recorded_by_who_organises_there(world: World, now: datetime) -> None:
    services.grant_role(SYSTEM, world.clerk, "organiser", organisation_id=world.street, now=now)
    organiser = world.actor(world.clerk)
    made = services.create_person(
        organiser, name=" 周示五 ", organisation_id=world.works, worker_number="0017", now=now
    )
    person = db.session.get_one(Person, made)
    assert (person.name, person.worker_number, person.organisation.name) == (
        "周示五",
        "0017",
        "示例机床厂工会",
    )
    with pytest.raises(NotFound):
        services.create_person(organiser, name="周示五", organisation_id=world.east, now=now)


def test_a_worker_number_is_unique_in_its_organisation(world: World, now: datetime) -> None:
    for place in (world.works, world.east):
        services.create_person(
            SYSTEM, name="周示五", organisation_id=place, worker_number="0017", now=now
        )
    with pytest.raises(UserError, check=lambda error: error.code == "worker_number"):
        services.create_person(
            SYSTEM, name="吴示六", organisation_id=world.works, worker_number=" 0017", now=now
        )
    for _twice in range(2):  # without a number nothing can clash
        services.create_person(SYSTEM, name="吴示六", organisation_id=world.works, now=now)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_person_has_a_name(world: World, now: datetime, name: str) -> None:
    with pytest.raises(UserError, check=lambda error: error.code == "name"):
        services.create_person(SYSTEM, name=name, organisation_id=world.works, now=now)
