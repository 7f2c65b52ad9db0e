"""Who takes part in a round: entrants and teams, their codes and their order."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Entry, Round, Scheme
from blueprints.contests.queries.setup import round_setup
from blueprints.contests.services import setup
from store import NotFound, UserError, db
from store.actors import SYSTEM
from tests.support.contests import Hall, add_round, codes, make_hall, names


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """A round that is set up, but not open yet."""
    return make_hall(now, open_round=False)


def test_teams_are_formed_from_the_units_of_the_round_below(hall: Hall, now: datetime) -> None:
    others = [setup.EntryInput("郑示七", "示例重工工会"), setup.EntryInput("王示八", "")]
    setup.add_entries(SYSTEM, hall.round_id, others, now)
    with pytest.raises(UserError) as refused:
        add_round(hall, now, "team")
    assert refused.value.code == "earlier"
    teams = add_round(hall, now, "team", earlier_id=hall.round_id)
    assert setup.form_teams(SYSTEM, teams, now) == 2
    lines = round_setup(db.session.get_one(Round, teams)).entries
    assert [line.name for line in lines] == ["示例精工工会", "示例重工工会"]
    assert [len(line.members) for line in lines] == [3, 1]
    with pytest.raises(UserError):
        setup.form_teams(SYSTEM, teams, now)
    with pytest.raises(UserError):
        setup.remove_round(SYSTEM, hall.round_id, now)


def test_a_team_can_be_named_by_its_members_codes(hall: Hall, now: datetime) -> None:
    teams = add_round(hall, now, "team", earlier_id=hall.round_id)
    with pytest.raises(UserError) as refused:
        setup.add_entries(SYSTEM, teams, [setup.EntryInput("一队", members=("A01", "X9"))], now)
    assert refused.value.code == "members"
    assert names(teams) == []
    setup.add_entries(SYSTEM, teams, [setup.EntryInput("一队", members=("A01", "A03"))], now)
    assert round_setup(db.session.get_one(Round, teams)).entries[0].member_codes == ("A01", "A03")


def test_codes_are_given_and_never_given_twice(hall: Hall, now: datetime) -> None:
    given = [setup.EntryInput("吴示六"), setup.EntryInput("郑示七", code="01")]
    setup.add_entries(SYSTEM, hall.round_id, given, now)
    assert codes(hall.round_id) == ["A01", "A02", "A03", "02", "01"]
    with pytest.raises(UserError):
        twice = [setup.EntryInput("王示八", code="B1"), setup.EntryInput("冯示九", code="B1")]
        setup.add_entries(SYSTEM, hall.round_id, twice, now)
    assert len(codes(hall.round_id)) == 5


def test_an_entrant_is_corrected_and_removed(hall: Hall, now: datetime) -> None:
    key = hall.entry(1).key
    given = setup.EntryInput("钱示贰", "示例港务工会", "B7", "东区", "3")
    setup.update_entry(SYSTEM, hall.round_id, key, given, now)
    line = round_setup(hall.round).entries[1]
    assert (line.name, line.unit, line.code) == ("钱示贰", "示例港务工会", "B7")
    assert (line.zone, line.station) == ("东区", "3")
    with pytest.raises(UserError):
        setup.update_entry(SYSTEM, hall.round_id, key, setup.EntryInput("钱示贰", code="A01"), now)
    setup.remove_entry(SYSTEM, hall.round_id, key, now)
    assert names(hall.round_id) == ["赵示一", "孙示三"]
    assert db.session.scalar(sa.select(Entry).where(Entry.key == key)) is None


def test_entrants_of_another_round_are_taken_over_once(hall: Hall, now: datetime) -> None:
    final = add_round(hall, now)
    assert setup.take_entries(SYSTEM, final, hall.round_id, now) == 3
    assert setup.take_entries(SYSTEM, final, hall.round_id, now) == 0
    assert names(final) == names(hall.round_id)
    setup.remove_round(SYSTEM, hall.round_id, now)
    assert names(final) == ["赵示一", "钱示二", "孙示三"]
    setup.remove_round(SYSTEM, final, now)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scheme)) == 0


def test_an_entrant_moves_to_a_place(hall: Hall, now: datetime) -> None:
    key = hall.entry(2).key
    setup.move_entry(SYSTEM, hall.round_id, key, to=1, now=now)
    assert names(hall.round_id) == ["孙示三", "赵示一", "钱示二"]
    setup.move_entry(SYSTEM, hall.round_id, key, to=99, now=now)
    assert names(hall.round_id) == ["赵示一", "钱示二", "孙示三"]
    with pytest.raises(NotFound):
        setup.move_entry(SYSTEM, hall.round_id, "nobody", to=1, now=now)


def test_a_draw_can_be_repeated_by_whoever_knows_the_seed(hall: Hall, now: datetime) -> None:
    more = [setup.EntryInput(f"吴示{n}") for n in range(20)]
    setup.add_entries(SYSTEM, hall.round_id, more, now)
    before = names(hall.round_id)
    assert setup.draw_order(SYSTEM, hall.round_id, " 6-1-5 ", now) == "6-1-5"
    drawn = names(hall.round_id)
    assert drawn != before
    assert sorted(drawn) == sorted(before)
    entries = db.session.scalars(sa.select(Entry)).all()
    assert drawn == [e.name for e in sorted(entries, key=lambda e: setup.drawn("6-1-5", e.ref))]
    (draw,) = round_setup(hall.round).draws
    assert draw.seed == "6-1-5"
    fresh = setup.draw_order(SYSTEM, hall.round_id, "", now, reason="签错号")
    assert len(fresh) == 8


def test_codes_are_drawn_for_blind_judging(hall: Hall, now: datetime) -> None:
    setup.draw_codes(SYSTEM, hall.round_id, "K", "seed", now)
    assert sorted(codes(hall.round_id)) == ["K01", "K02", "K03"]
    other = add_round(hall, now)
    setup.add_entries(SYSTEM, other, [setup.EntryInput("吴示六")], now)
    with pytest.raises(UserError) as refused:
        setup.draw_codes(SYSTEM, other, "K", "seed", now)
    assert refused.value.code == "prefix"
