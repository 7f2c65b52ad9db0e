"""Campaigns: tiers, a calendar, totals that are computed, ranking per zone, promotion upward."""

from datetime import datetime
from decimal import Decimal

import pytest
from flask import Flask

from blueprints.campaigns import demo, services
from blueprints.campaigns.models import Campaign
from blueprints.campaigns.services import (
    CampaignInput,
    HostInput,
    ItemInput,
    OutsideInput,
    TierInput,
)
from blueprints.contests.queries.projects import Benefit
from blueprints.contests.services import progress, reports, setup
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.services.contests.test_reports import given, hall_with_plan, stage, token
from tests.support.campaigns import PEOPLE, SECOND, STRANGER, campaign, current, judged
from tests.support.contests import make_hall


def test_totals_are_computed_and_what_is_reported_stands_beside(app: Flask, now: datetime) -> None:
    hall = judged(now, PEOPLE, ["9.00", "9.40", "9.20", "8.00"])
    one = campaign(now, hall.organisation_id)
    works, district = (tier.id for tier in one.tiers)
    services.add_contest(SYSTEM, one.id, hall.contest_id, ItemInput(district, ""), now)
    held = ItemInput(works, "甲厂竞赛", held=True, reported_units=4, reported_persons=168)
    services.add_item(SYSTEM, one.id, held, now)
    services.add_item(SYSTEM, one.id, ItemInput(works, "乙厂竞赛", reported_persons=999), now)
    totals = current(one).totals
    assert (totals.held, totals.listed) == (2, 3)
    assert (totals.units, totals.persons, totals.person_times) == (3, 4, 4)
    assert (totals.reported_units, totals.reported_persons) == (4, 168)  # planned ones never count


def test_members_of_teams_and_every_round_count_as_person_times(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=0, judges=1, open_round=False)
    team = setup.EntryInput("甲厂队", "甲厂工会", people=("赵示一", "钱示二", "孙示三"))
    setup.add_entries(SYSTEM, hall.round_id, [team], now)
    final = setup.add_round(SYSTEM, hall.round.event_id, "决赛", "speech", "each", now)
    setup.take_entries(SYSTEM, final, hall.round_id, now)
    for round_id in (hall.round_id, final):
        progress.open_round(SYSTEM, round_id, now)
    one = campaign(now, hall.organisation_id)
    services.add_contest(SYSTEM, one.id, hall.contest_id, ItemInput(one.tiers[1].id, ""), now)
    totals = current(one).totals
    assert (totals.persons, totals.person_times) == (1, 6)


def winners(one: Campaign) -> list[tuple[str, list[str]]]:
    (line,) = current(one).tiers[1].items
    return [(won.event, [each.label for each in won.lines]) for won in line.winners]


def test_whoever_leads_before_the_final_has_won_nothing_yet(app: Flask, now: datetime) -> None:
    hall = judged(now, PEOPLE, ["9.00", "9.40", "9.20", "8.00"])
    one = campaign(now, hall.organisation_id)
    services.add_contest(SYSTEM, one.id, hall.contest_id, ItemInput(one.tiers[1].id, ""), now)
    assert winners(one) == [("", ["钱示二"])]
    setup.add_round(SYSTEM, hall.round.event_id, "总决赛", "speech", "each", now)
    assert winners(one) == []


def test_winners_of_several_events_stand_beside_what_they_won(app: Flask, now: datetime) -> None:
    hall = judged(now, PEOPLE, ["9.00", "9.40", "9.20", "8.00"])
    one = campaign(now, hall.organisation_id)
    services.add_contest(SYSTEM, one.id, hall.contest_id, ItemInput(one.tiers[1].id, ""), now)
    setup.add_event(SYSTEM, hall.contest_id, "焊工", now)
    assert winners(one) == [("", ["钱示二"])]  # nothing is held in the other one
    welders = setup.add_event(SYSTEM, hall.contest_id, "电焊工", now)
    setup.add_round(SYSTEM, welders, "决赛", "speech", "each", now)
    assert winners(one) == [("数控铣", ["钱示二"])]


def test_benefit_is_told_once_its_round_is_published(app: Flask, now: datetime) -> None:
    hall = hall_with_plan(now, stages=2)
    one = campaign(now, hall.organisation_id)
    services.add_contest(SYSTEM, one.id, hall.contest_id, ItemInput(one.tiers[1].id, ""), now)
    for n, (stated, seen) in enumerate((("1200000.50", "1000000"), ("300", ""))):
        report = reports.hand_in(token(hall, 0), stage(hall, n), given(benefit=stated), now)
        reports.decide(SYSTEM, report.id, verified=True, benefit=seen, note="", now=now)
    waiting = given(benefit="77777")
    reports.hand_in(token(hall, 1), stage(hall), waiting, now)  # never verified
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(SECOND, hall.round_id, now)
    assert current(one).totals.benefit == Benefit()
    progress.publish_round(SYSTEM, hall.round_id, now)
    portal = current(one)
    expected = Benefit(Decimal("1200300.50"), Decimal(1000000))
    assert (portal.totals.benefit, portal.tiers[1].totals.benefit) == (expected, expected)


