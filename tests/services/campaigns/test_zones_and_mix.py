"""Zones ranked by what they won, and the chart of orientations."""

from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask

from blueprints.campaigns import services
from blueprints.campaigns.services import CampaignInput, ItemInput
from blueprints.contests.queries.zones import by_worth, zone_lines, zone_results
from blueprints.contests.services.outcomes import keep_current
from store import UserError
from store.actors import SYSTEM
from tests.support.campaigns import PEOPLE, campaign, current, judged
from tests.support.contests import make_hall


def test_zones_are_ranked_by_prizes_and_people_within_their_zone(app: Flask, now: datetime) -> None:
    hall = judged(now, PEOPLE, ["9.00", "9.40", "9.20", "9.00"])
    keep_current([hall.round_id])
    zones = zone_results([hall.contest_id])
    assert [(one.zone, dict(one.prizes)) for one in zones] == [
        ("东区", {"一等奖": 1, "二等奖": 1}),
        ("西区", {"一等奖": 0, "二等奖": 2}),
    ]
    lines = zone_lines([hall.contest_id], "西区")
    assert [(one.name, one.place_in_zone, one.place) for one in lines] == [
        ("孙示三", 1, "2"),
        ("李示四", 2, "3"),
    ]


def test_a_second_prize_is_worth_less_than_a_first_wherever_it_is_met_first(
    app: Flask, now: datetime
) -> None:
    """A round without first prizes, published before another, doesn't turn the zones around."""
    halls = [
        judged(now, PEOPLE[2:], ["9.00", "8.00"], prizes=[("二等奖", 2)]),
        judged(now, PEOPLE[:2], ["9.00", "8.00"], prizes=[("一等奖", 1), ("二等奖", 1)]),
    ]
    keep_current([hall.round_id for hall in halls])
    zones = zone_results([hall.contest_id for hall in halls])
    assert [(one.zone, one.prizes) for one in zones] == [
        ("东区", (("一等奖", 1), ("二等奖", 1))),
        ("西区", (("一等奖", 0), ("二等奖", 2))),
    ]


def test_the_mix_of_orientations_is_counted_by_quarter(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    one = campaign(now, hall.organisation_id)
    for day, tag in (("2026-03-31", "智力型"), ("2026-04-01", "智力型"), ("2026-06-30", "复合型")):
        item = ItemInput(one.tiers[0].id, "竞赛", day, orientation=tag)
        services.add_item(SYSTEM, one.id, item, now)
    assert [(bar.quarter, [n for _tag, n in bar.counts]) for bar in current(one).mix] == [
        ("2026 Q1", [1, 0]),
        ("2026 Q2", [1, 1]),
    ]


def test_a_tag_that_the_campaign_has_given_up_stays_with_its_contests(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now)
    one = campaign(now, hall.organisation_id)
    item = ItemInput(one.tiers[0].id, "竞赛", "2026-03-31", orientation="智力型")
    item_id = services.add_item(SYSTEM, one.id, item, now)
    renamed = CampaignInput(one.title, orientations=("技能型", "复合型"), public=True)
    services.update_campaign(SYSTEM, one.id, renamed, now)
    services.change_item(SYSTEM, one.id, item_id, replace(item, title="竞赛（改）"), now)
    with pytest.raises(UserError):
        services.add_item(SYSTEM, one.id, item, now)
    assert current(one).mix[0].counts == (("技能型", 0), ("复合型", 0), ("智力型", 1))


@pytest.mark.parametrize(
    ("rules", "order"),
    [
        ([["二等奖", "三等奖"], ["一等奖", "二等奖"]], ["一等奖", "二等奖", "三等奖"]),
        ([["一等奖", "二等奖"], ["金奖", "银奖"]], ["一等奖", "金奖", "二等奖", "银奖"]),
        ([[], []], []),
    ],
)
def test_prizes_of_several_rules_are_put_in_order(rules: list[list[str]], order: list[str]) -> None:
    assert by_worth(rules) == order


def test_rules_that_contradict_each_other_come_to_an_end() -> None:
    assert set(by_worth([["甲", "乙"], ["乙", "甲"]])) == {"甲", "乙"}
