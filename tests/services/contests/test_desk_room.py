"""The desk's live room: staff only, by their roles as they are now, and what its frames hold."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from blueprints.contests.services import announcing, desk, freezing
from blueprints.people import services as people
from blueprints.people.models import RoleGrant
from realtime import ANONYMOUS, Identity, rooms
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import ROLES, Staff


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now)


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


def room(hall: Hall, language: str = "zh_Hans_CN") -> str:
    return f"desk:{hall.round_id}:{language}"


def frame(hall: Hall, after: int) -> dict[str, Any]:
    kind = rooms.find(room(hall))
    assert kind is not None
    return kind.frame_of(room(hall), after, hall.round.seq)


@pytest.mark.parametrize("role", [one for one in ROLES if one != "announcer"])
def test_staff_may_join(hall: Hall, staff: Staff, role: str) -> None:
    assert rooms.allowed(Identity("account", staff.account(role)), room(hall))


def test_others_may_not(hall: Hall, staff: Staff) -> None:
    device = hall.judges[0].device_id
    stranger = Identity("account", staff.account("stranger"))
    for identity in (ANONYMOUS, stranger, Identity("device", device), Identity("account", 10**9)):
        assert not rooms.allowed(identity, room(hall))


@pytest.mark.parametrize(
    "key", ["1", "x:en", "1:fr", "999999999:en", "99999999999999999999999:en", "1:en:2"]
)
def test_odd_rooms_are_nobodys(hall: Hall, staff: Staff, key: str) -> None:
    assert not rooms.allowed(Identity("account", staff.account("organiser")), f"desk:{key}")


def test_a_role_taken_away_ends_the_right(hall: Hall, staff: Staff, now: datetime) -> None:
    identity = Identity("account", staff.account("scorer"))
    assert rooms.allowed(identity, room(hall))
    grant = db.session.query(RoleGrant).filter_by(account_id=identity.id).one()
    people.revoke_role(SYSTEM, grant.id, now=now)
    assert not rooms.allowed(identity, room(hall))


def test_who_only_announces_is_let_in_by_the_desk_alone(
    hall: Hall, staff: Staff, now: datetime
) -> None:
    announcer, scorer = (Identity("account", staff.account(r)) for r in ("announcer", "scorer"))
    assert not rooms.allowed(announcer, room(hall))
    announcing.let_see(SYSTEM, hall.round_id, now, everything=True)
    assert rooms.allowed(announcer, room(hall))
    freezing.freeze(SYSTEM, hall.round_id, "待揭晓", now)
    assert rooms.allowed(announcer, room(hall))
    announcing.let_see(SYSTEM, hall.round_id, now, everything=False)
    assert not rooms.allowed(announcer, room(hall))
    assert rooms.allowed(scorer, room(hall))


def test_a_frame_holds_the_lines_that_changed(hall: Hall) -> None:
    before = hall.round.seq
    hall.mark(0, 1, "performance", "9.25")
    sent = frame(hall, before)
    targets = [fragment["target"] for fragment in sent["fragments"]]
    assert targets == ["#desk-head", f"#line-{hall.entry(1).key}"]
    assert "9.25" in sent["fragments"][1]["html"]
    assert sent["entries"] == [hall.entry(1).key]
    assert {place[0] for place in sent["places"]} == {hall.entry(n).key for n in range(3)}


def test_a_call_brings_both_lines_and_another_signature(hall: Hall) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, hall.now)
    before, old = hall.round.seq, frame(hall, 0)["signature"]
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(2).key, hall.now)
    sent = frame(hall, before)
    assert set(sent["entries"]) == {hall.entry(0).key, hall.entry(2).key}
    assert sent["signature"] != old


def test_frames_hold_no_forms(hall: Hall) -> None:
    """They go to everybody at the desk, whatever their rights."""
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, hall.now)
    html = "".join(fragment["html"] for fragment in frame(hall, 0)["fragments"])
    for word in ("<form", "csrf", "<button"):
        assert word not in html


def test_each_language_has_its_words(hall: Hall) -> None:
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, hall.now)
    kind = rooms.find(room(hall))
    assert kind is not None
    english = kind.frame_of(room(hall, "en"), 0, hall.round.seq)["fragments"][0]["html"]
    assert "Waiting for judges 1, 2, 3" in english
    assert "等待评委 1、2、3" in frame(hall, 0)["fragments"][0]["html"]
