"""Honor rolls: published on a stated ground, withdrawn, and never showing who withdrew."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.models import HonorRoll
from blueprints.certificates.queries.notices import notices_of
from blueprints.certificates.queries.rolls import photo_on, roll_by_slug, roll_desk, rolls_of
from blueprints.certificates.services import lists, notices, rolls
from blueprints.people import services as people
from store import NotFound, UserError, db
from store.actors import ANONYMOUS, SYSTEM
from store.audit import AuditEntry
from tests.support.award_lists import rows_of
from tests.support.honors import BASIS, hide, honored_list, notice_input, public_roll
from tests.support.people import World, account, make_world


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def list_id(world: World, now: datetime) -> int:
    return honored_list(world.west, now)


def draft(list_id: int, now: datetime) -> HonorRoll:
    roll_id = rolls.create_roll(SYSTEM, list_id, rolls.RollInput("光荣榜"), now)
    return db.session.get_one(HonorRoll, roll_id)


def actions() -> list[str]:
    query = sa.select(AuditEntry.action).where(AuditEntry.subject.startswith("roll:"))
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def names(slug: str) -> list[str]:
    db.session.rollback()
    return [one.name for one in roll_by_slug(ANONYMOUS, slug).people]


def test_a_draft_is_not_there_for_the_public(list_id: int, now: datetime) -> None:
    roll = draft(list_id, now)
    with pytest.raises(NotFound):
        roll_by_slug(ANONYMOUS, roll.slug)
    assert len(roll.slug) == 16
    assert roll.slug != draft(list_id, now).slug


def test_publishing_needs_a_ground_and_puts_it_on_record(
    world: World, list_id: int, now: datetime
) -> None:
    roll = draft(list_id, now)
    admin = world.actor(world.west_admin)
    with pytest.raises(UserError) as refused:
        rolls.publish_roll(admin, roll.id, "  ", now)
    assert refused.value.code == "no_basis"
    rolls.publish_roll(admin, roll.id, BASIS, now)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.detail["basis"]) == ("roll.published", BASIS)
    assert entry.detail["people"] == 3
    assert names(roll.slug) == ["赵示一", "钱示二", "孙示"]


def test_it_is_withdrawn_at_once_and_can_be_published_again(list_id: int, now: datetime) -> None:
    roll = db.session.get_one(HonorRoll, public_roll(list_id, now))
    rolls.withdraw_roll(SYSTEM, roll.id, "名单有误", now)
    with pytest.raises(NotFound):
        roll_by_slug(ANONYMOUS, roll.slug)
    with pytest.raises(UserError, match="未公开"):
        rolls.withdraw_roll(SYSTEM, roll.id, "", now)
    rolls.publish_roll(SYSTEM, roll.id, BASIS, now)
    assert len(names(roll.slug)) == 3
    assert actions() == [
        "roll.created", "roll.published", "roll.withdrawn", "roll.published",
    ]  # fmt: skip


def test_who_withdrew_is_gone_and_comes_back_when_shown_again(list_id: int, now: datetime) -> None:
    roll = db.session.get_one(HonorRoll, public_roll(list_id, now))
    slug, first = roll.slug, rows_of(list_id)[0].id
    assert photo_on(roll_by_slug(ANONYMOUS, slug), first)
    hide(list_id, 0, now)
    assert names(slug) == ["钱示二", "孙示"]
    with pytest.raises(NotFound):
        photo_on(roll_by_slug(ANONYMOUS, slug), first)
    assert roll_desk(SYSTEM, roll.id).line.hidden == 1
    lists.show_recipient(SYSTEM, list_id, first, now)
    assert names(slug) == ["赵示一", "钱示二", "孙示"]


def test_nobody_to_show_is_nothing_to_publish(list_id: int, now: datetime) -> None:
    roll = draft(list_id, now)
    for position in range(3):
        hide(list_id, position, now)
    with pytest.raises(UserError) as refused:
        rolls.publish_roll(SYSTEM, roll.id, BASIS, now)
    assert refused.value.code == "nobody"


def test_only_a_draft_is_deleted(list_id: int, now: datetime) -> None:
    roll_id = draft(list_id, now).id
    rolls.remove_roll(SYSTEM, roll_id, now)
    assert db.session.get(HonorRoll, roll_id) is None
    public = public_roll(list_id, now)
    rolls.withdraw_roll(SYSTEM, public, "", now)
    with pytest.raises(UserError) as refused:
        rolls.remove_roll(SYSTEM, public, now)
    assert refused.value.code == "kept"


def test_who_may(world: World, list_id: int, now: datetime) -> None:
    roll = draft(list_id, now)
    watching = account("wu6", "吴示六", world.west, now)
    people.grant_role(SYSTEM, watching, "supervisor", organisation_id=world.west, now=now)
    supervisor, stranger = world.actor(watching), world.actor(world.east_admin)
    assert not roll_desk(supervisor, roll.id).edits
    with pytest.raises(UserError) as refused:
        rolls.publish_roll(supervisor, roll.id, BASIS, now)
    assert refused.value.status == 403
    for forbidden in (stranger, world.actor(world.clerk), ANONYMOUS):
        with pytest.raises(NotFound):
            rolls.publish_roll(forbidden, roll.id, BASIS, now)
        with pytest.raises(NotFound):
            roll_by_slug(forbidden, roll.slug)
        with pytest.raises(NotFound):
            rolls.create_roll(forbidden, list_id, rolls.RollInput("x"), now)


def test_lists_of_rolls_and_notices_ask_as_often_for_many_as_for_one(
    app: Flask, world: World, list_id: int, now: datetime
) -> None:
    actor = world.actor(world.west_admin)
    asked = []
    for _ in range(2):
        for _more in range(3):
            public_roll(honored_list(world.west, now), now)
            notices.create_notice(SYSTEM, list_id, notice_input(), now)
        db.session.rollback()
        with app.test_request_context():
            asked.append(statements(lambda: (rolls_of(actor), notices_of(actor))))
    assert asked[0] == asked[1]


def statements(ask: Callable[[], object]) -> int:
    """How many statements the database gets meanwhile."""
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_odd_looks_are_brought_to_sensible_ones(list_id: int, now: datetime) -> None:
    given = rolls.RollInput("光荣榜", palette="url(x)", people=-4, pace=100000)
    roll_id = rolls.create_roll(SYSTEM, list_id, given, now)
    look = roll_desk(SYSTEM, roll_id).look
    assert (look.palette, look.people, look.pace) == ("red", 6, rolls.SLOWEST)
    with pytest.raises(UserError, match="标题"):
        rolls.update_roll(SYSTEM, roll_id, rolls.RollInput("   "), now)
