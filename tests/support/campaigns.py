"""Campaigns for tests, and published contests that may stand in them."""

from collections.abc import Sequence
from datetime import datetime

from blueprints.campaigns import services
from blueprints.campaigns.models import Campaign
from blueprints.campaigns.queries.portal import Portal, portal_of, published_rounds
from blueprints.campaigns.services import CampaignInput, TierInput
from blueprints.contests.services import progress, setup
from blueprints.contests.services.outcomes import keep_current
from store import db
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall

SECOND = Actor("system", 2, "another person")
STRANGER = Actor("account", 99, "somebody")


def campaign(now: datetime, organisation_id: int) -> Campaign:
    given = CampaignInput("示例竞赛活动", orientations=("智力型", "复合型"), public=True)
    campaign_id = services.create_campaign(SYSTEM, organisation_id, given, now)
    tiers = [TierInput(None, "企业", "drill", 3), TierInput(None, "区级", "contest", 2)]
    services.set_tiers(SYSTEM, campaign_id, tiers, now)
    return db.session.get_one(Campaign, campaign_id)


def judged(
    now: datetime,
    people: list[tuple[str, str, str]],
    marks: list[str],
    prizes: Sequence[tuple[str, int]] = (("一等奖", 1), ("二等奖", 2)),
) -> Hall:
    """A published contest: (name, unit, zone) each with the same mark of three judges."""
    hall = make_hall(now, entries=0, judges=3, open_round=False)
    given = [setup.EntryInput(name, unit, zone=zone) for name, unit, zone in people]
    setup.add_entries(SYSTEM, hall.round_id, given, now)
    setup.set_prizes(SYSTEM, hall.round_id, list(prizes), now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for entry, mark in enumerate(marks):
        for judge in range(3):
            hall.mark(judge, entry, "performance", mark)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    progress.publish_round(SYSTEM, hall.round_id, now)
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    return hall


def current(one: Campaign) -> Portal:
    keep_current(published_rounds(one))
    return portal_of(one)


PEOPLE = [
    ("赵示一", "甲厂工会", "东区"),
    ("钱示二", "乙厂工会", "东区"),
    ("孙示三", "甲厂工会", "西区"),
    ("李示四", "丙厂工会", "西区"),
]
