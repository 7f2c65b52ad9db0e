"""Real names stay with staff, and nobody passes for somebody else."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.classroom.models import Participant
from blueprints.classroom.services import entering, picks
from blueprints.classroom.services.chat import moderating, sanctions, sending, wordlists
from blueprints.people import services as people
from store import UserError, db
from store.actors import ANONYMOUS, SYSTEM
from tests.support.classroom import Room, come_in, guest_browser, make_room
from tests.support.people import account

NAMES = ("周示五", "吴示六", "郑示七", "冯示九")


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    app.extensions["clock"] = lambda: now
    return make_room(now)


def _outlets(app: Flask, room: Room) -> str:
    guest, place = guest_browser(app, room, "远山"), f"/class/{room.key}"
    names = ("chat", "notice", "poll", "questions", "pick", "guests", "head", "reading")
    paths = [place, f"{place}/room", f"{place}/mine.json", f"{place}/picks/1"]
    return "".join(
        guest.get(path).text for path in (*paths, *(f"{place}/panels/{name}" for name in names))
    )


def test_no_real_name_reaches_viewers(app: Flask, room: Room, now: datetime) -> None:
    worker = account("worker-nine", NAMES[3], room.world.west, now)
    for number, staff in enumerate((room.host, room.cohost, room.moderator)):
        actor = room.actor(staff)
        entering.enter_as_staff(actor, room.session, now)
        known = entering.find(actor, room.session_id, "")
        sending.send_message(known, f"工作人员{number}", f"staff-key-{number}", now)
    moderating.announce(room.actor(room.host), room.session_id, "十点开始", now)
    viewer = come_in(room, "晴空", now, worker)
    sending.send_message(viewer, "大家好", "viewer-key-0", now)
    supervisor = account("supervisor-one", "陈示八", room.world.city, now)
    people.grant_role(SYSTEM, supervisor, "supervisor", organisation_id=room.world.city, now=now)
    looking = entering.enter_as_staff(room.actor(supervisor), room.session, now)
    picks.pick(room.actor(room.host), room.session_id, {viewer.id, looking}, "", now)
    told = _outlets(app, room)
    assert [name for name in (*NAMES, "陈示八") if name in told] == []
    assert "worker-nine" not in told and "supervisor-one" not in told
    assert "工作人员2" in told and "十点开始" in told and "晴空" in told


@pytest.mark.parametrize(
    "name",
    [
        "主持人", "示例書屋", "示 例 书 屋", "ＡＤＭＩＮ", "аdmin", "管·理·员", "hоst", "Ηost",
        "坏 话 王",
        "\u3164", "\u200b\u2800",  # nothing to see
    ],
)  # fmt: skip
def test_nobody_poses_or_swears_by_name(room: Room, now: datetime, name: str) -> None:
    wordlists.add_words(room.actor(room.host), room.session_id, "坏话", "hold", now)
    with pytest.raises(UserError):
        come_in(room, name, now)
    guest = entering.enter(ANONYMOUS, room.session, "", "晴空", now)
    with pytest.raises(UserError):
        entering.enter(ANONYMOUS, room.session, guest.token, name, now)
    assert db.session.get_one(Participant, guest.participant_id).nickname == "晴空"


def test_nobody_acts_against_who_stands_above(room: Room, now: datetime) -> None:
    host = entering.enter_as_staff(room.actor(room.host), room.session, now)
    cohost = entering.enter_as_staff(room.actor(room.cohost), room.session, now)
    moderator = entering.enter_as_staff(room.actor(room.moderator), room.session, now)
    for target in (host, cohost, moderator):  # nor beside them, nor against themselves
        for deed in (
            lambda t: sanctions.ban(room.actor(room.moderator), room.session_id, t, "", now),
            lambda t: sanctions.mute(room.actor(room.moderator), room.session_id, t, 5, "", now),
        ):
            with pytest.raises(UserError) as refusal:
                deed(target)
            assert refusal.value.status == 403


def test_the_banned_stay_out_on_every_device(app: Flask, room: Room, now: datetime) -> None:
    worker = account("worker-nine", NAMES[3], room.world.west, now)
    viewer = come_in(room, "晴空", now, worker)
    sanctions.ban(room.actor(room.moderator), room.session_id, viewer.id, "", now)
    with pytest.raises(UserError) as refusal:  # the account, under another name
        come_in(room, "海风", now, worker)
    assert refusal.value.code == "banned"
    guest = guest_browser(app, room, "远山")
    banned = db.session.query(Participant).filter_by(nickname="远山").one()
    sanctions.ban(room.actor(room.moderator), room.session_id, banned.id, "", now)
    for path in ("room", "mine.json", "panels/chat", "minutes"):
        assert guest.get(f"/class/{room.key}/{path}").status_code == 403