def test_what_has_not_begun_counts_nobody(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=3, judges=1, open_round=False)
    data = setup.ContestInput("筹备中", starts_on="2026-05-02")
    setup.update_contest(SYSTEM, hall.contest_id, data, now)
    one = campaign(now, hall.organisation_id)
    given = ItemInput(one.tiers[1].id, "", orientation="智力型")
    services.add_contest(SYSTEM, one.id, hall.contest_id, given, now)
    portal = current(one)
    assert (portal.totals.units, portal.totals.persons, portal.totals.person_times) == (0, 0, 0)
    (line,) = portal.tiers[1].items
    assert (line.state, line.units, line.persons) == ("draft", None, None)
    assert [(bar.quarter, dict(bar.counts)["智力型"]) for bar in portal.mix] == [("2026 Q2", 1)]
    final = setup.add_round(SYSTEM, hall.round.event_id, "决赛", "speech", "each", now)
    setup.take_entries(SYSTEM, final, hall.round_id, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    totals = current(one).totals
    assert (totals.units, totals.persons, totals.person_times) == (1, 3, 3)


def test_rehearsals_and_contests_that_are_not_public_give_nothing_away(
    app: Flask, now: datetime
) -> None:
    hall = judged(now, PEOPLE, ["9.00", "9.40", "9.20", "8.00"])
    one = campaign(now, hall.organisation_id)
    given = ItemInput(one.tiers[1].id, "")
    services.add_contest(SYSTEM, one.id, hall.contest_id, given, now)
    setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput("内部", public=False), now)
    portal = current(one)
    assert (portal.totals.persons, portal.zones) == (0, ())
    assert portal.tiers[1].items[0].winners == ()
    rehearsal = make_hall(now, open_round=False)
    data = setup.ContestInput("演练", rehearsal=True)
    setup.update_contest(SYSTEM, rehearsal.contest_id, data, now)
    with pytest.raises(UserError):
        services.add_contest(SYSTEM, one.id, rehearsal.contest_id, given, now)


def test_a_contest_is_in_a_campaign_once(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    one = campaign(now, hall.organisation_id)
    given = ItemInput(one.tiers[1].id, "")
    services.add_contest(SYSTEM, one.id, hall.contest_id, given, now)
    with pytest.raises(UserError):
        services.add_contest(SYSTEM, one.id, hall.contest_id, given, now)
    assert len(current(one).tiers[1].items) == 1


def test_a_tier_with_contests_stays(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    one = campaign(now, hall.organisation_id)
    works, district = one.tiers
    services.add_item(SYSTEM, one.id, ItemInput(works.id, "甲厂竞赛"), now)
    with pytest.raises(UserError):
        services.set_tiers(SYSTEM, one.id, [TierInput(district.id, "区级")], now)
    db.session.rollback()
    assert len(db.session.get_one(Campaign, one.id).tiers) == 2


def test_strangers_change_nothing_and_do_not_learn_of_it(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    one = campaign(now, hall.organisation_id)
    with pytest.raises(NotFound):
        services.set_hosts(STRANGER, one.id, [HostInput("x")], now)
    with pytest.raises(NotFound):
        services.create_campaign(STRANGER, hall.organisation_id, CampaignInput("x"), now)


@pytest.mark.parametrize(
    "given",
    [
        {"on_day": "gestern"},
        {"orientation": "没有这个"},
        {"reported_units": -1},
        {"reported_persons": 10**9},
        {"tier_id": 12345},
        {"title": "  "},
    ],
)
def test_what_means_nothing_is_refused(app: Flask, now: datetime, given: dict[str, object]) -> None:
    hall = make_hall(now)
    one = campaign(now, hall.organisation_id)
    item = {"tier_id": one.tiers[0].id, "title": "甲厂竞赛", **given}
    with pytest.raises(UserError):
        services.add_item(SYSTEM, one.id, ItemInput(**item), now)  # type: ignore[arg-type]
    db.session.rollback()
    assert current(one).totals.listed == 0


def test_results_won_elsewhere_are_recorded_and_taken_back(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    one = campaign(now, hall.organisation_id)
    given = OutsideInput("全省大赛", "province", "2026-05-01", "赵示一", "甲厂工会", "全省第二")
    row = services.add_outside_result(SYSTEM, one.id, given, now)
    assert [each.result for each in current(one).outside] == ["全省第二"]
    other = campaign(now, hall.organisation_id)
    with pytest.raises(NotFound):
        services.remove_outside_result(SYSTEM, other.id, row, now)
    services.remove_outside_result(SYSTEM, one.id, row, now)
    assert current(one).outside == ()


def test_the_demonstration_has_eleven_ten_and_thirty_two_contests(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now)
    demo.create(hall.organisation_id, now)
    one = db.session.get_one(Campaign, 1)
    tiers = current(one).tiers
    assert [tier.totals.listed for tier in tiers] == [32, 10, 11]
    totals = current(one).totals
    assert totals.reported_units == 32 * 4 + 10 * 7
    assert totals.reported_persons > 8000
