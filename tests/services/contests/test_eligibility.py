"""Eligibility: conditions as data, findings worked out, decisions with their reasons."""

from dataclasses import replace
from datetime import date, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.days import age_on, parse_day
from blueprints.contests.eligibility import Conditions, Found, Subject, findings
from blueprints.contests.models import EligibilityDecision, RoundEntry
from blueprints.contests.queries.setup.eligibility import eligibility_check
from blueprints.contests.services import setup
from blueprints.contests.services.setup import eligibility
from store import UserError, db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall

DAY = date(2026, 12, 5)
SOUND = Subject("赵示一", "示例工会", date(1990, 12, 5), "车工", "三级", False, True, 0, 1)


@pytest.mark.parametrize(
    ("asked", "changes", "found"),
    [
        (Conditions(), {"born_on": None, "unit": ""}, []),
        (Conditions(age_from=36, age_to=36), {}, []),  # 36 on the very day
        (Conditions(age_from=37), {}, [Found.TOO_YOUNG]),
        (Conditions(age_to=35), {}, [Found.TOO_OLD]),
        (Conditions(age_to=35, age_on="2026-12-04"), {}, []),  # a day before the birthday
        (Conditions(age_from=18), {"born_on": None}, [Found.BIRTH_UNKNOWN]),
        (Conditions(age_from=18), {"born_on": None, "is_team": True}, []),
        (Conditions(certificate=True), {"certificate": ""}, [Found.CERTIFICATE_MISSING]),
        (Conditions(occupations=("铣工",)), {}, [Found.OCCUPATION_OTHER]),
        (Conditions(occupations=("铣工",)), {"occupation": ""}, [Found.OCCUPATION_MISSING]),
        (Conditions(within=True), {"unit_known": False}, [Found.UNIT_OUTSIDE]),
        (Conditions(within=True), {"unit": ""}, [Found.UNIT_MISSING]),
        (Conditions(once=True), {"others": 1}, [Found.TWICE]),
        (Conditions(most_per_unit=2), {"place_in_unit": 3}, [Found.UNIT_TOO_MANY]),
    ],
)
def test_what_is_found(asked: Conditions, changes: dict[str, object], found: list[Found]) -> None:
    assert list(findings(replace(SOUND, **changes), asked, DAY)) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-5-31", date(1990, 5, 31)),
        ("1990年5月31日", date(1990, 5, 31)),
        ("1990/05/31", date(1990, 5, 31)),
        ("19900531", date(1990, 5, 31)),
        ("1990-05-31 00:00:00", date(1990, 5, 31)),
        ("1990-02-30", None),
        ("31.5.1990", None),
        ("", None),
        ("１９９０-05-31", date(1990, 5, 31)),
    ],
)
def test_days_however_they_are_written(text: str, day: date | None) -> None:
    assert parse_day(text) == day


def test_who_was_born_on_29_february_ages_on_1_march() -> None:
    assert age_on(date(2000, 2, 29), date(2026, 2, 28)) == 25
    assert age_on(date(2000, 2, 29), date(2026, 3, 1)) == 26


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    hall = make_hall(now, entries=3, open_round=False)
    event = hall.round.event_id
    eligibility.set_conditions(SYSTEM, event, Conditions(certificate=True, most_per_unit=2), now)
    for n in (0, 2):
        given = setup.DetailsInput(certificate="三级/高级工")
        eligibility.save_details(SYSTEM, event, hall.entry(n).key, given, now)
    return hall


def verdicts(hall: Hall) -> list[tuple[int, str]]:
    db.session.rollback()
    check = eligibility_check(hall.round.event)
    return [(len(one.findings), one.verdict) for one in check.entries]


def test_the_sound_are_accepted_at_once_and_the_others_one_by_one(
    hall: Hall, now: datetime
) -> None:
    event = hall.round.event_id
    assert verdicts(hall) == [(0, ""), (1, ""), (1, "")]
    assert eligibility.accept_sound(SYSTEM, event, now) == 1
    assert eligibility.accept_sound(SYSTEM, event, now) == 0
    without, too_many = hall.entry(1).key, hall.entry(2).key
    with pytest.raises(UserError):  # against a finding only with the reason
        eligibility.decide(SYSTEM, event, without, "eligible", " ", now)
    eligibility.decide(SYSTEM, event, without, "query", "等原件", now)
    eligibility.decide(SYSTEM, event, without, "eligible", "已查验原件", now)
    eligibility.decide(SYSTEM, event, too_many, "refused", "超过限报人数", now)
    assert [verdict for _n, verdict in verdicts(hall)] == ["eligible", "eligible", "refused"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EligibilityDecision)) == 4
    assert eligibility.remove_refused(SYSTEM, event, now) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RoundEntry)) == 2
    assert len(verdicts(hall)) == 3  # the entry and what was decided about it stay


@pytest.mark.parametrize(
    "asked",
    [
        Conditions(age_from=40, age_to=30),
        Conditions(age_from=-1),
        Conditions(age_to=999),
        Conditions(most_per_unit=0),
        Conditions(age_on="2026-02-30"),
    ],
)
def test_conditions_that_make_no_sense_are_refused(
    hall: Hall, now: datetime, asked: Conditions
) -> None:
    with pytest.raises(UserError):
        eligibility.set_conditions(SYSTEM, hall.round.event_id, asked, now)
