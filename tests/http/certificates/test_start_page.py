"""What certificates put on the start page: the way to verification, and the newest rolls."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates.models import HonorRoll
from blueprints.certificates.services import rolls
from store import db, write
from store.actors import SYSTEM
from tests.support.honors import honored_list, public_roll
from tests.support.people import World, make_world, sign_in


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def test_everybody_finds_verification(world: World, client: FlaskClient) -> None:
    assert 'href="/verify"' in client.get("/").text
    assert 'id="honor-rolls"' not in client.get("/").text
    sign_in(client, "qian")
    assert 'href="/verify"' in client.get("/").text


def test_the_three_newest_public_rolls_are_shown_without_names(
    world: World, client: FlaskClient, now: datetime
) -> None:
    list_id = honored_list(world.west, now)
    public = [public_roll(list_id, now + timedelta(days=n)) for n in range(4)]
    draft = rolls.create_roll(SYSTEM, list_id, rolls.RollInput("草拟的榜"), now)
    slugs = [db.session.get_one(HonorRoll, one).slug for one in (*public, draft)]
    with write():
        db.session.get_one(HonorRoll, public[3]).title = "<i>最新</i>光荣榜"
    page = client.get("/").text
    shown = [f'href="/honor/{slug}"' in page for slug in slugs]
    assert shown == [False, True, True, True, False]
    assert page.index(slugs[3]) < page.index(slugs[1])
    assert "&lt;i&gt;最新" in page
    assert "赵示一" not in page
    rolls.withdraw_roll(SYSTEM, public[3], "更正", now)
    assert slugs[3] not in client.get("/").text
