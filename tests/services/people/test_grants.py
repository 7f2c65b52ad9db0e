"""Roles: where they reach, who gives them, and the administrator who can't be removed."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from blueprints.people import contest_scopes, queries, services
from store import NotFound, UserError
from store.actors import SYSTEM
from tests.support.people import World, account

CONTEST = 41


def refusal(code: str) -> object:
    return pytest.raises(UserError, check=lambda error: error.code == code)


@pytest.fixture
def contest(world: World) -> Iterator[int]:
    """A contest that the west holds, as the contests feature would tell of it."""
    path = queries.organisation_path(world.west)
    assert path is not None
    scope = contest_scopes.ContestScope("示例技能比武", world.west, path)
    lookup = contest_scopes.register(lambda i: scope if i == CONTEST else None)
    yield CONTEST
    contest_scopes._lookups.remove(lookup)


def test_a_role_covers_the_subtree(world: World, now: datetime) -> None:
    services.grant_role(SYSTEM, world.clerk, "organiser", organisation_id=world.west, now=now)
    clerk = world.actor(world.clerk)
    covered = {
        name: clerk.may("organiser", organisation_path=queries.organisation_path(number) or "")
        for name, number in vars(world).items()
        if name in ("city", "west", "street", "works", "east")
    }
    assert covered == {
        "city": False,
        "west": True,
        "street": True,
        "works": True,
        "east": False,
    }


def test_giving_twice_changes_nothing(world: World, now: datetime) -> None:
    first = services.grant_role(SYSTEM, world.clerk, "scorer", organisation_id=world.west, now=now)
    again = services.grant_role(SYSTEM, world.clerk, "scorer", organisation_id=world.west, now=now)
    assert first == again


def test_a_revoked_role_ends_at_once_and_stays_on_record(world: World, now: datetime) -> None:
    boss = world.actor(world.administrator)
    grant = services.grant_role(boss, world.clerk, "scorer", organisation_id=world.west, now=now)
    services.revoke_role(boss, grant, now=now)
    assert world.actor(world.clerk).grants == frozenset()
    (row,) = queries.grant_history(boss, world.clerk)
    assert (row.granted_by, row.revoked_by, row.revoked_at) == ("赵示一", "赵示一", now)
    services.grant_role(boss, world.clerk, "scorer", organisation_id=world.west, now=now)
    assert len(queries.grant_history(boss, world.clerk)) == 2


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("administrator", {"organisation_id": "west"}),
        ("organisation_admin", {}),
        ("organisation_admin", {"contest_id": CONTEST}),
        ("scorer", {}),
    ],
)
def test_a_role_exists_only_in_its_scopes(
    world: World, contest: int, now: datetime, role: str, scope: dict[str, object]
) -> None:
    where = {k: getattr(world, v) if isinstance(v, str) else v for k, v in scope.items()}
    with refusal("scope"):
        services.grant_role(SYSTEM, world.clerk, role, now=now, **where)  # type: ignore[arg-type]


def test_an_organisation_administrator_gives_inside_the_own_subtree(
    world: World, now: datetime
) -> None:
    mine = world.actor(world.west_admin)
    services.grant_role(
        mine, world.clerk, "organisation_admin", organisation_id=world.street, now=now
    )
    with refusal("forbidden"):
        services.grant_role(mine, world.clerk, "administrator", now=now)
    for outside in (world.east, world.city):
        with pytest.raises(NotFound):
            services.grant_role(mine, world.clerk, "scorer", organisation_id=outside, now=now)
    with pytest.raises(NotFound):
        services.grant_role(mine, world.east_admin, "scorer", organisation_id=world.west, now=now)


def test_one_takes_only_what_one_could_give(world: World, now: datetime) -> None:
    mine = world.actor(world.west_admin)
    grant = services.grant_role(SYSTEM, world.clerk, "administrator", now=now)
    with refusal("forbidden"):  # seen, as the clerk's account is
        services.revoke_role(mine, grant, now=now)
    elsewhere = services.grant_role(
        SYSTEM, world.east_admin, "scorer", organisation_id=world.east, now=now
    )
    for unseen in (elsewhere, 99_999, 2**40):
        with pytest.raises(NotFound):
            services.revoke_role(mine, unseen, now=now)


def test_an_organiser_staffs_the_contest_from_any_organisation(
    world: World, contest: int, now: datetime
) -> None:
    services.grant_role(SYSTEM, world.clerk, "organiser", contest_id=contest, now=now)
    organiser = world.actor(world.clerk)
    services.grant_in_contest(organiser, "SUN", "scorer", contest_id=contest, now=now)
    assert world.actor(world.east_admin).may("scorer", contest_id=contest)
    assert not world.actor(world.east_admin).may("scorer", contest_id=contest + 1)
    assert [g.role for g in queries.contest_staff(contest)] == ["organiser", "scorer"]
    with refusal("forbidden"):
        services.grant_in_contest(organiser, "sun", "organiser", contest_id=contest, now=now)
    with refusal("username"):
        services.grant_in_contest(organiser, "nobody", "scorer", contest_id=contest, now=now)
    with pytest.raises(NotFound):
        services.grant_in_contest(organiser, "sun", "scorer", contest_id=contest + 1, now=now)


def test_the_last_administrator_stays(world: World, now: datetime) -> None:
    boss = world.actor(world.administrator)
    (grant,) = queries.grant_history(boss, world.administrator)
    with refusal("last_administrator"):
        services.revoke_role(boss, grant.id, now=now)
    with refusal("last_administrator"):
        services.set_account_active(boss, world.administrator, active=False, now=now)
    second = account("wu6", "吴示六", world.city, now)
    services.grant_role(boss, second, "administrator", now=now)
    services.set_account_active(boss, second, active=False, now=now)
    with refusal("last_administrator"):  # one who can't sign in doesn't count
        services.revoke_role(boss, grant.id, now=now)
    services.set_account_active(boss, second, active=True, now=now)
    services.revoke_role(boss, grant.id, now=now)
    assert not world.actor(world.administrator).is_administrator


def test_a_deactivated_account_is_given_nothing(world: World, now: datetime) -> None:
    services.set_account_active(SYSTEM, world.clerk, active=False, now=now)
    with refusal("inactive"):
        services.grant_role(SYSTEM, world.clerk, "scorer", organisation_id=world.west, now=now)
