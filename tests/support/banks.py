"""A question bank with its keeper, for tests."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from blueprints.people import queries
from blueprints.people import services as people
from store.actors import SYSTEM, Actor
from tests.support.desk import Browser
from tests.support.people import PASSWORD, account, signed_in


@dataclass
class Keeper:
    """Who keeps the bank of `organisation_id`, and the browser in which they signed in."""

    organisation_id: int
    actor: Actor
    browser: Browser


def make_keeper(app: Flask, now: datetime, name: str = "示例区总工会") -> Keeper:
    """An organisation and the organiser who keeps its question bank."""
    organisation_id = people.create_organisation(
        SYSTEM, people.OrganisationData(name, "enterprise_union"), parent_id=None, now=now
    )
    return keeper_of(app, organisation_id, now)


def keeper_of(app: Flask, organisation_id: int, now: datetime) -> Keeper:
    """A new account that keeps the bank of this organisation."""
    name = f"keeper{organisation_id}"
    made = account(name, "周示五", organisation_id, now, PASSWORD)
    people.grant_role(SYSTEM, made, "organiser", now=now, organisation_id=organisation_id)
    actor = queries.actor_for_account(made)
    assert actor is not None
    return Keeper(organisation_id, actor, Browser(signed_in(app, name)))
