"""Campaigns over HTTP: set up behind the desk, seen by everybody on the portal."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.campaigns import services
from blueprints.campaigns.models import Campaign
from blueprints.campaigns.services import CampaignInput, ItemInput, TierInput
from blueprints.contests.services import freezing, progress, setup
from store import db
from store.actors import SYSTEM
from tests.support.campaigns import PEOPLE, SECOND, judged
from tests.support.contests import make_hall
from tests.support.people import World, make_world, send, sign_in


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    sign_in(client, "zhao")
    return client


def made(now: datetime, organisation_id: int, *, public: bool = True) -> Campaign:
    given = CampaignInput("示例竞赛活动", theme="建功新时代", public=public)
    campaign_id = services.create_campaign(SYSTEM, organisation_id, given, now)
    services.set_tiers(SYSTEM, campaign_id, [TierInput(None, "区级", "contest", 11)], now)
    return db.session.get_one(Campaign, campaign_id)


def test_from_nothing_to_a_public_portal_by_clicks(
    organiser: FlaskClient, world: World, app: Flask
) -> None:
    form = {"title": "2026职工竞赛", "organisation_id": str(world.city), "public": "y"}
    answer = send(organiser, "/campaigns/new", **form)
    hub = answer.headers["Location"]
    tiers = {"id": "", "title": "市级", "kind": "contest", "planned": "11"}
    send(organiser, f"{hub}/tiers", hub, **tiers)
    campaign = db.session.get_one(Campaign, 1)
    tier = str(campaign.tiers[0].id)
    item = {"tier_id": tier, "title": "数控铣精英赛", "on_day": "2026-05-01", "contest_id": ""}
    send(organiser, f"{hub}/items", hub, **item)
    send(organiser, f"{hub}/hosts", hub, name="示例市总工会", part="host")
    page = app.test_client().get(f"/campaign/{campaign.key}")
    assert page.status_code == 200
    for words in ("2026职工竞赛", "数控铣精英赛", "示例市总工会", "共 11 场", "计划中"):
        assert words in page.text
    assert f"/campaign/{campaign.key}" in app.test_client().get("/").text


def test_the_portal_tells_winners_zones_and_finds_entrants(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = judged(now, PEOPLE, ["9.00", "9.40", "9.20", "8.00"])
    campaign = made(now, hall.organisation_id)
    given = ItemInput(campaign.tiers[0].id, "")
    services.add_contest(SYSTEM, campaign.id, hall.contest_id, given, now)
    page = client.get(f"/campaign/{campaign.key}").text
    assert "钱示二" in page
    assert "一等奖" in page
    zone = client.get(f"/campaign/{campaign.key}/zones/西区")
    assert zone.text.index("孙示三") < zone.text.index("李示四")
    assert client.get(f"/campaign/{campaign.key}/zones/北区").status_code == 404
    found = client.get(f"/campaign/{campaign.key}", query_string={"find": "丙厂"}).text
    assert "找到 1 个参赛者" in found
    assert "示例比武 · 数控铣 · 决赛" in found  # there are many contests: this is where


def _tells(client: FlaskClient, campaign: Campaign) -> list[str]:
    """What of the first entrant the portal, its search and the page of the zone give away."""
    address = f"/campaign/{campaign.key}"
    answers = [client.get(address), client.get(f"{address}/zones/东区")]
    words = ("赵示一", "甲厂", "B01")
    answers += [client.get(address, query_string={"find": word}) for word in words]
    lines = " ".join(one.text for one in answers).replace('value="', "value:")
    said = re.sub("value:[^>]*", "", lines)  # what was looked for stands in the field
    return [word for word in (*words, "9.400") if word in said]


def test_nobody_learns_by_the_portal_what_is_frozen_unpublished_or_blind(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = make_hall(now, entries=0, judges=3, open_round=False, blind=True)
    people = [
        setup.EntryInput(*one, zone="东区") for one in (("赵示一", "甲厂", "B01"), ("钱", "乙"))
    ]
    setup.add_entries(SYSTEM, hall.round_id, people, now)
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1)], now)
    campaign = made(now, hall.organisation_id)
    given = ItemInput(campaign.tiers[0].id, "")
    services.add_contest(SYSTEM, campaign.id, hall.contest_id, given, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    freezing.freeze(SYSTEM, hall.round_id, "待揭晓", now)
    before = client.get(f"/campaign/{campaign.key}").text
    for judge in range(3):
        hall.mark(judge, 0, "performance", "9.40")
        hall.mark(judge, 1, "performance", "9.00")
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    assert _tells(client, campaign) == []
    assert client.get(f"/campaign/{campaign.key}").text == before
    progress.publish_round(SYSTEM, hall.round_id, now)
    assert _tells(client, campaign) == ["B01", "9.400"]  # a code, until it is decoded
    assert (
        "一等奖" not in client.get(f"/campaign/{campaign.key}", query_string={"find": "B01"}).text
    )
    setup.decode(SYSTEM, hall.contest_id, now)
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    assert _tells(client, campaign) == ["赵示一", "甲厂", "9.400"]
    assert "一等奖" in client.get(f"/campaign/{campaign.key}").text


def test_before_it_is_public_only_its_organisers_see_it(
    organiser: FlaskClient, world: World, app: Flask, now: datetime
) -> None:
    campaign = made(now, world.city, public=False)
    assert app.test_client().get(f"/campaign/{campaign.key}").status_code == 404
    assert organiser.get(f"/campaign/{campaign.key}").status_code == 200
    assert app.test_client().get("/campaign/no-such-key").status_code == 404


@pytest.mark.parametrize("number", ["-1", "1.5", "viel", "9" * 5000, "١٢"])
def test_numbers_that_are_none_are_refused_in_words(
    organiser: FlaskClient, world: World, now: datetime, number: str
) -> None:
    campaign = made(now, world.city)
    hub = f"/campaigns/{campaign.id}"
    tier = str(campaign.tiers[0].id)
    item = {"tier_id": tier, "title": "车工竞赛", "held": "1", "reported_persons": number}
    answer = send(organiser, f"{hub}/items", hub, **item)
    assert answer.status_code == 422
    assert "上报数字超出范围" in answer.text
    for kept in ('value="车工竞赛"', f'value="{number}"', "checked"):
        assert kept in answer.text.partition('id="add"')[2]
    assert "车工竞赛</a>" not in organiser.get(hub).text


def test_a_refused_correction_keeps_what_was_typed(
    organiser: FlaskClient, world: World, now: datetime
) -> None:
    campaign = made(now, world.city)
    given = ItemInput(campaign.tiers[0].id, "车工竞赛", host="甲厂工会")
    page = f"/campaigns/{campaign.id}/items/{services.add_item(SYSTEM, campaign.id, given, now)}"
    changed = {"tier_id": str(campaign.tiers[0].id), "title": "车工决赛", "reported_units": "viel"}
    answer = send(organiser, page, page, **changed)
    assert answer.status_code == 422
    assert 'value="车工决赛"' in answer.text and 'value="viel"' in answer.text
    assert 'value="甲厂工会"' not in answer.text
    assert 'value="车工竞赛"' in organiser.get(page).text


def test_a_refused_result_from_elsewhere_keeps_what_was_typed(
    organiser: FlaskClient, world: World, now: datetime
) -> None:
    hub = f"/campaigns/{made(now, world.city).id}"
    won = {"competition": "全省大赛", "level": "nation", "people": "", "result": "全省第二"}
    answer = send(organiser, f"{hub}/outside", hub, **won)
    assert answer.status_code == 422
    form = answer.text.partition('id="outside"')[2]
    assert 'value="全省大赛"' in form and 'value="nation" selected' in form
    assert "<b>全省第二</b>" not in organiser.get(hub).text


def test_words_are_shown_as_words(organiser: FlaskClient, world: World, now: datetime) -> None:
    campaign = made(now, world.city)
    hub = f"/campaigns/{campaign.id}"
    nasty = "<script>alert(1)</script>"
    item = {"tier_id": str(campaign.tiers[0].id), "title": nasty, "zone": nasty, "host": nasty}
    send(organiser, f"{hub}/items", hub, **item)
    for address in (hub, f"/campaign/{campaign.key}", f"{hub}/items/1"):
        page = organiser.get(address)
        assert page.status_code == 200
        assert nasty not in page.text
        assert "&lt;script&gt;" in page.text


TIERS = {
    "id": ["", "", ""],
    "title": ["企业", "街道", "市级"],
    "kind": ["drill", "contest", "merit"],
    "planned": ["32", "zehn", "11"],
}


def _fault_at(page: str, field: str) -> str:
    """What is said under a field, if the field itself says that it is invalid."""
    tag = re.search(f'<[^>]* id="{field}"[^>]*>', page)
    assert tag and 'aria-invalid="true"' in tag[0] and "autofocus" in tag[0]
    assert f"{field}-error" in tag[0]
    words = re.search(f'id="{field}-error".*?<span>(.*?)</span>', page)
    return words[1] if words else ""


def test_refused_tiers_keep_every_row_and_show_the_fault_in_its_own(
    organiser: FlaskClient, world: World, now: datetime
) -> None:
    given = CampaignInput("示例竞赛活动")
    hub = f"/campaigns/{services.create_campaign(SYSTEM, world.city, given, now)}"
    answer = send(organiser, f"{hub}/tiers", hub, **TIERS)
    assert answer.status_code == 422
    for kept in ("企业", "街道", "市级", "32", "zehn", "11"):
        assert f'value="{kept}"' in answer.text
    assert 'value="merit" selected' in answer.text
    assert _fault_at(answer.text, "tier-planned-1") == "请填写计划场次，0 至 10000。"
    assert db.session.get_one(Campaign, 1).tiers == []
    untitled = {"id": ["", ""], "title": ["企业", ""], "kind": ["drill"] * 2, "planned": ["", "10"]}
    answer = send(organiser, f"{hub}/tiers", hub, **untitled)
    assert _fault_at(answer.text, "tier-1") == "请填写层级名称。"
    assert (
        send(organiser, f"{hub}/tiers", hub, **TIERS | {"planned": ["32", "10", "11"]}).status_code
        == 303
    )


def test_a_tier_in_use_that_was_emptied_is_shown_at_its_row(
    organiser: FlaskClient, world: World, now: datetime
) -> None:
    campaign = made(now, world.city)
    hub, tier = f"/campaigns/{campaign.id}", campaign.tiers[0].id
    services.add_item(SYSTEM, campaign.id, ItemInput(tier, "车工竞赛"), now)
    rows = {"id": ["", str(tier)], "title": ["企业", ""], "kind": ["drill", "merit"]}
    answer = send(organiser, f"{hub}/tiers", hub, **rows, planned=["", "7"])
    assert answer.status_code == 409
    assert "区级" in _fault_at(answer.text, "tier-1")
    assert 'value="企业"' in answer.text and 'value="7"' in answer.text


def test_a_tier_is_moved_before_the_one_above_it_with_its_contests(
    organiser: FlaskClient, world: World, now: datetime
) -> None:
    campaign = made(now, world.city)
    hub, tier = f"/campaigns/{campaign.id}", campaign.tiers[0].id
    services.add_item(SYSTEM, campaign.id, ItemInput(tier, "车工竞赛"), now)
    rows = {"id": [str(tier), ""], "title": ["区级", "街道"], "kind": ["contest"] * 2}
    send(organiser, f"{hub}/tiers", hub, **rows, planned=["11", "10"], up="1")
    db.session.expire_all()
    tiers = db.session.get_one(Campaign, campaign.id).tiers
    assert [(one.title, one.planned) for one in tiers] == [("街道", 10), ("区级", 11)]
    assert tiers[1].id == tier


def test_refused_hosts_keep_every_row_and_show_the_fault_in_its_own(
    organiser: FlaskClient, world: World, now: datetime
) -> None:
    hub = f"/campaigns/{made(now, world.city).id}"
    names = ["示例市总工会", "示例区总工会", "示例区人社局"]
    answer = send(organiser, f"{hub}/hosts", hub, name=names, part=["host", "chief", "co_host"])
    assert answer.status_code == 422
    for kept in names:
        assert f'value="{kept}"' in answer.text
    assert _fault_at(answer.text, "host-part-1") == "请选择每个单位的身份。"
    assert 'value="co_host" selected' in answer.text


@pytest.mark.parametrize(
    ("form", "sent", "field"),
    [
        ("items", {"title": "车工竞赛", "tier_id": "9999"}, "item-tier"),
        ("items", {"title": "", "tier_id": "1"}, "item-title"),
        ("items", {"title": "车工", "tier_id": "1", "reported_units": "x"}, "item-units"),
        ("outside", {"competition": "", "level": "nation", "people": "赵"}, "competition"),
        ("outside", {"competition": "大赛", "level": "moon", "people": "赵"}, "level"),
    ],
)
def test_the_fault_of_a_refused_form_stands_at_its_field(
    organiser: FlaskClient,
    world: World,
    now: datetime,
    form: str,
    sent: dict[str, str],
    field: str,
) -> None:
    hub = f"/campaigns/{made(now, world.city).id}"
    assert _fault_at(send(organiser, f"{hub}/{form}", hub, **sent).text, field)
