"""Setting a contest up: its events, rounds, schemes, judges and prizes."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Contest, Judge, Round, RoundEntry, RoundJudge, Scheme
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.setup import contest_hub, contests_of, round_setup
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import progress, setup
from blueprints.people import services as people
from scoring.presets import PRESETS
from store import NotFound, UserError, db, write
from store.actors import SYSTEM, Actor, Grant
from store.audit import AuditEntry
from tests.support.contests import Hall, add_round, make_hall


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """A round that is set up, but not open yet."""
    return make_hall(now, open_round=False)


@pytest.mark.parametrize("preset", [name for name in PRESETS if not PRESETS[name].rounds])
def test_every_ready_made_scheme_makes_a_round_that_can_be_opened(
    hall: Hall, now: datetime, preset: str
) -> None:
    made = add_round(hall, now, preset)
    setup.add_entries(SYSTEM, made, [setup.EntryInput("吴示六")], now)
    view = round_setup(db.session.get_one(Round, made))
    assert view.is_ready
    assert view.rule.parts
    progress.open_round(SYSTEM, made, now)
    with reading(made, Audience.DESK) as live:
        assert [row.status for row in live.standings(Audience.DESK).rows] == ["waiting"]


def test_an_unknown_scheme_or_release_is_refused(hall: Hall, now: datetime) -> None:
    with pytest.raises(UserError):
        add_round(hall, now, "olympic")
    with pytest.raises(UserError):
        setup.add_round(SYSTEM, hall.round.event_id, "预赛", "speech", "sometimes", now)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scheme)) == 1


def test_a_scheme_can_be_changed_until_the_round_begins(hall: Hall, now: datetime) -> None:
    old = hall.round.scheme_id
    setup.change_scheme(SYSTEM, hall.round_id, "diving", now)
    assert round_setup(hall.round).scheme == "跳水式难度系数"
    assert db.session.get(Scheme, old) is None
    progress.open_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError):
        setup.change_scheme(SYSTEM, hall.round_id, "speech", now)


def test_judges_sit_in_rounds_that_have_not_begun(hall: Hall, now: datetime) -> None:
    second = add_round(hall, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    judge = setup.add_judge(SYSTEM, hall.contest_id, "评委示九", "示例工会", now)
    seats = sa.select(RoundJudge.round_id).where(RoundJudge.judge_id == judge)
    assert db.session.scalars(seats).all() == [second]
    setup.choose_judges(SYSTEM, second, {hall.judges[0].id or 0}, now)
    seats = sa.select(RoundJudge.judge_id).where(RoundJudge.round_id == second)
    assert db.session.scalars(seats).all() == [hall.judges[0].id]
    setup.remove_judge(SYSTEM, hall.contest_id, judge, now)
    with pytest.raises(UserError):
        setup.remove_judge(SYSTEM, hall.contest_id, hall.judges[1].id or 0, now)
    setup.rename_judge(SYSTEM, hall.contest_id, hall.judges[1].id or 0, "评委新名", "单位", now)
    assert db.session.get_one(Judge, hall.judges[1].id).name == "评委新名"


def test_several_judges_come_in_together_or_not_at_all(hall: Hall, now: datetime) -> None:
    lines = setup.judges_of_lines("评委甲, 示例工会\n\n评委乙\t示例二工会\n评委丙")
    assert lines == [("评委甲", "示例工会"), ("评委乙", "示例二工会"), ("评委丙", "")]
    assert setup.add_judges(SYSTEM, hall.contest_id, lines, now) == 3
    with pytest.raises(UserError):
        setup.add_judges(SYSTEM, hall.contest_id, [("评委丁", ""), ("  ", "")], now)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Judge)) == 6


def test_prizes_are_set_until_the_result_is_confirmed(hall: Hall, now: datetime) -> None:
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1), ("", 0), ("二等奖", 2)], now)
    assert round_setup(hall.round).prizes == (("一等奖", 1), ("二等奖", 2))
    with reading(hall.round_id, Audience.DESK) as live:
        assert [award.count for award in live.standings(Audience.DESK).prizes] == [1, 2]
    with pytest.raises(UserError):
        setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 0)], now)
    setup.set_prizes(SYSTEM, hall.round_id, [], now)
    assert round_setup(hall.round).prizes == ()
    progress.open_round(SYSTEM, hall.round_id, now)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(Actor("system", 2), hall.round_id, now)
    with pytest.raises(UserError):
        setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1)], now)


def test_a_rehearsal_says_so_in_its_title(hall: Hall, now: datetime) -> None:
    contest = db.session.get_one(Contest, hall.contest_id)
    for _again in range(2):
        given = setup.ContestInput(contest.title, rehearsal=True)
        setup.update_contest(SYSTEM, hall.contest_id, given, now)
        assert contest.title == "【演练】 示例比武"
    setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput(contest.title), now)
    assert contest.title == "示例比武"


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "12.05.2026"])
def test_a_day_that_does_not_exist_is_refused(hall: Hall, now: datetime, day: str) -> None:
    with pytest.raises(UserError):
        setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput("比武", "", day), now)


def test_an_event_with_rounds_stays(hall: Hall, now: datetime) -> None:
    with pytest.raises(UserError):
        setup.remove_event(SYSTEM, hall.round.event_id, now)
    event = setup.add_event(SYSTEM, hall.contest_id, "焊接", now)
    setup.rename_event(SYSTEM, event, "电焊", now)
    assert [one.title for one in contest_hub(hall.round.contest).events] == ["数控铣", "电焊"]
    setup.remove_event(SYSTEM, event, now)
    assert [one.title for one in contest_hub(hall.round.contest).events] == ["数控铣"]


def test_the_checklist_names_what_is_missing(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=2, entries=0, open_round=False)
    checks = {check.name: check for check in round_setup(hall.round).checks}
    assert not checks["entries"].done
    assert (checks["judges"].done, checks["judges"].have, checks["judges"].need) == (False, 2, 3)
    setup.add_judge(SYSTEM, hall.contest_id, "评委示三", "", now)
    setup.add_entries(SYSTEM, hall.round_id, [setup.EntryInput("吴示六")], now)
    assert round_setup(hall.round).is_ready
    hub = {check.name: check.done for check in contest_hub(hall.round.contest).checks}
    assert hub == {
        "events": True,
        "rounds": True,
        "entries": True,
        "judges": True,
        "pins": False,
    }


def test_contests_are_listed_for_those_who_may_see_them(hall: Hall, now: datetime) -> None:
    other = make_hall(now)
    here = Grant("scorer", "contest", contest_id=hall.contest_id)
    scorer = Actor("account", 8, "记分员", frozenset({here}))
    assert [row.id for row in contests_of(scorer, rehearsals=False).items] == [hall.contest_id]
    everyone = contests_of(SYSTEM, rehearsals=False)
    assert [row.id for row in everyone.items] == [other.contest_id, hall.contest_id]
    assert [row.state for row in everyone.items] == ["live", "draft"]
    assert contests_of(SYSTEM, rehearsals=True).items == []
    assert contests_of(SYSTEM, rehearsals=False, search="100%").items == []


def test_a_contest_belongs_to_an_organisation_of_ones_own(hall: Hall, now: datetime) -> None:
    data = people.OrganisationData("示例东区总工会", "federation")
    elsewhere = people.create_organisation(SYSTEM, data, parent_id=None, now=now)
    with write():
        path = f"{hall.organisation_id}."
    organiser = Grant("organiser", "organisation", path)
    actor = Actor("account", 7, "组委会", frozenset({organiser}))
    assert setup.create_contest(actor, hall.organisation_id, setup.ContestInput("比武"), now)
    with pytest.raises(NotFound):
        setup.create_contest(actor, elsewhere, setup.ContestInput("比武"), now)


def test_what_is_set_up_is_audited(hall: Hall, now: datetime) -> None:
    setup.draw_order(SYSTEM, hall.round_id, "7", now)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject) == ("round.order_drawn", f"round:{hall.round_id}")
    assert entry.detail == {"seed": "7"}


def test_a_cached_round_is_not_taken_for_a_new_one_with_its_id(hall: Hall, now: datetime) -> None:
    old = add_round(hall, now)
    setup.take_entries(SYSTEM, old, hall.round_id, now)
    with reading(old, Audience.DESK) as live:
        assert len(live.members.entries) == 3
    setup.remove_round(SYSTEM, old, now)
    other = make_hall(now, entries=1, open_round=False)
    if other.round_id == old:  # SQLite gives the id out again
        with write():
            hall_version = db.session.get_one(Contest, hall.contest_id).version
            db.session.get_one(Contest, other.contest_id).version = hall_version - 1
    with reading(other.round_id, Audience.DESK) as live:
        assert [entry.name for entry in live.members.entries.values()] == ["赵示一"]
    remaining = sa.select(sa.func.count()).select_from(RoundEntry)
    assert db.session.scalar(remaining) == 4


@pytest.mark.parametrize(
    ("rounding", "counts"),
    [("floor", [3, 7, 11]), ("half_up", [4, 8, 12]), ("ceiling", [4, 8, 12])],
)
def test_shares_of_prizes_are_rounded_as_declared(
    app: Flask, now: datetime, rounding: str, counts: list[int]
) -> None:
    hall = make_hall(now, entries=39, open_round=False)
    shares: list[tuple[str, int | str]] = [("一等奖", "10%"), ("二等奖", "20%"), ("三等奖", "30%")]
    policy = setup.PrizePolicy(rounding=rounding, boundary="cut", minimum="60")
    setup.set_prizes(SYSTEM, hall.round_id, shares, now, policy)
    seen = round_setup(hall.round)
    assert [count for _title, count in seen.prize_counts] == counts
    assert seen.prizes[0] == ("一等奖", "10%")
    assert (seen.prize_policy["boundary"], seen.prize_policy["minimum"]) == ("cut", "60")
    for bad in (["0%"], ["101%"], ["%"], ["NaN%"], ["1e9%"]):
        with pytest.raises(UserError):
            setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", bad[0])], now)
    with pytest.raises(UserError):
        setup.set_prizes(SYSTEM, hall.round_id, shares, now, setup.PrizePolicy(of="nobody"))
