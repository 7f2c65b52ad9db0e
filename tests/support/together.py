"""Many contests together, reports, works: something to see on every page of theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.campaigns import services as campaigns
from blueprints.campaigns.models import Campaign, Item
from blueprints.contests.models import AppealLink, Judge, ReportStage
from blueprints.contests.sealing import unseal
from blueprints.contests.services import appeals, progress, promotion, reports, seats, setup, works
from blueprints.contests.services.promotion import RuleInput
from blueprints.contests.services.reports import ReportInput, StageInput
from blueprints.contests.services.works import GalleryInput, WorkInput
from store import db
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall

SECOND = Actor("system", 2, "another person")
ZONES = ("东区", "西区")


@dataclass(frozen=True)
class Together:
    """A campaign with a published contest; rounds with reports, with works, with a rule."""

    campaign_id: int
    key: str
    item_id: int
    promoting_id: int
    reporting_id: int
    published_id: int
    report_id: int
    report_token: str
    gallery_id: int
    work_token: str
    judge_id: int
    seat: dict[str, str]


def make_together(now: datetime, parent_id: int) -> Together:
    """All of it, of bodies below this one."""
    published, reporting = _reports(now, parent_id, publish=True), _reports(now, parent_id)
    shown, promoting = _works(now, parent_id), make_hall(now, parent_id=parent_id, open_round=False)
    promotion.set_rule(SYSTEM, promoting.round_id, RuleInput("top", count=2), now)
    campaign = _campaign(now, parent_id, published)
    judge = shown.judges[0].id or 0
    return Together(
        campaign.id,
        campaign.key,
        db.session.scalars(sa.select(Item.id)).first() or 0,
        promoting.round_id,
        reporting.round_id,
        published.round_id,
        _report(reporting, 0, now),
        _token(reporting, 0),
        shown.round_id,
        _token(shown, 0),
        judge,
        _sit(judge, now),
    )


def _campaign(now: datetime, organisation_id: int, hall: Hall) -> Campaign:
    given = campaigns.CampaignInput(
        "示例职工劳动和技能竞赛", "建功新时代", orientations=("智力型", "复合型"), public=True
    )
    campaign_id = campaigns.create_campaign(SYSTEM, organisation_id, given, now)
    tiers = [campaigns.TierInput(None, "企业", planned=9), campaigns.TierInput(None, "区级")]
    campaigns.set_tiers(SYSTEM, campaign_id, tiers, now)
    campaigns.set_hosts(SYSTEM, campaign_id, [campaigns.HostInput("示例市总工会")], now)
    campaign = db.session.get_one(Campaign, campaign_id)
    works_tier, district = (tier.id for tier in campaign.tiers)
    own = campaigns.ItemInput(district, "", orientation="智力型")
    campaigns.add_contest(SYSTEM, campaign_id, hall.contest_id, own, now)
    for number in range(14):
        held = campaigns.ItemInput(
            works_tier,
            f"示例企业{number}竞赛",
            f"2026-0{number % 9 + 1}-01",
            held=True,
            orientation="复合型",
            reported_units=4,
            reported_persons=168,
        )
        campaigns.add_item(SYSTEM, campaign_id, held, now)
    won = campaigns.OutsideInput("全省大赛", "province", "2026-05-01", "赵示一", "", "全省第二")
    campaigns.add_outside_result(SYSTEM, campaign_id, won, now)
    return campaign


def _reports(now: datetime, parent_id: int, *, publish: bool = False) -> Hall:
    hall = make_hall(
        now, preset="benchmark", entries=0, judges=1, open_round=False, parent_id=parent_id
    )
    people = [
        setup.EntryInput(f"示例班组{n}", f"示例第{n}工会", zone=ZONES[n % 2]) for n in range(3)
    ]
    setup.add_entries(SYSTEM, hall.round_id, people, now)
    stages = [StageInput(None, "动员", "2026-01-01"), StageInput(None, "成果")]
    reports.set_plan(SYSTEM, hall.round_id, "元/吨", ("节能", "提质"), stages, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    appeals.make_links(SYSTEM, hall.round_id, now)
    report_id = _report(hall, 1, now)
    reports.decide(SYSTEM, report_id, verified=True, benefit="1000000", note="已核", now=now)
    if publish:
        progress.close_round(SYSTEM, hall.round_id, now)
        progress.confirm_round(SECOND, hall.round_id, now)
        progress.publish_round(SYSTEM, hall.round_id, now)
    return hall


def _report(hall: Hall, entry: int, now: datetime) -> int:
    stage = db.session.scalars(
        sa.select(ReportStage.id)
        .where(ReportStage.round_id == hall.round_id)
        .order_by(ReportStage.position)
    ).first()
    given = ReportInput("余热回收", "节能", "100", "80", "85", "1200000.50", "班组攻关")
    return reports.hand_in(_token(hall, entry), stage or 0, given, now).id


def _works(now: datetime, parent_id: int) -> Hall:
    hall = make_hall(now, entries=3, judges=2, parent_id=parent_id)
    given = GalleryInput(None, now - timedelta(days=1), now + timedelta(days=3), 2)
    works.set_gallery(SYSTEM, hall.round_id, given, now)
    appeals.make_links(SYSTEM, hall.round_id, now)
    for number in range(2):
        given_work = WorkInput(f"车间清晨{number}", "一篇征文。" * 40)
        works.hand_in(_token(hall, number), hall.round_id, given_work, now)
    return hall


def _token(hall: Hall, entry: int) -> str:
    return unseal(db.session.get_one(AppealLink, hall.entry(entry).id).token)


def _sit(judge_id: int, now: datetime) -> dict[str, str]:
    pin = seats.issue_pin(SYSTEM, judge_id, now)
    seat = seats.sit_down_by_pin(pin, "a phone", now, take_over=True)
    assert db.session.get(Judge, judge_id) is not None
    return {"name": f"seat_{judge_id}", "value": seat.token}
