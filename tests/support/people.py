"""A small tree of organisations with a few accounts, made through the services."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.people import queries, services
from store import write
from store.actors import SYSTEM, Actor

PASSWORD = "Granite-harbour-7"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@dataclass(frozen=True)
class World:
    """city → west → street → works, and city → east; ids of organisations and accounts."""

    city: int
    west: int
    street: int
    works: int
    east: int
    administrator: int
    west_admin: int
    east_admin: int
    clerk: int

    def actor(self, account_id: int) -> Actor:
        """The actor of an account, as a request would find it."""
        found = queries.actor_for_account(account_id)
        assert found is not None
        return found


def make_world(now: datetime) -> World:
    """Make it. Every account but the clerk's has PASSWORD; the clerk holds no role."""
    with write():
        city = add("示例市总工会", "federation", None, now)
        west = add("示例西区总工会", "district_federation", city, now)
        street = add("示例街道总工会", "street_union", west, now)
        works = add("示例机床厂工会", "enterprise_union", street, now)
        east = add("示例东区总工会", "district_federation", city, now)
        boss = account("zhao", "赵示一", city, now, PASSWORD)
        services.grant_role(SYSTEM, boss, "administrator", now=now)
        west_admin = account("qian", "钱示二", west, now, PASSWORD)
        services.grant_role(SYSTEM, west_admin, "organisation_admin", organisation_id=west, now=now)
        east_admin = account("sun", "孙示三", east, now, PASSWORD)
        services.grant_role(SYSTEM, east_admin, "organisation_admin", organisation_id=east, now=now)
        clerk = account("li4", "李示四", street, now)
    return World(city, west, street, works, east, boss, west_admin, east_admin, clerk)


def add(name: str, kind: str, parent_id: int | None, now: datetime) -> int:
    """An organisation."""
    data = services.OrganisationData(name, kind)
    return services.create_organisation(SYSTEM, data, parent_id=parent_id, now=now)


def account(
    username: str, name: str, organisation_id: int, now: datetime, password: str | None = None
) -> int:
    """An account whose holder need not choose another password first."""
    return services.create_account(
        SYSTEM,
        username=username,
        name=name,
        organisation_id=organisation_id,
        password=password,
        must_change_password=password is None,
        now=now,
    )


def csrf(client: FlaskClient, page: str = "/sign-in") -> str:
    """The token that a page of this visitor carries."""
    found = TOKEN.search(client.get(page).text)
    assert found is not None
    return unescape(found[1])


def sign_in(
    client: FlaskClient, username: str, password: str = PASSWORD, **fields: str
) -> TestResponse:
    """Fill the sign-in form in and send it."""
    data = {"username": username, "password": password, "csrf_token": csrf(client), **fields}
    return client.post("/sign-in", data=data)


def signed_in(app: Flask, username: str) -> FlaskClient:
    """A browser in which this account has signed in."""
    client = app.test_client()
    sign_in(client, username)
    return client


def send(client: FlaskClient, address: str, page: str = "/account", **fields: str) -> TestResponse:
    """POST as a form on `page` would."""
    return client.post(address, data={"csrf_token": csrf(client, page), **fields})
