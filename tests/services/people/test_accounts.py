"""Accounts: names, passwords, sessions, and whose they are to change."""

from datetime import datetime

import pytest

from blueprints.people import queries, services
from blueprints.people.models import Account
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.people import PASSWORD, World, account


def refusal(code: str) -> object:
    return pytest.raises(UserError, check=lambda error: error.code == code)


def stamp(account_id: int) -> str:
    return db.session.get_one(Account, account_id).session_stamp


@pytest.mark.parametrize("username", ["ab", "-abc", "a b c", "x" * 41, "a<b>c", ""])
def test_a_user_name_is_checked(world: World, now: datetime, username: str) -> None:
    with refusal("username"):
        account(username, "周示五", world.west, now)


def test_user_names_that_look_the_same_are_the_same(world: World, now: datetime) -> None:
    with refusal("username_taken"):
        account("ＺＨＡＯ", "周示五", world.west, now)


def test_a_changed_password_ends_every_session(world: World, now: datetime) -> None:
    before = stamp(world.west_admin)
    services.change_own_password(
        world.west_admin, current=PASSWORD, new="Copper-lantern-9", now=now
    )
    assert stamp(world.west_admin) != before
    assert queries.load_user(f"{world.west_admin}.{before}") is None
    services.sign_in("qian", "Copper-lantern-9", address="", now=now)


def test_changing_the_password_needs_the_current_one(world: World, now: datetime) -> None:
    with refusal("current_password"):
        services.change_own_password(world.west_admin, current="x", new="Copper-lantern-9", now=now)
    with refusal("same_password"):
        services.change_own_password(world.west_admin, current=PASSWORD, new=PASSWORD, now=now)
    with refusal("weak_password"):
        services.change_own_password(world.west_admin, current=PASSWORD, new="short", now=now)


def test_the_first_password_needs_none_before(world: World, now: datetime) -> None:
    services.change_own_password(world.clerk, current="", new="Copper-lantern-9", now=now)
    assert not db.session.get_one(Account, world.clerk).must_change_password


def test_a_deactivated_account_is_out_at_once(world: World, now: datetime) -> None:
    session_id = f"{world.west_admin}.{stamp(world.west_admin)}"
    assert queries.load_user(session_id) is not None
    services.set_account_active(SYSTEM, world.west_admin, active=False, now=now)
    assert queries.load_user(session_id) is None
    services.set_account_active(SYSTEM, world.west_admin, active=True, now=now)
    assert queries.load_user(session_id) is None  # the old session stays ended


@pytest.mark.parametrize("session_id", ["", "x", "1", "-1.x", "1" * 30 + ".x", "٣.x"])
def test_a_made_up_session_is_nobody(world: World, session_id: str) -> None:
    assert queries.load_user(session_id) is None


def test_accounts_of_other_organisations_are_not_there(world: World, now: datetime) -> None:
    mine = world.actor(world.west_admin)
    for other in (world.administrator, world.east_admin, 99_999, 2**40):
        with pytest.raises(NotFound):
            queries.account(mine, other)
        with pytest.raises(NotFound):
            services.issue_sign_in_link(other, now, actor=mine)
    listed = queries.accounts(mine, queries.AccountFilter()).items
    assert {row.id for row in listed} == {world.west_admin, world.clerk}


def test_an_account_with_higher_roles_cannot_be_taken_over(world: World, now: datetime) -> None:
    """A link or a reset for it would lift whoever asks to its roles."""
    services.grant_role(SYSTEM, world.clerk, "administrator", now=now)
    mine = world.actor(world.west_admin)
    assert queries.account(mine, world.clerk).name == "李示四"
    for takeover in (
        lambda: services.issue_sign_in_link(world.clerk, now, actor=mine),
        lambda: services.reset_password(mine, world.clerk, now=now),
        lambda: services.set_account_active(mine, world.clerk, active=False, now=now),
        lambda: services.end_sessions(mine, world.clerk, now=now),
    ):
        with refusal("forbidden"):
            takeover()


def test_an_account_moves_only_between_organisations_one_administers(
    world: World, now: datetime
) -> None:
    mine = world.actor(world.west_admin)
    change = {"username": "li4", "name": "李示四", "now": now}
    services.change_account(mine, world.clerk, organisation_id=world.works, **change)
    with pytest.raises(NotFound):
        services.change_account(mine, world.clerk, organisation_id=world.east, **change)
    with refusal("organisation"):
        services.change_account(mine, world.clerk, organisation_id=None, **change)


def test_the_list_narrows(world: World) -> None:
    boss = world.actor(world.administrator)

    def ids(**narrow: object) -> set[int]:
        found = queries.accounts(boss, queries.AccountFilter(**narrow))  # type: ignore[arg-type]
        return {row.id for row in found.items}

    assert ids(search="QIAN") == {world.west_admin}
    assert ids(search="示四") == {world.clerk}
    assert ids(search="%") == set()
    assert ids(organisation_id=world.west) == {world.west_admin, world.clerk}
    assert ids(role="administrator") == {world.administrator}
    assert ids(inactive=True) == set()


def test_a_name_is_kept_as_it_is_seen(world: World, now: datetime) -> None:
    made = account("wusheng", " 无\u202e声\u200b　示\x00一\n", world.city, now)
    assert db.session.get_one(Account, made).name == "无声 示一"
    with pytest.raises(UserError):
        account("kongbai", "\u200b\u2060", world.city, now)
