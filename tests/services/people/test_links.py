"""One-time sign-in links."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from blueprints.people import services
from blueprints.people.models import SignInLink
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.people import PASSWORD, World


def use(token: str, now: datetime) -> services.SignedIn:
    return services.use_sign_in_link(token, address="192.0.2.7", now=now)


def test_a_link_works_once(world: World, now: datetime) -> None:
    token = services.issue_sign_in_link(world.clerk, now)
    assert services.link_holder(token, now) == "李示四"
    assert services.link_holder(token, now) == "李示四"  # looking doesn't use it up
    entered = use(token, now)
    assert (entered.account_id, entered.must_change_password) == (world.clerk, True)
    with pytest.raises(NotFound):
        use(token, now)


def test_a_link_ends_after_a_day(world: World, now: datetime) -> None:
    token = services.issue_sign_in_link(world.clerk, now)
    with pytest.raises(NotFound):
        use(token, now + timedelta(hours=24))
    use(token, now + timedelta(hours=24, seconds=-1))


def test_a_link_to_a_deactivated_account_is_dead(world: World, now: datetime) -> None:
    token = services.issue_sign_in_link(world.clerk, now)
    services.set_account_active(SYSTEM, world.clerk, active=False, now=now)
    with pytest.raises(NotFound):
        use(token, now)


def test_the_token_itself_is_not_kept(world: World, now: datetime) -> None:
    token = services.issue_sign_in_link(world.clerk, now)
    kept = db.session.scalars(sa.select(SignInLink.token_hash)).one()
    assert token not in kept


def test_a_reset_ends_the_password_and_the_sessions(world: World, now: datetime) -> None:
    token = services.reset_password(world.actor(world.administrator), world.west_admin, now=now)
    with pytest.raises(UserError, check=lambda error: error.code == "sign_in_refused"):
        services.sign_in("qian", PASSWORD, address="", now=now)
    assert use(token, now).must_change_password
