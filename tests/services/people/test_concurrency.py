"""Several people at the same moment, on both databases."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.people import passwords, queries, services
from blueprints.people.models import Organisation, SignInFailures
from store import db
from store.actors import SYSTEM
from store.audit import broken_links
from tests.support.at_once import DATABASES, application, refusals
from tests.support.people import World, account, make_world

FAILURES = 5


@pytest.fixture(params=DATABASES)
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    yield from application(request, tmp_path)


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def together(app: Flask, asks: list[Callable[[], object]]) -> list[str]:
    outcomes = refusals(app, asks)
    assert broken_links() == []
    return outcomes


def test_guesses_dont_slip_under_the_limit(
    app: Flask, world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve at once: the hash is looked at for five of them, however they interleave."""
    looked_at: list[str] = []
    verify = passwords.verify

    def counted(encoded: str | None, password: str) -> bool:
        looked_at.append(password)
        return verify(encoded, password)

    monkeypatch.setattr(passwords, "verify", counted)
    guess = lambda: services.sign_in("zhao", "wrong", address="", now=now)  # noqa: E731
    assert together(app, [guess] * 12) == ["sign_in_refused"] * 12
    assert len(looked_at) == FAILURES
    assert db.session.scalars(sa.select(SignInFailures.failures)).all() == [FAILURES]


def test_a_link_lets_one_in(app: Flask, world: World, now: datetime) -> None:
    token = services.issue_sign_in_link(world.clerk, now)
    use = lambda: services.use_sign_in_link(token, address="", now=now)  # noqa: E731
    assert sorted(together(app, [use] * 8)) == [""] + ["not_found"] * 7


def test_two_moves_close_no_circle(app: Flask, world: World, now: datetime) -> None:
    outcomes = together(
        app,
        [
            lambda: services.move_organisation(SYSTEM, world.west, parent_id=world.east, now=now),
            lambda: services.move_organisation(SYSTEM, world.east, parent_id=world.street, now=now),
        ],
    )
    assert sorted(outcomes) == ["", "cycle"]
    paths = {o.id: o.path for o in db.session.scalars(sa.select(Organisation))}
    for organisation in db.session.scalars(sa.select(Organisation)):
        above = paths.get(organisation.parent_id, "")
        assert organisation.path == f"{above}{organisation.id}."


def test_two_administrators_dont_remove_each_other(app: Flask, world: World, now: datetime) -> None:
    second = account("wu6", "吴示六", world.city, now)
    theirs = services.grant_role(SYSTEM, second, "administrator", now=now)
    (own,) = queries.grant_history(SYSTEM, world.administrator)
    boss, other = world.actor(world.administrator), world.actor(second)
    outcomes = together(
        app,
        [
            lambda: services.revoke_role(boss, theirs, now=now),
            lambda: services.revoke_role(other, own.id, now=now),
        ],
    )
    assert sorted(outcomes) == ["", "last_administrator"]


def test_one_leaves_while_the_other_is_deactivated(app: Flask, world: World, now: datetime) -> None:
    second = account("wu6", "吴示六", world.city, now)
    services.grant_role(SYSTEM, second, "administrator", now=now)
    boss, other = world.actor(world.administrator), world.actor(second)
    outcomes = together(
        app,
        [
            lambda: services.set_account_active(boss, second, active=False, now=now),
            lambda: services.set_account_active(other, world.administrator, active=False, now=now),
        ],
    )
    assert sorted(outcomes) == ["", "last_administrator"]


def test_one_user_name_goes_to_one_account(app: Flask, world: World, now: datetime) -> None:
    make = lambda: account("wu6", "吴示六", world.city, now)  # noqa: E731
    assert sorted(together(app, [make] * 8)) == [""] + ["username_taken"] * 7


def test_a_role_given_twice_at_once_is_one_role(app: Flask, world: World, now: datetime) -> None:
    give = lambda: services.grant_role(  # noqa: E731
        SYSTEM, world.clerk, "scorer", organisation_id=world.west, now=now
    )
    assert together(app, [give] * 4) == [""] * 4
    assert len(queries.grant_history(SYSTEM, world.clerk)) == 1
