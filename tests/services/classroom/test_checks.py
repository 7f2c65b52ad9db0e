"""Check-ins and checks of presence: who answered, who missed it, and who is forgiven."""

import random
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom.models import Check, CheckKind, Stay
from blueprints.classroom.queries import checks as queries
from blueprints.classroom.services import checks, running
from store import NotFound, UserError, db, write
from tests.support.classroom import Room, come_in, make_room

MINUTE = timedelta(minutes=1)


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def opened(room: Room, now: datetime, minutes: int = 3) -> int:
    return checks.open_check_in(room.actor(room.host), room.session_id, "开场", minutes, now)


def stays(room: Room, person: int, *spans: tuple[datetime, datetime, str]) -> None:
    with write():
        for number, (since, until, reason) in enumerate(spans):
            db.session.add(
                Stay(
                    session_id=room.session_id,
                    participant_id=person,
                    device=f"device-{number}",
                    since=since,
                    until=until,
                    reason=reason,
                )
            )


def test_checking_in_counts_once_and_says_when(room: Room, now: datetime) -> None:
    check, person = opened(room, now), come_in(room, "晴空", now).id
    first = checks.answer(person, check, now + MINUTE)
    again = checks.answer(person, check, now + 2 * MINUTE)
    assert (first.again, again.again, again.at) == (False, True, now + MINUTE)
    assert queries.count(check) == 1


def test_after_its_time_a_check_takes_nobody(room: Room, now: datetime) -> None:
    check, person = opened(room, now), come_in(room, "晴空", now).id
    with pytest.raises(UserError) as refused:
        checks.answer(person, check, now + 3 * MINUTE)
    assert refused.value.code == "closed"
    assert queries.room_panel(room.session_id, now + 3 * MINUTE)["checks"] == []


def test_one_check_in_at_a_time(room: Room, now: datetime) -> None:
    check = opened(room, now)
    with pytest.raises(UserError):
        opened(room, now + MINUTE)
    checks.close(room.actor(room.host), room.session_id, check, now + MINUTE)
    assert opened(room, now + MINUTE) != check


@pytest.mark.parametrize("minutes", [0, -1, 31, 10**9])
def test_an_impossible_length_is_refused(room: Room, now: datetime, minutes: int) -> None:
    with pytest.raises(UserError):
        opened(room, now, minutes)


def test_only_who_watched_throughout_has_missed_it(room: Room, now: datetime) -> None:
    check, end = opened(room, now), now + 3 * MINUTE
    names = ("全程", "答了", "卡顿", "迟到", "两台", "后台", "没来")
    people = {name: come_in(room, name, now).id for name in names}
    early, late = now - MINUTE, end + MINUTE
    stays(room, people["全程"], (early, late, ""))
    stays(room, people["答了"], (early, late, ""))
    stalled = (now + MINUTE, now + 2 * MINUTE)
    before, after = (early, stalled[0], ""), (stalled[1], late, "")
    stays(room, people["卡顿"], before, (*stalled, "stalled"), after)
    stays(room, people["迟到"], (now + MINUTE, late, ""))
    stays(room, people["两台"], (early, now + 2 * MINUTE, ""), (now + MINUTE, late, ""))
    stays(room, people["后台"], (early, late, "hidden"))
    checks.answer(people["答了"], check, now + MINUTE)
    assert queries.missed(room.session_id, check, now + MINUTE) == frozenset()  # not over yet
    expected = frozenset({people["全程"], people["两台"]})
    assert queries.missed(room.session_id, check, end) == expected


def test_checks_of_another_session_are_not_there(room: Room, now: datetime) -> None:
    check = opened(room, now)
    for session_id, number in ((room.session_id + 1, check), (room.session_id, 10**12)):
        with pytest.raises(NotFound):
            queries.missed(session_id, number, now)


def test_random_checks_come_once_in_each_part_of_an_hour(room: Room, now: datetime) -> None:
    checks.set_presence(room.actor(room.host), room.session_id, 2, now)
    dice, step, moments = random.Random(7), timedelta(seconds=5), []
    begun = room.session.went_live_at
    assert begun is not None
    for tick in range(2 * 720):  # two hours
        moment = begun + tick * step
        if checks.open_due_presence(room.session_id, step, dice.random(), moment):
            moments.append(moment - begun)
    parts = [int(moment / timedelta(minutes=30)) for moment in moments]
    assert parts == [0, 1, 2, 3]
    assert len({moment % timedelta(minutes=30) for moment in moments}) > 1


def test_no_random_checks_unless_wanted_and_live(room: Room, now: datetime) -> None:
    def due(moment: datetime) -> int | None:
        return checks.open_due_presence(room.session_id, timedelta(seconds=5), 0.0, moment)

    assert due(now) is None
    checks.set_presence(room.actor(room.host), room.session_id, 4, now)
    assert due(now) is not None
    running.end(room.actor(room.host), room.session_id, now + MINUTE)
    assert due(now + timedelta(hours=1)) is None
    kinds = db.session.scalars(sa.select(Check.kind)).all()
    assert kinds == [CheckKind.PRESENCE]


def test_the_end_of_the_session_ends_its_checks(room: Room, now: datetime) -> None:
    check = opened(room, now)
    running.end(room.actor(room.host), room.session_id, now + MINUTE)
    assert db.session.get_one(Check, check).closes_at == now + MINUTE
