"""Slots from a plan, conflicts, draws with their reasons, and a contest copied."""

from datetime import datetime, time

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Contest, Entry, Judge, Round, RoundJudge, Scheme
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.programme import conflicts_of, programme_of
from blueprints.contests.queries.setup import round_setup
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import progress, setup
from blueprints.contests.services.setup.copying import copy_contest
from blueprints.contests.services.setup.timetable import set_plan
from blueprints.contests.timetable import Break, Plan, slots
from store import UserError, db
from store.actors import ANONYMOUS, SYSTEM
from tests.support.contests import Hall, make_hall

NINE = datetime(2026, 12, 5, 9)  # noqa: DTZ001 - what the clock on the wall says


def times(plan: Plan, count: int) -> list[str]:
    return [f"{one.starts:%d %H:%M}{one.station}" for one in slots(plan, count)]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (Plan(NINE, 20, 5), ["05 09:00", "05 09:25", "05 09:50"]),
        (Plan(NINE, 20, stations=("a", "b")), ["05 09:00a", "05 09:00b", "05 09:20a"]),
        (Plan(NINE, 60, breaks=(Break(time(10), 30),)), ["05 09:00", "05 10:30", "05 11:30"]),
        (Plan(NINE, 60, breaks=(Break(time(9, 30), 30),)), ["05 10:00", "05 11:00", "05 12:00"]),
        (Plan(NINE, 60, until=time(11)), ["05 09:00", "05 10:00", "06 09:00"]),
        (
            Plan(NINE, 60, 0, (), (Break(time(9), 60), Break(time(10), 30)), time(12, 30)),
            ["05 10:30", "05 11:30", "06 10:30"],
        ),
        (Plan(NINE, 600, until=time(10)), ["05 09:00", "06 09:00", "07 09:00"]),  # never fits
    ],
)
def test_slots(plan: Plan, expected: list[str]) -> None:
    assert times(plan, 3) == expected


def test_a_plan_goes_through_its_document() -> None:
    plan = Plan(NINE, 15, 2, ("1", "2"), (Break(time(12), 90),), time(17, 30), shown=True)
    assert Plan.of(plan.document()) == plan


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, entries=3, open_round=False)


def seats(hall: Hall) -> list[tuple[str, str]]:
    db.session.rollback()
    return [(one.code, one.station) for one in round_setup(hall.round).entries]


def test_stations_follow_the_running_order(hall: Hall, now: datetime) -> None:
    set_plan(SYSTEM, hall.round_id, Plan(NINE, 20, stations=("甲", "乙")), now)
    assert seats(hall) == [("A01", "甲"), ("A02", "乙"), ("A03", "甲")]
    setup.move_entry(SYSTEM, hall.round_id, hall.entry(2).key, to=1, now=now)
    assert seats(hall) == [("A03", "甲"), ("A01", "乙"), ("A02", "甲")]


def test_who_is_in_two_places_is_told(hall: Hall, now: datetime) -> None:
    other = setup.add_event(SYSTEM, hall.contest_id, "演讲", now)
    second = setup.add_round(SYSTEM, other, "决赛", "speech", "each", now)
    name, unit = hall.entry(1).name, hall.entry(1).unit
    setup.add_entries(SYSTEM, second, [setup.EntryInput(name, unit, "B1")], now)
    contest = db.session.get_one(Contest, hall.contest_id)
    set_plan(SYSTEM, hall.round_id, Plan(NINE, 20, stations=("1",)), now)
    set_plan(SYSTEM, second, Plan(NINE.replace(minute=39), 30, stations=("1",)), now)
    found = {(one.kind, one.who.split()[0]) for one in conflicts_of(contest)}
    assert found == {("person", name), ("judge", "评委"), ("station", "1")}
    set_plan(SYSTEM, second, Plan(NINE.replace(minute=40), 30), now)
    assert {one.kind for one in conflicts_of(contest)} == {"judge"}
    set_plan(SYSTEM, second, Plan(NINE.replace(hour=10), 30), now)
    assert conflicts_of(contest) == []


def test_a_second_draw_needs_its_reason(hall: Hall, now: datetime) -> None:
    setup.draw_order(SYSTEM, hall.round_id, "615", now)
    order = seats(hall)
    with pytest.raises(UserError) as refused:
        setup.draw_order(SYSTEM, hall.round_id, "616", now)
    assert refused.value.code == "reason"
    assert seats(hall) == order
    setup.draw_order(SYSTEM, hall.round_id, "616", now, reason="漏掉一名选手")
    assert [one.reason for one in round_setup(hall.round).draws] == ["漏掉一名选手", ""]
    setup.draw_codes(SYSTEM, hall.round_id, "K", "1", now)  # another draw, the first of its kind
    with pytest.raises(UserError):
        setup.draw_codes(SYSTEM, hall.round_id, "K", "2", now)


def test_the_public_sees_what_is_shown_and_codes_while_names_are_hidden(
    app: Flask, now: datetime
) -> None:
    hall = make_hall(now, entries=2, blind=True, open_round=False)
    contest = db.session.get_one(Contest, hall.contest_id)
    set_plan(SYSTEM, hall.round_id, Plan(NINE, 20), now)
    assert programme_of(ANONYMOUS, contest) == ()
    set_plan(SYSTEM, hall.round_id, Plan(NINE, 20, shown=True), now)
    (round_,) = programme_of(ANONYMOUS, contest)
    assert [(one.label, one.unit) for one in round_.places] == [("A01", ""), ("A02", "")]


@pytest.mark.parametrize("judges", [True, False])
def test_a_copy_has_the_set_up_and_nothing_else(app: Flask, now: datetime, *, judges: bool) -> None:
    hall = make_hall(now)
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", "10%")], now)
    set_plan(SYSTEM, hall.round_id, Plan(NINE, 20, shown=True), now)
    team = setup.add_round(
        SYSTEM, hall.round.event_id, "团体", "team", "each", now, earlier_id=hall.round_id
    )
    hall.mark(0, 0, "performance", "9.5")
    copied = copy_contest(SYSTEM, hall.contest_id, now, judges=judges)
    contest = db.session.get_one(Contest, copied)
    assert (contest.public, contest.decoded_at) == (False, None)
    first, second = db.session.scalars(
        sa.select(Round).where(Round.contest_id == copied).order_by(Round.id)
    )
    assert (first.title, first.state, first.seq) == ("决赛", "draft", 0)
    assert first.document["prizes"] == hall.round.document["prizes"]
    assert second.scheme.document["parts"][0]["round"] == first.ref
    assert second.scheme_id != db.session.get_one(Round, team).scheme_id
    counts = [
        db.session.scalar(
            sa.select(sa.func.count()).select_from(model).where(model.contest_id == copied)
        )
        for model in (Entry, Judge, Scheme)
    ]
    assert counts == [0, 3 if judges else 0, 2]
    seated = (
        sa.select(sa.func.count()).select_from(RoundJudge).where(RoundJudge.round_id == first.id)
    )
    assert db.session.scalar(seated) == (3 if judges else 0)
    assert all(
        one.pin is None for one in db.session.scalars(sa.select(Judge)) if one.contest_id == copied
    )
    setup.add_entries(SYSTEM, first.id, [setup.EntryInput("冯示九")], now)
    setup.add_judge(SYSTEM, copied, "评委示九", "", now)
    progress.open_round(SYSTEM, first.id, now)
    with reading(first.id, Audience.DESK) as live:  # the engine takes it
        assert len(live.standings(Audience.DESK).rows) == 1
