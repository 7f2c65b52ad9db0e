"""The tree: paths, moves, and what is refused."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from blueprints.people import queries, services
from blueprints.people.models import Organisation
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.people import World, add


def path(organisation_id: int) -> str:
    found = queries.organisation_path(organisation_id)
    assert found is not None
    return found


def refusal(code: str) -> object:
    return pytest.raises(UserError, check=lambda error: error.code == code)


def test_a_path_holds_the_ids_down_to_itself(world: World) -> None:
    assert path(world.works) == f"{world.city}.{world.west}.{world.street}.{world.works}."


def test_moving_takes_everything_below_along(world: World, now: datetime) -> None:
    services.move_organisation(SYSTEM, world.street, parent_id=world.east, now=now)
    assert path(world.street) == f"{world.city}.{world.east}.{world.street}."
    assert path(world.works) == f"{path(world.street)}{world.works}."
    assert path(world.west) == f"{world.city}.{world.west}."


def test_a_role_follows_the_moved_subtree_at_once(world: World, now: datetime) -> None:
    assert world.actor(world.west_admin).may(
        "organisation_admin", organisation_path=path(world.works)
    )
    services.move_organisation(SYSTEM, world.street, parent_id=world.east, now=now)
    assert not world.actor(world.west_admin).may(
        "organisation_admin", organisation_path=path(world.works)
    )
    assert world.actor(world.east_admin).may(
        "organisation_admin", organisation_path=path(world.works)
    )


@pytest.mark.parametrize("target", ["west", "street", "works"])
def test_nothing_moves_below_itself(world: World, now: datetime, target: str) -> None:
    with refusal("cycle"):
        services.move_organisation(SYSTEM, world.west, parent_id=getattr(world, target), now=now)


def test_an_id_that_begins_alike_is_not_below(world: World, now: datetime) -> None:
    """1.2. must not be taken for the beginning of 1.20."""
    for number in range(20):
        add(f"示例第{number}工会", "grassroots_union", world.city, now)
    rows = queries.organisations_for(world.actor(world.west_admin), "organisation_admin")
    assert {row.id for row in rows} == {world.west, world.street, world.works}


def test_twins_below_the_same_one_are_refused(world: World, now: datetime) -> None:
    with refusal("twin"):
        add("示例西区总工会", "district_federation", world.city, now)
    twin = add("示例街道总工会", "street_union", world.east, now)
    with refusal("twin"):
        services.move_organisation(SYSTEM, twin, parent_id=world.west, now=now)


def test_renaming_keeps_the_place(world: World, now: datetime) -> None:
    data = services.OrganisationData("示例西城总工会", "district_federation", zone="城西赛区")
    services.change_organisation(SYSTEM, world.west, data, now=now)
    found = db.session.get_one(Organisation, world.west)
    assert (found.name, found.zone, found.path) == (
        "示例西城总工会",
        "城西赛区",
        f"{world.city}.{world.west}.",
    )


def test_what_something_belongs_to_is_not_deleted(world: World, now: datetime) -> None:
    for used in (world.west, world.street, world.east):
        with refusal("in_use"):
            services.delete_organisation(SYSTEM, used, now=now)
    services.delete_organisation(SYSTEM, world.works, now=now)
    assert queries.organisation_path(world.works) is None


def test_archiving_goes_from_the_leaves_up(world: World, now: datetime) -> None:
    with refusal("not_empty"):
        services.set_organisation_active(SYSTEM, world.street, active=False, now=now)
    services.set_organisation_active(SYSTEM, world.works, active=False, now=now)
    services.set_organisation_active(SYSTEM, world.street, active=False, now=now)
    with refusal("parent_archived"):
        services.set_organisation_active(SYSTEM, world.works, active=True, now=now)
    with refusal("parent_archived"):
        add("示例新厂工会", "enterprise_union", world.street, now)


def test_the_tree_has_a_deepest_level(world: World, now: datetime) -> None:
    parent = world.works
    for level in range(8):
        parent = add(f"示例{level}级工会", "grassroots_union", parent, now)
    with refusal("too_deep"):
        add("示例太深工会", "grassroots_union", parent, now)
    with refusal("too_deep"):
        services.move_organisation(SYSTEM, world.west, parent_id=world.east, now=now)


def test_an_organisation_administrator_stays_inside(world: World, now: datetime) -> None:
    mine = world.actor(world.west_admin)
    data = services.OrganisationData("示例新街道总工会", "street_union")
    services.create_organisation(mine, data, parent_id=world.west, now=now)
    with pytest.raises(NotFound):
        services.create_organisation(mine, data, parent_id=world.east, now=now)
    with pytest.raises(NotFound):
        services.move_organisation(mine, world.street, parent_id=world.east, now=now)
    with refusal("forbidden"):
        services.create_organisation(mine, data, parent_id=None, now=now)


def test_nobody_moves_or_removes_the_organisation_their_role_rests_on(
    world: World, now: datetime
) -> None:
    mine = world.actor(world.west_admin)
    with refusal("forbidden"):
        services.set_organisation_active(mine, world.west, active=False, now=now)
    with refusal("forbidden"):
        services.delete_organisation(mine, world.west, now=now)


def test_the_tree_reads_in_order_in_one_query_for_rows(world: World) -> None:
    rows = queries.tree(world.actor(world.administrator))
    assert [(row.id, row.depth) for row in rows] == [
        (world.city, 0),
        (world.east, 1),
        (world.west, 1),
        (world.street, 2),
        (world.works, 3),
    ]


def test_a_search_keeps_what_is_above_the_matches(world: World) -> None:
    rows = queries.tree(world.actor(world.administrator), "机床")
    assert [(row.id, row.matches) for row in rows] == [
        (world.city, False),
        (world.west, False),
        (world.street, False),
        (world.works, True),
    ]


def test_the_order_of_rows_needs_a_bounded_number_of_queries(world: World) -> None:
    actor = world.actor(world.administrator)
    statements: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    queries.tree(actor)
    assert len([s for s in statements if s.startswith("SELECT")]) == 2


def test_no_twin_hides_behind_characters_that_nobody_sees(world: World, now: datetime) -> None:
    add("示例\u200b同名工会", "enterprise_union", world.city, now)
    with pytest.raises(UserError):
        add("示例同名\u202e工会", "enterprise_union", world.city, now)
