"""Who may come in, and under which name: guests who come back, cards of guests, roles that end."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.classroom.access import outsiders
from blueprints.classroom.models import Participant, Sanction
from blueprints.classroom.services import entering, replay, running, setup
from blueprints.classroom.services.chat import ordering, sanctions
from blueprints.classroom.services.setup import GuestInput
from store import UserError, db
from store.actors import ANONYMOUS
from tests.support.chatting import say
from tests.support.classroom import Room, come_in, make_room
from tests.support.people import account

HOME, ELSEWHERE = "a" * 64, "b" * 64


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    return make_room(now)


def guest_of(room: Room, network: str, name: str, now: datetime) -> int:
    return entering.enter(ANONYMOUS, room.session, "", name, now, network).participant_id


def refusal(room: Room, network: str, now: datetime) -> str:
    with pytest.raises(UserError) as refused:
        guest_of(room, network, "新来的", now)
    return refused.value.code


def test_a_ban_with_its_network_keeps_new_guests_from_there_out(room: Room, now: datetime) -> None:
    host, rude = room.actor(room.host), guest_of(room, HOME, "远山", now)
    neighbour = guest_of(room, HOME, "近水", now)
    sanction = sanctions.ban(host, room.session_id, rude, "", now, with_network=True)
    assert refusal(room, HOME, now) == "account"
    assert guest_of(room, ELSEWHERE, "别处", now)
    entering.refuse_banned(db.session.get_one(Participant, neighbour), now)  # is in, and stays
    worker = account("worker", "工人", room.world.west, now)
    entering.enter(room.actor(worker), room.session, "", "工友", now, HOME)
    sanctions.undo(host, room.session_id, sanction, now)
    assert guest_of(room, HOME, "又来了", now)


def test_a_ban_alone_leaves_the_network_open(room: Room, now: datetime) -> None:
    rude = guest_of(room, HOME, "远山", now)
    sanctions.ban(room.actor(room.host), room.session_id, rude, "", now)
    assert guest_of(room, HOME, "邻座", now)


def test_networks_are_forgotten_with_the_session(room: Room, now: datetime) -> None:
    rude = guest_of(room, HOME, "远山", now)
    sanctions.ban(room.actor(room.host), room.session_id, rude, "", now, with_network=True)
    running.end(room.actor(room.host), room.session_id, now)
    assert db.session.get_one(Participant, rude).network == ""
    assert [one.network for one in db.session.query(Sanction)] == [""]


def test_staff_close_the_door_to_new_guests(room: Room, now: datetime) -> None:
    moderator, inside = room.actor(room.moderator), entering.enter(
        ANONYMOUS, room.session, "", "远山", now
    )  # fmt: skip
    ordering.set_door(moderator, room.session_id, False, now)
    assert refusal(room, HOME, now) == "account"
    entering.enter(ANONYMOUS, room.session, inside.token, "远山了", now)
    ordering.set_door(moderator, room.session_id, True, now)
    assert guest_of(room, HOME, "又来了", now)


def test_after_the_end_newcomers_come_in_for_the_replay_only(room: Room, now: datetime) -> None:
    """The chat and the materials of a session whose replay is hidden are for who was there."""
    was_there = entering.enter(ANONYMOUS, room.session, "", "晴空", now)
    host = room.actor(room.host)
    running.end(host, room.session_id, now)
    replay.set_shown(host, room.session_id, False, now)
    with pytest.raises(UserError):
        entering.enter(ANONYMOUS, room.session, "", "海风", now)
    assert entering.enter(ANONYMOUS, room.session, was_there.token, "晴空了", now)
    replay.set_shown(host, room.session_id, True, now)
    assert entering.enter(ANONYMOUS, room.session, "", "海风", now)


def test_only_a_guests_first_message_waits(room: Room, now: datetime) -> None:
    rules = ordering.Rules(True, True, 0, False, False, new=True)
    ordering.set_rules(room.actor(room.host), room.session_id, rules, now)
    worker = account("worker", "工人", room.world.west, now)
    assert say(come_in(room, "工友", now, worker), "大家好", now).state == "shown"
    guest = come_in(room, "晴空", now)
    first = say(guest, "第一句", now)
    assert (first.state, first.held_for) == ("held", "new")
    assert say(guest, "第二句", now).state == "held"
    first.state = "shown"
    db.session.commit()
    assert say(guest, "第三句", now).state == "shown"


@pytest.mark.parametrize(
    "name", ["钱示二", "钱 示 二", "Moderator", "Co-host", "特邀嘉宾小钱", "主持人小王"]
)
def test_nobody_takes_the_name_of_a_guest_or_a_role(room: Room, now: datetime, name: str) -> None:
    setup.add_guest(room.actor(room.host), room.session_id, GuestInput("钱示二"), None, now)
    with pytest.raises(UserError):
        come_in(room, name, now)


def test_who_bore_a_guests_name_before_is_called_by_a_number(room: Room, now: datetime) -> None:
    early = come_in(room, "钱示二", now)
    setup.add_guest(room.actor(room.host), room.session_id, GuestInput("钱示二"), None, now)
    assert early.nickname == f"观众{early.id}"


def test_a_name_follows_the_role(room: Room, now: datetime) -> None:
    host, moderator = room.actor(room.host), room.actor(room.moderator)
    number = entering.enter_as_staff(moderator, room.session, now)
    known = db.session.get_one(Participant, number)
    was = known.nickname
    [line] = [one for one in staff_lines(room) if one.account_id == room.moderator]
    setup.remove_staff(host, room.session_id, line.id, now)
    assert (known.role, known.nickname) == ("viewer", f"观众{number}")
    with pytest.raises(UserError):
        entering.enter(moderator, room.session, "", was, now)


def test_a_role_lost_elsewhere_ends_at_the_next_visit(app: Flask, now: datetime) -> None:
    room = make_room(now)
    administrator = room.world.actor(room.world.administrator)
    number = entering.enter_as_staff(administrator, room.session, now)
    known = db.session.get_one(Participant, number)
    assert known.role == "host"
    stripped = type(administrator)(administrator.kind, administrator.id, administrator.name)
    entering.follow_role(stripped, room.session, known)
    assert (known.role, known.nickname) == ("viewer", f"观众{number}")


def test_a_session_for_the_organisation_is_closed_to_who_was_inside(
    room: Room, now: datetime
) -> None:
    guest = come_in(room, "远山", now)
    member = come_in(room, "工友", now, account("worker", "工人", room.world.street, now))
    stranger = come_in(room, "路人", now, account("stranger", "外人", room.world.city, now))
    staff = entering.enter_as_staff(room.actor(room.host), room.session, now)
    assert outsiders(room.session, now) == frozenset()
    room.session.visibility = "organisation"
    away = outsiders(room.session, now)
    assert away == {guest.id, stranger.id}
    assert not away & {member.id, staff}


def staff_lines(room: Room) -> list:
    from blueprints.classroom.models import Staff

    return db.session.query(Staff).filter_by(session_id=room.session_id).all()
