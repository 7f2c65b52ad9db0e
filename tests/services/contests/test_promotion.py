"""Promotion: a rule declared beforehand, carried out once, corrected as its policy says."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

import scoring
from blueprints.contests.models import Entry, Promoted, Round, RoundEntry
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.promotion import by_rule, promotion_view, so_far
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import desk, progress, promotion, setup
from blueprints.contests.services.promotion import RuleInput
from scoring.package import check
from store import UserError, db
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.packages import content_of, package_of, unpacked

SECOND = Actor("system", 2, "another person")


def hall_with_rule(
    now: datetime, rule: RuleInput, *, entries: int = 4, blind: bool = False
) -> Hall:
    hall = make_hall(now, entries=entries, judges=3, blind=blind, open_round=False)
    promotion.set_rule(SYSTEM, hall.round_id, rule, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for entry in range(entries):
        for judge in range(3):
            hall.mark(judge, entry, "performance", f"{9.5 - entry / 10:.2f}")
            hall.lock(judge, entry)
    return hall


def publish(hall: Hall) -> None:
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)


def next_round(now: datetime, hall: Hall | None = None) -> int:
    """A round not begun: of the same contest, or of one a tier above."""
    if hall is not None:
        return setup.add_round(SYSTEM, hall.round.event_id, "决赛", "speech", "each", now)
    above = make_hall(now, entries=0, judges=1, open_round=False)
    return above.round_id


def seated(round_id: int) -> list[str]:
    db.session.rollback()
    query = (
        sa.select(Entry.name)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_id)
        .order_by(RoundEntry.position)
    )
    return list(db.session.scalars(query))


def sent_on(hall: Hall) -> list[str]:
    db.session.rollback()
    query = sa.select(Entry.name).join(Promoted, Promoted.entry_id == Entry.id)
    return list(db.session.scalars(query.where(sa.not_(Promoted.withdrawn)).order_by(Entry.id)))


def fall(hall: Hall, entry: int) -> None:
    """A correction after the publication: everything that was given is taken off again."""
    round_ = db.session.get(Round, hall.round_id)
    round_.state = "review"  # as an amendment of the published result would: same ledger
    db.session.commit()
    desk.deduct(
        SYSTEM, hall.round_id, hall.entry(entry).key, "5", "复核更正", f"fall-{entry}-xx", hall.now
    )
    round_ = db.session.get(Round, hall.round_id)
    round_.state = "published"
    db.session.commit()


def test_the_page_tells_who_goes_on_for_certain_and_who_may_fall_out(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now, entries=4, judges=3, open_round=False)
    promotion.set_rule(SYSTEM, hall.round_id, RuleInput("top", count=3), now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for entry in range(3):
        for judge in range(3):
            hall.mark(judge, entry, "performance", f"{9.5 - entry:.2f}")
            hall.lock(judge, entry)
    told = [(one.place, one.label, one.certain) for one in so_far(hall.round)]
    assert told == [(1, "A01 赵示一", True), (2, "A02 钱示二", True), (3, "A03 孙示三", False)]
    page = Staff(app, hall, now).browser("scorer")
    address = f"/contests/rounds/{hall.round_id}/promotion"
    assert page.get(address).text.count('data-certain="no"') == 1


def test_it_is_carried_out_once_and_stays_a_fact(app: Flask, now: datetime) -> None:
    target = next_round(now)
    hall = hall_with_rule(now, RuleInput("top", count=2, target_id=target))
    with pytest.raises(UserError):
        promotion.promote(SYSTEM, hall.round_id, now)
    publish(hall)
    assert promotion.promote(SYSTEM, hall.round_id, now) == 2
    assert promotion.promote(SYSTEM, hall.round_id, now) == 2
    assert seated(target) == ["赵示一", "钱示二"]
    fall(hall, 0)
    assert sent_on(hall) == ["赵示一", "钱示二"]
    with reading(hall.round_id, Audience.PUBLIC) as live:
        going = live.standings(Audience.PUBLIC).advanced
    assert [one.certain for one in going] == [True, True]
    assert {one.entry for one in going} == {hall.entry(0).ref, hall.entry(1).ref}


def test_what_was_published_is_worked_out_again_with_who_went_on(app: Flask, now: datetime) -> None:
    hall = hall_with_rule(now, RuleInput("top", count=2, policy="replace"))
    publish(hall)
    package_of(hall.contest_id, now)
    promotion.promote(SYSTEM, hall.round_id, now)
    fall(hall, 0)
    stays = content_of(package_of(hall.contest_id, now))
    promotion.correct(SYSTEM, hall.round_id, "成绩更正", now)
    follows = content_of(package_of(hall.contest_id, now))
    assert check(stays).agrees and check(follows).agrees
    refs = [hall.entry(position).ref for position in range(3)]
    assert [who_goes_on(one) for one in (stays, follows)] == [set(refs[:2]), set(refs[1:])]
    for audience in Audience:
        scoring.load(contest_file(hall.round.contest, audience))


def who_goes_on(package: bytes) -> set[str]:
    (result,) = unpacked(package)["results.json"]["rounds"]
    return set(result["advanced"])


def test_the_policy_keep_refuses_a_correction(app: Flask, now: datetime) -> None:
    hall = hall_with_rule(now, RuleInput("top", count=2, policy="keep"))
    publish(hall)
    promotion.promote(SYSTEM, hall.round_id, now)
    fall(hall, 0)
    with pytest.raises(UserError):
        promotion.correct(SYSTEM, hall.round_id, "成绩更正", now)
    assert sent_on(hall) == ["赵示一", "钱示二"]


def test_the_policy_add_lets_join_and_nobody_leave(app: Flask, now: datetime) -> None:
    target = next_round(now)
    hall = hall_with_rule(now, RuleInput("top", count=2, policy="add", target_id=target))
    publish(hall)
    promotion.promote(SYSTEM, hall.round_id, now)
    fall(hall, 0)
    view = promotion_view(hall.round)
    assert view is not None and view.difference is not None
    assert view.difference.joins == ("A03 孙示三",)
    assert view.difference.leaves == ("A01 赵示一",)
    with pytest.raises(UserError):
        promotion.correct(SYSTEM, hall.round_id, " ", now)
    promotion.correct(SYSTEM, hall.round_id, "成绩更正", now)
    assert sent_on(hall) == ["赵示一", "钱示二", "孙示三"]
    assert seated(target) == ["赵示一", "钱示二", "孙示三"]


def test_the_policy_replace_is_as_if_made_anew(app: Flask, now: datetime) -> None:
    target = next_round(now)
    hall = hall_with_rule(now, RuleInput("top", count=2, policy="replace", target_id=target))
    publish(hall)
    promotion.promote(SYSTEM, hall.round_id, now)
    fall(hall, 0)
    promotion.correct(SYSTEM, hall.round_id, "成绩更正", now, key="form-0001")
    promotion.correct(SYSTEM, hall.round_id, "成绩更正", now, key="form-0001")
    assert sent_on(hall) == ["钱示二", "孙示三"]
    assert seated(target) == ["钱示二", "孙示三"]
    row = db.session.scalars(sa.select(Promoted).where(Promoted.withdrawn)).one()
    assert row.reason == "成绩更正"


def test_a_next_round_that_has_begun_is_fixed(app: Flask, now: datetime) -> None:
    target = next_round(now)
    hall = hall_with_rule(now, RuleInput("top", count=2, policy="replace", target_id=target))
    publish(hall)
    promotion.promote(SYSTEM, hall.round_id, now)
    progress.open_round(SYSTEM, target, now)
    fall(hall, 0)
    with pytest.raises(UserError):
        promotion.correct(SYSTEM, hall.round_id, "成绩更正", now)
    assert sent_on(hall) == ["赵示一", "钱示二"]
    assert seated(target) == ["赵示一", "钱示二"]


def test_in_the_same_contest_the_entrants_themselves_go_on(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=3, judges=3, open_round=False)
    target = next_round(now, hall)
    promotion.set_rule(SYSTEM, hall.round_id, RuleInput("top", count=1, target_id=target), now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for judge in range(3):
        for entry, value in enumerate(("9.00", "9.40", "9.20")):
            hall.mark(judge, entry, "performance", value)
    publish(hall)
    promotion.promote(SYSTEM, hall.round_id, now)
    assert seated(target) == ["钱示二"]
    assert len(db.session.scalars(sa.select(Entry)).all()) == 3


def test_names_leave_a_blind_contest_only_once_it_is_decoded(app: Flask, now: datetime) -> None:
    target = next_round(now)
    rule = RuleInput("top", count=2, policy="replace", target_id=target)
    hall = hall_with_rule(now, rule, blind=True)
    publish(hall)
    with pytest.raises(UserError) as refused:
        promotion.promote(SYSTEM, hall.round_id, now)
    assert refused.value.code == "names_hidden"
    assert seated(target) == sent_on(hall) == []
    setup.decode(SYSTEM, hall.contest_id, now)
    assert promotion.promote(SYSTEM, hall.round_id, now) == 2
    assert seated(target) == ["赵示一", "钱示二"]


def test_a_blind_contest_sends_on_by_code_inside_itself(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=3, judges=3, blind=True, open_round=False)
    target = next_round(now, hall)
    promotion.set_rule(SYSTEM, hall.round_id, RuleInput("top", count=1, target_id=target), now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for judge in range(3):
        for entry, value in enumerate(("9.00", "9.40", "9.20")):
            hall.mark(judge, entry, "performance", value)
    publish(hall)
    assert promotion.promote(SYSTEM, hall.round_id, now) == 1


@pytest.mark.parametrize(("percent", "count"), [("50", 2), ("74.9", 2), ("75", 3)])
def test_a_percentage_is_rounded_down(app: Flask, now: datetime, percent: str, count: int) -> None:
    hall = hall_with_rule(now, RuleInput("percent", percent=percent))
    publish(hall)
    assert promotion.promote(SYSTEM, hall.round_id, now) == count


def test_every_zone_sends_its_quota(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=0, judges=3, open_round=False)
    people = [("赵示一", "东区"), ("钱示二", "东区"), ("孙示三", "西区"), ("李示四", "西区")]
    given = [setup.EntryInput(name, "示例工会", zone=zone) for name, zone in people]
    setup.add_entries(SYSTEM, hall.round_id, given, now)
    with pytest.raises(UserError):
        promotion.set_rule(SYSTEM, hall.round_id, RuleInput("zones", quotas={"南区": 1}), now)
    rule = RuleInput("zones", quotas={"东区": 1, "西区": 1})
    promotion.set_rule(SYSTEM, hall.round_id, rule, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    for judge in range(3):
        for entry, value in enumerate(("9.00", "9.40", "8.10", "8.20")):
            hall.mark(judge, entry, "performance", value)
    assert by_rule(hall.round_id) == [hall.entry(1).id, hall.entry(3).id]
    publish(hall)
    assert promotion.promote(SYSTEM, hall.round_id, now) == 2


def test_the_rule_is_declared_before_judging_begins(app: Flask, now: datetime) -> None:
    hall = make_hall(now)
    with pytest.raises(UserError):
        promotion.set_rule(SYSTEM, hall.round_id, RuleInput("top", count=2), now)


@pytest.mark.parametrize(
    "rule",
    [
        RuleInput("top", count=0),
        RuleInput("top", count=2001),
        RuleInput("percent", percent="0"),
        RuleInput("percent", percent="101"),
        RuleInput("percent", percent="viel"),
        RuleInput("guess"),
        RuleInput("top", count=1, boundary="perhaps"),
        RuleInput("top", count=1, policy="perhaps"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_and_nothing_kept(
    app: Flask, now: datetime, rule: RuleInput
) -> None:
    hall = make_hall(now, open_round=False)
    with pytest.raises(UserError):
        promotion.set_rule(SYSTEM, hall.round_id, rule, now)
    db.session.rollback()
    assert "advancement" not in hall.round.document
    assert promotion_view(hall.round) is None
