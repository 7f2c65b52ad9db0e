"""The demonstration campaign: 53 contests in three tiers, two of them judged here.

The shape is that of a district's season: elite contests, street contests and contests at works.
All names are synthetic; what other hosts would report is made up.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from blueprints.campaigns import services
from blueprints.campaigns.models import Campaign
from blueprints.campaigns.queries.lists import public_campaigns
from blueprints.campaigns.services import (
    CampaignInput,
    HostInput,
    ItemInput,
    OutsideInput,
    TierInput,
)
from blueprints.contests.queries.setup import contests_of
from store import db
from store.actors import SYSTEM

TRADES = (
    "数控铣工", "焊工", "电工", "叉车司机", "茶艺师", "养老护理", "网络安全", "中式烹调",
    "水质检测", "现代物流", "会展服务",
)  # fmt: skip
ZONES = ("东区", "西区", "南区", "北区")
TAGS = ("体力型向智力型", "单一型向复合型")
TIERS = (
    TierInput(None, "企业争霸赛", "contest", 32),
    TierInput(None, "街道（镇）赛", "contest", 10),
    TierInput(None, "区级精英赛", "contest", 11),
)
WORKS_UNITS, STREET_UNITS = 4, 7  # what each host reports
WORKS_PERSONS, STREET_PERSONS = 168, 265


def create(federation: int, now: datetime) -> None:
    """Make it. The elite tier has the contests of the demonstration that are judged here."""
    campaign_id = services.create_campaign(
        SYSTEM,
        federation,
        CampaignInput(
            title="示例区职工劳动和技能竞赛",
            theme="当好主人翁、建功新时代",
            intro="以赛促学、以赛促训：岗位练兵、技能比武、立功竞赛逐级开展，从企业到街道再到全区。",
            starts_on=(now - timedelta(days=200)).date().isoformat(),
            ends_on=(now + timedelta(days=60)).date().isoformat(),
            orientations=TAGS,
            public=True,
        ),
        now,
    )
    services.set_tiers(SYSTEM, campaign_id, list(TIERS), now)
    hosts = [HostInput("示例市总工会"), HostInput("示例区人力资源和社会保障局", "co_host")]
    services.set_hosts(SYSTEM, campaign_id, hosts, now)
    works, street, elite = (t.id for t in db.session.get_one(Campaign, campaign_id).tiers)
    _held_elsewhere(campaign_id, works, 32, now)
    _held_elsewhere(campaign_id, street, 10, now)
    _elite(campaign_id, elite, now)
    services.add_outside_result(
        SYSTEM,
        campaign_id,
        OutsideInput(
            "示例省职工数控技能大赛",
            "province",
            (now - timedelta(days=20)).date().isoformat(),
            "赵示一",
            "示例精工有限公司工会",
            "全省第二名",
        ),
        now,
    )


def links(base: str) -> Iterator[tuple[str, str]]:
    """What there is to show, as (what, address)."""
    for one in public_campaigns():
        yield "campaign portal", f"{base}/campaign/{one.key}"


def _held_elsewhere(campaign_id: int, tier_id: int, count: int, now: datetime) -> None:
    is_works = count == TIERS[0].planned
    for n in range(count):
        given = ItemInput(
            tier_id,
            f"{'示例企业' if is_works else '示例街道'}{n + 1:02d}{TRADES[n % len(TRADES)]}竞赛",
            (now - timedelta(days=190 - n * 5)).date().isoformat(),
            host=f"示例{'企业' if is_works else '街道'}工会{n + 1:02d}",
            zone=ZONES[n % len(ZONES)],
            orientation=TAGS[(n * n // 5) % len(TAGS)],
            held=True,
            reported_units=WORKS_UNITS if is_works else STREET_UNITS,
            reported_persons=WORKS_PERSONS + n if is_works else STREET_PERSONS + n * 9,
        )
        services.add_item(SYSTEM, campaign_id, given, now)


def _elite(campaign_id: int, tier_id: int, now: datetime) -> None:
    """The contests that are judged here, and others still planned: eleven in all."""
    here = [one.id for one in contests_of(SYSTEM, 1, rehearsals=False).items]
    for n, contest_id in enumerate(here):
        given = ItemInput(tier_id, "", host="示例市总工会", orientation=TAGS[n % len(TAGS)])
        services.add_contest(SYSTEM, campaign_id, contest_id, given, now)
    for n in range(len(here), TIERS[2].planned or 0):
        day = (now + timedelta(days=5 * n)).date().isoformat()
        given = ItemInput(tier_id, f"全区{TRADES[n]}精英赛", day, orientation=TAGS[n % len(TAGS)])
        services.add_item(SYSTEM, campaign_id, given, now)
