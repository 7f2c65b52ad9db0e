"""Numbers: their patterns, one scheme per body, kind and year, and never the state's own form."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.models import NumberScheme
from blueprints.certificates.services import numbers
from blueprints.people.models import Organisation
from store import AuditEntry, NotFound, UserError, db, write
from store.actors import SYSTEM
from tests.support.people import World, account, make_world
from tests.support.people import services as people


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def scheme(organisation_id: int, kind: str = "honor", year: int = 2026) -> int:
    with write():
        organisation = db.session.get_one(Organisation, organisation_id)
        return numbers.scheme_for(organisation, kind, year).id


def take(scheme_id: int, count: int = 1) -> list[str]:
    with write():
        return [one.number for one in numbers.reserve(scheme_id, count)]


def pattern_of(scheme_id: int) -> str:
    return db.session.get_one(NumberScheme, scheme_id, populate_existing=True).pattern


def test_the_first_pattern_is_the_bodys_name_with_the_word_of_the_kind(world: World) -> None:
    assert take(scheme(world.west)) == ["示例西区总工会证字〔2026〕第0001号"]
    assert take(scheme(world.west, "appointment")) == ["示例西区总工会聘字〔2026〕第0001号"]


def test_serials_follow_each_other_and_outgrow_their_width(world: World) -> None:
    one = scheme(world.west)
    assert take(one, 2)[-1].endswith("第0002号")
    with write():
        db.session.get_one(NumberScheme, one).next_serial = 9999
    assert [number[-7:] for number in take(one, 2)] == ["〕第9999号", "第10000号"]


def test_there_is_one_scheme_for_a_body_kind_and_year(world: World) -> None:
    assert scheme(world.west) == scheme(world.west)
    different = {scheme(world.west), scheme(world.east), scheme(world.west, "award")}
    assert len({*different, scheme(world.west, year=2027)}) == 4


def test_a_new_year_begins_at_one_with_last_years_pattern(world: World, now: datetime) -> None:
    one = scheme(world.west)
    numbers.change_pattern(SYSTEM, one, "西工〔{year}〕{serial}号", 3, now)
    take(one, 5)
    assert take(scheme(world.west, year=2027)) == ["西工〔2027〕001号"]


def test_what_was_reserved_in_a_write_that_failed_is_reserved_again(world: World) -> None:
    one = scheme(world.west)
    with pytest.raises(ZeroDivisionError), write():
        numbers.reserve(one, 3)
        raise ZeroDivisionError
    assert take(one)[0].endswith("第0001号")


@pytest.mark.parametrize(
    ("pattern", "width", "code"),
    [
        ("证字〔{year}〕", 4, "pattern"),
        ("证字{serial}号", 4, "pattern"),
        ("证{year}{serial}{serial}", 4, "pattern"),
        ("证{year}{serial}{name}", 4, "pattern"),
        ("证{year}{serial:0>9999999}", 4, "pattern"),
        ("长" * 70 + "{year}{serial}", 4, "pattern"),
        ("证{year}{serial}", 0, "width"),
        ("证{year}{serial}", 9, "width"),
        ("{year}{serial}", 4, "pattern"),
        ("Y0000{year}{serial}", 8, "pattern"),
        ("s {year} 31-0000-{serial}", 8, "pattern"),
        ("Ｓ３１００００{year}{serial}", 8, "pattern"),  # full width reads as half width
    ],
)
def test_patterns_that_are_refused(
    world: World, now: datetime, pattern: str, width: int, code: str
) -> None:
    one = scheme(world.west)
    before = pattern_of(one)
    with pytest.raises(UserError) as refusal:
        numbers.change_pattern(SYSTEM, one, pattern, width, now)
    assert refusal.value.code == code
    assert pattern_of(one) == before


def test_a_pattern_stays_once_a_number_was_given(world: World, now: datetime) -> None:
    one = scheme(world.west)
    take(one)
    with pytest.raises(UserError) as refusal:
        numbers.change_pattern(SYSTEM, one, "西工〔{year}〕{serial}号", 4, now)
    assert refusal.value.code == "pattern_used"


@pytest.mark.parametrize(
    "pattern",
    ["西工〔{year}〕第{serial}号", "西工〔{serial}〕第{year}号", "西工〔{year}〕第1{serial}号"],
)
def test_two_kinds_are_never_numbered_alike(world: World, now: datetime, pattern: str) -> None:
    """`第1{serial}` would be `第{serial}` from the 10,000th on."""
    numbers.change_pattern(SYSTEM, scheme(world.west), "西工〔{year}〕第{serial}号", 4, now)
    with pytest.raises(UserError) as refusal:
        numbers.change_pattern(SYSTEM, scheme(world.west, "award"), pattern, 4, now)
    assert refusal.value.code == "pattern"
    numbers.change_pattern(SYSTEM, scheme(world.east), pattern, 4, now)


def test_only_who_keeps_a_bodys_seals_changes_its_pattern(world: World, now: datetime) -> None:
    one = scheme(world.west)
    person = account("wu6", "吴示六", world.west, now)
    with pytest.raises(NotFound):
        numbers.change_pattern(world.actor(world.east_admin), one, "东〔{year}〕{serial}", 4, now)
    people.grant_role(SYSTEM, person, "organiser", organisation_id=world.west, now=now)
    with pytest.raises(UserError) as refusal:
        numbers.change_pattern(world.actor(person), one, "东〔{year}〕{serial}", 4, now)
    assert refusal.value.status == 403
    numbers.change_pattern(world.actor(world.west_admin), one, " 西 〔{year}〕{serial} ", 4, now)
    assert pattern_of(one) == "西 〔{year}〕{serial}"
    newest = sa.select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(1)
    assert db.session.scalar(newest) == "numbers.changed"
