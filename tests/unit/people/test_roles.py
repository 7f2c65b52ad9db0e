"""Who may give which role where."""

import pytest

from blueprints.people.roles import ROLES, SCOPES_OF, may_grant
from store.actors import SYSTEM, Actor, Grant

WEST = "1.2."


def actor(role: str, *, path: str = "", contest_id: int | None = None) -> Actor:
    scope = "contest" if contest_id else "organisation" if path else "system"
    return Actor("account", 7, "x", frozenset({Grant(role, scope, path, contest_id)}))


@pytest.mark.parametrize("role", ROLES)
def test_the_system_gives_every_role_where_it_exists(role: str) -> None:
    for scope in ("system", "organisation", "contest"):
        assert may_grant(SYSTEM, role, scope, organisation_path=WEST, contest_id=3) is (
            scope in SCOPES_OF[role]
        )


@pytest.mark.parametrize("role", [r for r in ROLES if r != "administrator"])
def test_an_organisation_administrator_gives_roles_in_the_subtree_only(role: str) -> None:
    mine = actor("organisation_admin", path=WEST)
    assert may_grant(mine, role, "organisation", organisation_path="1.2.9.")
    assert not may_grant(mine, role, "organisation", organisation_path="1.")
    assert not may_grant(mine, role, "organisation", organisation_path="1.20.")


def test_nobody_below_an_administrator_makes_administrators() -> None:
    assert not may_grant(actor("organisation_admin", path=WEST), "administrator", "system")


@pytest.mark.parametrize("role", ["chief_referee", "scorer", "announcer", "supervisor"])
def test_an_organiser_staffs_the_own_contest(role: str) -> None:
    mine = actor("organiser", contest_id=3)
    assert may_grant(mine, role, "contest", organisation_path=WEST, contest_id=3)
    assert not may_grant(mine, role, "contest", organisation_path=WEST, contest_id=4)
    assert not may_grant(mine, role, "organisation", organisation_path=WEST)


def test_an_organiser_makes_no_organisers() -> None:
    mine = actor("organiser", path=WEST)
    assert not may_grant(mine, "organiser", "contest", organisation_path=WEST, contest_id=3)


@pytest.mark.parametrize("role", ["chief_referee", "scorer", "announcer", "supervisor"])
def test_other_roles_give_nothing(role: str) -> None:
    mine = actor(role, path=WEST)
    assert not any(
        may_grant(mine, r, s, organisation_path=WEST, contest_id=3)
        for r in ROLES
        for s in SCOPES_OF[r]
    )
