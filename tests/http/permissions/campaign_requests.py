"""Well-formed requests for the addresses of campaigns: what stands in them, what is sent."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from blueprints.campaigns import services
from blueprints.campaigns.models import Campaign
from blueprints.campaigns.services import CampaignInput, ItemInput, OutsideInput, TierInput
from store import db
from store.actors import SYSTEM
from tests.http.permissions.cast import Scene

Text = Callable[[Scene], Any]
ZONE = "东区"
BY_NUMBER = (
    "contests.report",
    "contests.work",
    "contests.gallery",
    "contests.handing",
    "contests.judging_work",
)
NUMBERS = {"report_id": "1", "stage_id": "1", "work_id": "1", "file": "0" * 64}


def value(scene: Scene, endpoint: str, name: str) -> str | None:
    """What stands for a variable of an address of campaigns; None for what isn't theirs."""
    if endpoint.startswith(BY_NUMBER):
        return NUMBERS.get(name)
    if not endpoint.startswith("campaigns."):
        return None
    things = campaign(scene)
    return str({**things, "zone": ZONE}[name])


def campaign(scene: Scene) -> dict[str, object]:
    """A public campaign of `west`, made when it is first asked for."""
    found = db.session.scalar(sa.select(Campaign).order_by(Campaign.id))
    if found is None:
        given = CampaignInput("示例竞赛活动", public=True)
        campaign_id = services.create_campaign(SYSTEM, scene.west, given, scene.now)
        services.set_tiers(SYSTEM, campaign_id, [TierInput(None, "区级")], scene.now)
        found = db.session.get_one(Campaign, campaign_id)
        tier = found.tiers[0].id
        services.add_item(SYSTEM, campaign_id, ItemInput(tier, "车工竞赛"), scene.now)
        won = OutsideInput("全省大赛", "province", "", "赵示一", "", "第二名")
        services.add_outside_result(SYSTEM, campaign_id, won, scene.now)
    return {
        "campaign_id": found.id,
        "key": found.key,
        "item_id": 1,
        "row_id": 1,
        "tier": found.tiers[0].id,
    }


def _tier(scene: Scene) -> str:
    return str(campaign(scene)["tier"])


FIELDS: dict[str, dict[str, Text]] = {
    "campaigns.add_item": {"tier_id": _tier, "title": lambda _scene: "焊工竞赛"},
    "campaigns.change_item": {"tier_id": _tier, "title": lambda _scene: "焊工竞赛"},
    "campaigns.add_outside": {
        "competition": lambda _scene: "全省大赛",
        "level": lambda _scene: "province",
        "people": lambda _scene: "赵示一",
        "result": lambda _scene: "第三名",
    },
    "campaigns.set_hosts": {"name": lambda _scene: "示例总工会", "part": lambda _scene: "host"},
    "campaigns.set_tiers": {
        "id": _tier,
        "title": lambda _scene: "区级",
        "kind": lambda _scene: "contest",
        "planned": lambda _scene: "3",
    },
    "contests.works_plan": {"votes": lambda _scene: "0"},
    "contests.works_withhold": {"reason": lambda _scene: "不符合主题"},
    "contests.reports_plan": {
        "id": lambda _scene: "",
        "title": lambda _scene: "第一阶段",
        "due_on": lambda _scene: "",
    },
    "contests.scores_confirm": {
        "table": lambda scene: f"code,theory\r\n{scene.hall.entry(0).code},60\r\n",
        "key": lambda _scene: "scores-0001",
    },
    "contests.promotion_correction": {"reason": lambda _scene: "成绩更正"},
    "contests.promotion_rule": {
        "method": lambda _scene: "top",
        "count": lambda _scene: "2",
        "policy": lambda _scene: "keep",
    },
}
